import type { AcceptedEvent } from '../../domain/events/event.ts';
import type { OrderEvent } from './history-orders.ts';
import { peopleOfShop, type PersonHistory, type ShopEvent } from './history.ts';
import { type TeamHistory, teamOfShop } from './history-team.ts';

/** What happened in a shop, and under which profile the engine knows each customer. */
export type Shop = {
  readonly people: readonly PersonHistory[];
  readonly team: TeamHistory;
  readonly idOf: (user: string) => string;
};

/** A document of any collection. */
export type Doc = { readonly _id: string; readonly [field: string]: unknown };

/** The engine a shop is brought into. */
type Target = {
  readonly tenant: string;
  /** Accepts events, and waits until they are dispatched. */
  readonly dispatch: (events: readonly AcceptedEvent[]) => Promise<void>;
  /** The profiles of these users. */
  readonly profiles: (users: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  readonly insert: (collection: string, docs: readonly Doc[]) => Promise<void>;
};

const decimal = (minor: number): number => minor / 100;
const amounts = (given: Readonly<Record<string, number | undefined>>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(given).flatMap(([name, minor]): [string, number][] =>
      minor === undefined ? [] : [[name, decimal(minor)]],
    ),
  );

const accepted = (input: {
  event: Pick<AcceptedEvent, 'type' | 'name' | 'properties' | 'traits'>;
  user: string;
  at: number;
  id: string;
}): AcceptedEvent => ({
  ...input.event,
  messageId: input.id,
  userId: input.user,
  externalIds: [],
  context: {},
  timestamp: input.at,
  source: 'api',
  trust: 'server',
  backfill: true,
});

const ofShop = (event: ShopEvent, n: number): AcceptedEvent =>
  accepted({ event, user: event.user, at: event.at, id: `${event.user}:${n}` });

/** An event of an order in Segment’s words. */
const ofOrder = (event: OrderEvent, n: number): AcceptedEvent => {
  const { user, order, name, at, lines, returned } = event;
  const { revenue, discount, shipping, shippingCost, serviceCost } = event;
  const products =
    lines?.map(({ product, category, quantity, price, cost }) => ({
      product_id: product,
      category,
      quantity,
      ...amounts({ price, cost }),
    })) ?? returned?.map(({ product, quantity }) => ({ product_id: product, quantity }));
  const properties = {
    order_id: order,
    ...(event.currency === undefined ? {} : { currency: event.currency }),
    ...amounts({ revenue, discount, shipping, shipping_cost: shippingCost, service_cost: serviceCost }),
    ...(products === undefined ? {} : { products }),
    ...(event.isTest === true ? { test: true } : {}),
  };
  return accepted({ event: { type: 'track', name, properties, traits: {} }, user, at, id: `${order}:${n}` });
};

const eventsOf = (person: PersonHistory): readonly AcceptedEvent[] =>
  [...person.events.map(ofShop), ...person.orders.map(ofOrder)].toSorted((a, b) => a.timestamp - b.timestamp);

type Of = { readonly tenant: string; readonly person: PersonHistory; readonly profileId: string };

const messageDocs = ({ tenant, person, profileId }: Of): readonly Doc[] =>
  person.mails.map(({ id, at, ...mail }) => ({
    _id: `${tenant}:${id}`,
    id,
    tenant,
    profileId,
    run: `run-${person.user}-0`,
    version: 1,
    step: 'mail',
    message: mail.journey,
    topic: 'news',
    subject: 'News of the shop',
    locale: 'en',
    status: 'accepted',
    attempts: 1,
    plannedAt: at,
    acceptedAt: at,
    ...mail,
  }));

const ledgerDocs = ({ tenant, person, profileId }: Of): readonly Doc[] =>
  person.decisions.map(({ run, kind, step, at }, n) => {
    const id = `l-${person.user}-${n}`;
    return {
      _id: `${tenant}:${id}`,
      id,
      tenant,
      profileId,
      run: `run-${person.user}-${run}`,
      journey: 'winback',
      version: 1,
      n,
      visit: 1,
      kind,
      at,
      step: step ?? null,
    };
  });

const exposureDocs = ({ tenant, person, profileId }: Of): readonly Doc[] => {
  const id = `x-${person.user}`;
  const fixed = { id, tenant, profileId, experiment: 'holdout', journey: 'winback', step: null, version: 1 };
  const rest = { until: person.arm.at, metric: { on: 'goal' }, by: 'goal', cause: null, currency: 'EUR' };
  return [{ _id: `${tenant}:${id}`, ...fixed, ...person.arm, ...rest, hits: [], leftOut: 0, rev: 1 }];
};

const postingDocs = ({ tenant, person, profileId }: Of): readonly Doc[] =>
  person.postings.map(({ order, ...posting }, seq) => ({
    _id: `${tenant}:q-${person.user}-${seq}`,
    tenant,
    profileId,
    program: 'club',
    key: `k${seq}`,
    seq,
    ...posting,
    ...(order === undefined ? {} : { ref: `order:${order}` }),
  }));

const personal = {
  messages: messageDocs,
  ledger: ledgerDocs,
  exposures: exposureDocs,
  pointPostings: postingDocs,
} as const;

const groupOf = 400;

/** The work of the team: what stands in no event of a customer. */
const teamDocs = (tenant: string, team: TeamHistory, idOf: Shop['idOf']) => {
  const record = (kind: string, one: { id: string; stage: string; createdAt: number }, data: object): Doc => {
    const at = new Date(one.createdAt).toISOString();
    const by = { kind: 'key', id: 'shop' };
    const fixed = { id: one.id, tenant, kind, shelf: kind, revision: 1, stage: one.stage, data };
    const made = { createdAt: at, updatedAt: at, createdBy: by, updatedBy: by };
    return { _id: `${tenant}:${one.id}`, ...fixed, ...made, links: [], attrs: [], finds: [], shape: '' };
  };
  const replied = (at: number | undefined): object =>
    at === undefined ? {} : { firstReplyAt: new Date(at).toISOString() };
  return {
    records: [
      ...team.deals.map((deal) =>
        record('deal', deal, {
          name: deal.id,
          closeOn: deal.closeOn,
          ...(deal.amount === undefined ? {} : { amount: deal.amount }),
        }),
      ),
      ...team.cases.map((one) =>
        record('case', one, {
          subject: one.id,
          ...replied(one.firstReplyAt),
          ...(one.satisfaction === undefined ? {} : { satisfaction: one.satisfaction }),
        }),
      ),
    ],
    recordHistory: team.cases.flatMap(({ id, changes }) =>
      changes.map(({ from, to, at }, n): Doc => {
        const fixed = { tenant, record: id, kind: 'case', revision: n + 2, at, act: 'changed' };
        const by = { kind: 'key', id: 'shop' };
        return { _id: `${tenant}:${id}:${n + 2}`, ...fixed, by, changes: [{ field: 'stage', from, to }] };
      }),
    ),
    referrals: team.referrals.map(({ id, advocate, friend, state, at }): Doc => {
      const persons = { advocate: idOf(advocate), friend: idOf(friend) };
      const passed = { state, at, told: 1, history: [{ state, at }] };
      return { _id: `${tenant}:${id}`, id, tenant, code: `code-${advocate}`, ...persons, ...passed };
    }),
  };
};

/**
 * Brings a shop into an engine: what a shop tells goes in as events and is dispatched; what the engine would have made itself in
 * two years (messages, decisions, points, holdouts, the work of the team) is stored as documents.
 */
export const bringIn = async (input: { target: Target; people: number; seed: number }): Promise<Shop> => {
  const { target, seed } = input;
  const { tenant } = target;
  const people = peopleOfShop({ people: input.people, seed });
  const team = teamOfShop({ people: input.people, seed });
  const ids = new Map<string, string>();
  const idOf = (user: string): string => {
    const id = ids.get(user);
    if (id === undefined) throw new RangeError(`nobody is ${user}`);
    return id;
  };
  for (let from = 0; from < people.length; from += groupOf) {
    const group = people.slice(from, from + groupOf);
    await target.dispatch(group.flatMap(eventsOf));
    for (const [user, id] of await target.profiles(group.map(({ user }) => user))) ids.set(user, id);
    for (const [collection, docsOf] of Object.entries(personal)) {
      const docs = group.flatMap((person) => docsOf({ tenant, person, profileId: idOf(person.user) }));
      if (docs.length > 0) await target.insert(collection, docs);
    }
  }
  for (const [collection, docs] of Object.entries(teamDocs(tenant, team, idOf)))
    await target.insert(collection, docs);
  return { people, team, idOf };
};
