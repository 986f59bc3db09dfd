import type { EventRow, EventStore } from './ports.ts';

type Named = Pick<EventRow, 'tenant' | 'id'>;

/** The leases of the events that a process has taken and not dispatched yet. Instants are real time. */
export type EventLeases = {
  readonly take: (input: { rows: readonly Named[]; until: number }) => void;
  /** False when the lease ran out: the event may be another process's by now. */
  readonly holds: (row: Named) => boolean;
  readonly drop: (row: Named) => void;
  /** Makes those longer that have less than half of their time left. */
  readonly renew: () => Promise<void>;
};

/** So many are made longer with one request. */
const groupMax = 500;

/** Makes the leases of a process, each renewed for `leaseMs` for as long as the event waits or is worked on. */
export const createEventLeases = (deps: {
  events: Pick<EventStore, 'renew'>;
  leaseMs: number;
  systemTime: () => number;
}): EventLeases => {
  const held = new Map<string, { readonly row: Named; until: number }>();
  // No name of a tenant has a space.
  const keyOf = ({ tenant, id }: Named): string => `${tenant} ${id}`;

  const renewSome = async (leases: readonly { readonly row: Named; until: number }[]): Promise<void> => {
    const until = deps.systemTime() + deps.leaseMs;
    await deps.events.renew({ events: leases.map(({ row }) => row), until });
    for (const lease of leases) lease.until = until;
  };

  return {
    take: ({ rows, until }) => {
      for (const { tenant, id } of rows) held.set(keyOf({ tenant, id }), { row: { tenant, id }, until });
    },
    holds: (row) => (held.get(keyOf(row))?.until ?? 0) > deps.systemTime(),
    drop: (row) => {
      held.delete(keyOf(row));
    },
    renew: async () => {
      const systemTime = deps.systemTime();
      const half = systemTime + deps.leaseMs / 2;
      const due = [...held.values()].filter(({ until }) => until > systemTime && until < half);
      for (let start = 0; start < due.length; start += groupMax) {
        await renewSome(due.slice(start, start + groupMax));
      }
    },
  };
};
