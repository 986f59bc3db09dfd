import { rewind } from '../../../domain/dry-run/rewind.ts';
import { reachOf, toEventFact } from '../../../domain/events/event.ts';
import type { Order } from '../../../domain/orders/orders.ts';
import type { Profile } from '../../../domain/profiles/profile.ts';
import { summariseEvents } from '../../../domain/rules/summarise-events.ts';
import type { EventRow, EventStore } from '../../events/ports.ts';
import type { LiveWorkspace } from '../../journeys/live-workspace.ts';
import type { OrderStore, ProfileStore } from '../../people/ports.ts';
import { findPerson } from '../person-facts.ts';
import type { DryRunReads } from '../ports.ts';

const day = 86_400_000;
/** So many events are looked at, the newest; and so many of what a person did before. */
const looksMost = 1000;
const historyMost = 1000;
const sideBySide = 32;

/** What somebody did before an event, and the records about them. */
type Known = Pick<EventStore, 'summarise' | 'summariseRecords'>;

export type PastDeps = {
  readonly dryRunReads: Pick<DryRunReads, 'latestEvents' | 'countEvents' | 'eventsOf'>;
  readonly profiles: Pick<ProfileStore, 'get'>;
  readonly orders: Pick<OrderStore, 'of'>;
  readonly events: Pick<EventStore, 'summariseRecords'>;
};

/** An event that came, with whom it is about. */
export type PastEvent = {
  readonly row: EventRow;
  /** As they were when it came, as far as that can be told (see `rewind`). */
  readonly profile: Profile;
  /** As they are now. */
  readonly person: Profile;
  readonly orders: readonly Order[];
  /** What they had done before it. */
  readonly events: Known;
};

/** Events came in this order; those of one instant by when they happened. */
export const isBefore = (one: EventRow, other: EventRow): boolean => {
  if (one.receivedAt !== other.receivedAt) return one.receivedAt < other.receivedAt;
  return one.timestamp === other.timestamp ? one.id < other.id : one.timestamp < other.timestamp;
};

/** The events of the last days: how many came, and the newest of them, of all names where none are given. */
export const latestOf = async (input: {
  deps: PastDeps;
  tenant: string;
  names: readonly string[] | undefined;
  days: number;
  now: number;
}): Promise<{ readonly count: number; readonly rows: readonly EventRow[] }> => {
  const { deps, tenant, names, days, now } = input;
  const came = { tenant, ...(names === undefined ? {} : { names }), from: now - days * day, until: now + 1 };
  const [count, rows] = await Promise.all([
    deps.dryRunReads.countEvents(came),
    deps.dryRunReads.latestEvents({ ...came, limit: looksMost }),
  ]);
  return { count, rows };
};

type Setting = {
  readonly deps: PastDeps;
  readonly tenant: string;
  readonly live: LiveWorkspace;
  /** Names of past events that are asked about. */
  readonly asked: readonly string[];
  readonly visit: (past: PastEvent) => Promise<void>;
};

const visitPerson = async (
  input: Setting & { person: Profile; rows: readonly [EventRow, ...EventRow[]] },
): Promise<void> => {
  const { deps, tenant, live, asked, visit, person } = input;
  const { id: profileId } = person;
  const rows = input.rows.toSorted((one, other) => (isBefore(one, other) ? -1 : 1));
  const until = Math.max(...rows.map(({ receivedAt }) => receivedAt)) + 1;
  const [orders, history] = await Promise.all([
    deps.orders.of({ tenant, profileId }),
    asked.length === 0
      ? []
      : deps.dryRunReads.eventsOf({ tenant, profileId, names: asked, from: 0, until, limit: historyMost }),
  ]);
  const { currency } = live.published.settings;
  for (const row of rows) {
    const earlier = history.filter((one) => isBefore(one, row)).map(toEventFact);
    await visit({
      row,
      // What the event itself says of the person is known when it is looked at.
      profile: rewind({ profile: person, orders, currency, at: row.timestamp + 1 }),
      person,
      orders,
      events: {
        summarise: ({ query }) => summariseEvents({ events: earlier, query }),
        summariseRecords: deps.events.summariseRecords,
      },
    });
  }
};

/** Visits events that may have fired something, person by person, each with the person as they were; nobody who is gone. */
export const visitPast = async (input: Setting & { rows: readonly EventRow[] }): Promise<void> => {
  const { deps, tenant } = input;
  const byPerson = new Map<string, [EventRow, ...EventRow[]]>();
  for (const row of input.rows) {
    if (row.profileId === undefined || reachOf(row) !== 'fires') continue;
    const own = byPerson.get(row.profileId);
    if (own === undefined) byPerson.set(row.profileId, [row]);
    else own.push(row);
  }
  const left = byPerson.entries();
  const lane = async (): Promise<void> => {
    for (const [profileId, rows] of left) {
      const person = await findPerson({ deps, tenant, profileId });
      if (person !== undefined) await visitPerson({ ...input, person, rows });
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, lane));
};
