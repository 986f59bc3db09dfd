import type { ConnectedStore } from '../../server/stores/connect-store.ts';
import type { Kill } from './troubles.ts';
import type { HandedOver } from './slow-server.ts';

type Counts = Readonly<Record<string, number>>;

/** What was said, done, sent and received, counted. */
export type Books = {
  /** Events by state. */
  readonly events: Counts;
  readonly messages: Counts;
  /** How many of the cancelled messages may have gone out. */
  readonly unknown: number;
  readonly runs: Counts;
};

const countBy = async (input: { store: ConnectedStore; of: string; tenant: string; field: string }) => {
  const { store, of, tenant, field } = input;
  const rows = await store.connection
    .collection(of)
    .aggregate([{ $match: { tenant } }, { $group: { _id: `$${field}`, count: { $sum: 1 } } }])
    .toArray();
  return Object.fromEntries(rows.map((row) => [String(row['_id']), Number(row['count'])]));
};

/** Reads the books of a tenant; of the shop's events, not those the engine brings in itself. */
export const readBooks = async (input: { store: ConnectedStore; tenant: string }): Promise<Books> => {
  const { store, tenant } = input;
  const unclear = { tenant, status: 'cancelled', reason: 'unknown-outcome' };
  const [events, messages, runs, unknown] = await Promise.all([
    countBy({ ...input, of: 'events', field: 'state' }),
    countBy({ ...input, of: 'messages', field: 'status' }),
    countBy({ ...input, of: 'runs', field: 'status' }),
    store.connection.collection('messages').countDocuments(unclear),
  ]);
  return { events, messages, runs, unknown };
};

/** Whether nothing is under way any more. */
export const isAtRest = ({ events, messages, runs }: Books): boolean =>
  (events['pending'] ?? 0) === 0 &&
  (messages['sending'] ?? 0) === 0 &&
  (messages['retrying'] ?? 0) === 0 &&
  (runs['active'] ?? 0) === 0;

const sum = (counts: Counts): number => Object.values(counts).reduce((all, one) => all + one, 0);

/** How often each message was handed over, by its Message-ID. */
const timesOf = (taken: readonly HandedOver[]): ReadonlyMap<string, readonly HandedOver[]> => {
  const times = new Map<string, HandedOver[]>();
  for (const one of taken) times.set(one.messageId, [...(times.get(one.messageId) ?? []), one]);
  return times;
};

/** One line of the balance: what has to be so, and whether it is. */
export type Line = { readonly what: string; readonly holds: boolean; readonly figures: string };

const doubleLines = (input: {
  taken: readonly HandedOver[];
  kills: readonly Kill[];
  connections: number;
}): readonly Line[] => {
  const { taken, kills, connections } = input;
  const doubled = [...timesOf(taken).values()].filter((times) => times.length > 1);
  // A second copy needs a kill after the first one came, before the second did.
  const unexplained = doubled.filter((times) =>
    times.some((one, n) => {
      const next = times[n + 1];
      return next !== undefined && !kills.some(({ at }) => at >= one.at && at <= next.at);
    }),
  );
  const copies = doubled.reduce((all, times) => all + times.length - 1, 0);
  const most = kills.length * connections;
  return [
    {
      what: 'none doubled without a kill',
      holds: unexplained.length === 0,
      figures: `${unexplained.length} of ${doubled.length} doubled`,
    },
    {
      what: 'repeats <= kills x connections',
      holds: copies <= most,
      figures: `${copies} repeats, ${kills.length} kills x ${connections}`,
    },
  ];
};

/** Balances the books against what the shop was told and what the mail server got. */
export const balance = (input: {
  books: Books;
  accepted: ReadonlySet<string>;
  stored: ReadonlySet<string>;
  taken: readonly HandedOver[];
  kills: readonly Kill[];
  connections: number;
  cap: number;
}): readonly Line[] => {
  const { books, accepted, stored, taken, cap } = input;
  const { done = 0, dead = 0, recorded = 0 } = books.events;
  const { accepted: sent = 0, rejected = 0, cancelled = 0, ...others } = books.messages;
  const { unknown } = books;
  const refused = rejected + cancelled - unknown;
  const distinct = new Set(taken.map(({ messageId }) => messageId)).size;
  const perAddress = new Map<string, Set<string>>();
  for (const { to, messageId } of taken) perAddress.set(to, (perAddress.get(to) ?? new Set()).add(messageId));
  const over = [...perAddress.values()].filter((ids) => ids.size > cap).length;
  const lost = [...accepted].filter((id) => !stored.has(id)).length;
  return [
    {
      what: 'accepted = stored',
      holds: lost === 0,
      figures: `${accepted.size} accepted, ${lost} not stored`,
    },
    {
      what: 'stored = done + dead',
      holds: sum(books.events) === done + dead + recorded,
      figures: `${sum(books.events)} stored, ${done} done, ${dead} dead, ${recorded} recorded`,
    },
    {
      what: 'messages = accepted + refused + unknown',
      holds: sum(others) === 0,
      figures: `${sum(books.messages)} messages, ${sent} accepted, ${refused} refused, ${unknown} unknown`,
    },
    {
      what: 'accepted messages = mails at the server',
      holds: sent <= distinct && distinct <= sent + unknown,
      figures: `${sent} accepted, ${distinct} different mails, ${unknown} unknown`,
    },
    ...doubleLines(input),
    {
      what: 'nobody got more than the cap',
      holds: over === 0,
      figures: `${over} of ${perAddress.size} people over ${cap}`,
    },
  ];
};
