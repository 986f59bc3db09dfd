import { json, rowsOf, type startShop, textOf } from '../shop-for-tests.ts';

type Shop = Awaited<ReturnType<typeof startShop>>;

/** A report that goes to a user. */
export const reportBody = (user: string) => ({
  name: 'The week',
  figures: [{ figure: 'revenue' }],
  schedule: { every: 'day', at: '08:00' },
  to: [user],
});

const someUser = async (shop: Shop): Promise<string> => {
  const [user] = rowsOf(await json(shop.call('GET', '/api/users?limit=1')), 'users');
  return textOf(user?.['id']);
};

/** The team `care`, and a user in it, whose id is answered. */
export const seedTeam = async (shop: Shop): Promise<string> => {
  await shop.call('POST', '/api/teams', { key: 'care', name: 'Care' });
  const eva = { email: 'eva@shop.example', name: 'Eva', role: 'viewer', teams: ['care'] };
  return textOf((await json(shop.call('POST', '/api/users', eva)))['id']);
};

/** The id in an answer. */
const idIn = async (answer: Promise<Response>): Promise<string> => textOf((await json(answer))['id']);

/** What is made of the team for each call that uses it up. */
export const createTeamMakers = (shop: Shop) => ({
  /** A session of the user, under an id that is always the same. */
  session: async (userId: string): Promise<string> => {
    const { signIns } = shop.opened.stores;
    const of = { tenant: shop.tenant, model: 'session' };
    await signIns.remove({ ...of, where: [{ field: 'id', value: 'matrix' }] });
    const row = { id: 'matrix', userId, token: 'matrix', expiresAt: new Date(8_000_000_000_000) };
    await signIns.add({ ...of, row });
    return userId;
  },
  key: () => idIn(shop.call('POST', '/api/keys', { name: 'web', kind: 'public' })),
  report: async () => idIn(shop.call('POST', '/api/reports', reportBody(await someUser(shop)))),
});
