import { type BroadcastState, broadcastPlanSchema } from '../../domain/broadcasts/plan.ts';
import { startOfShop, type startShop } from '../shop-for-tests.ts';

type Shop = Pick<Awaited<ReturnType<typeof startShop>>, 'tenant' | 'opened'>;

/** A broadcast in a state in which something is done with one; none of them is ever sent. */
export const createBroadcastMaker = ({ tenant, opened }: Shop) => {
  let made = 0;
  return async (state: BroadcastState): Promise<string> => {
    const id = `broadcast-${(made += 1)}`;
    const plan = broadcastPlanSchema.parse({
      name: 'News',
      audience: {
        when: { all: [{ fact: 'profile', path: '$.traits.of', operator: 'equal', value: 'nobody' }] },
      },
      variants: [{ name: 'a', message: 'welcome' }],
      schedule: { kind: 'at', at: '2099-01-01T00:00:00Z' },
    });
    const counts = { rev: 0, looks: 0, attempts: 0, isThrough: false };
    const times = { createdAt: startOfShop, changedAt: startOfShop };
    await opened.stores.broadcasts.add({ id, tenant, plan, state, phase: 'all', ...times, ...counts });
    return id;
  };
};
