import { identitiesOf } from '../../domain/profiles/identities/identity.ts';
import type { EventRow } from './ports.ts';

/** Events of one person in groups, one after the other; of different people side by side. */
export type Lanes = {
  /** Takes events; those it has already are left out. */
  readonly add: (rows: readonly EventRow[]) => void;
  /** How many events have not been begun. */
  readonly waiting: () => number;
  readonly size: () => number;
  /** Settles when nothing is waiting or being done; after `stop`, when nothing is being done. */
  readonly idle: () => Promise<void>;
  /** Forgets what is waiting; nothing new begins. */
  readonly stop: () => void;
};

/** As many events of one lane are done before others have their turn. */
const groupMax = 100;

// No name of a tenant has a space.
const laneOf = (row: EventRow): string => `${row.tenant} ${row.profileId ?? identitiesOf(row)[0] ?? row.id}`;

const heldAs = (row: EventRow): string => `${row.tenant} ${row.id}`;

/** The events that wait, by lane, the lane that waits longest first, and which lanes are at work. */
const createWaiting = () => {
  const ready = new Map<string, EventRow[]>();
  /** What came for the lanes that are at work. */
  const busy = new Map<string, EventRow[]>();
  let count = 0;
  return {
    count: (): number => count,
    atWork: (): number => busy.size,
    isEmpty: (): boolean => busy.size === 0 && ready.size === 0,
    add: (row: EventRow): void => {
      const lane = laneOf(row);
      const rows = busy.get(lane) ?? ready.get(lane);
      if (rows === undefined) ready.set(lane, [row]);
      else rows.push(row);
      count += 1;
    },
    /** The next events of the next lane, which is at work from now on. */
    begin: (): { readonly lane: string; readonly group: readonly EventRow[] } | undefined => {
      for (const [lane, rows] of ready) {
        ready.delete(lane);
        const group = rows.splice(0, groupMax);
        busy.set(lane, rows);
        count -= group.length;
        return { lane, group };
      }
      return undefined;
    },
    end: (lane: string): void => {
      const more = busy.get(lane) ?? [];
      busy.delete(lane);
      if (more.length > 0) ready.set(lane, more);
    },
    clear: (): void => {
      ready.clear();
      for (const rows of busy.values()) rows.length = 0;
      count = 0;
    },
  };
};

/**
 * Makes the lanes; `job` gets the next events of a lane in their order, says of each when it is done with it or lets it
 * go, and never throws. From then on the event may come again. At most `width` lanes are at work at once.
 */
export const createLanes = (input: {
  width: number;
  job: (rows: readonly EventRow[], over: (row: EventRow) => void) => Promise<void>;
}): Lanes => {
  const waiting = createWaiting();
  /** What was taken already; a lease may run out while an event waits its turn here. */
  const held = new Set<string>();
  const waiters: (() => void)[] = [];
  let working = 0;
  let isStopped = false;

  const runLane = async (lane: string, rows: readonly EventRow[]): Promise<void> => {
    working += rows.length;
    await input.job(rows, (row) => held.delete(heldAs(row)));
    working -= rows.length;
    waiting.end(lane);
    pump();
    if (waiting.isEmpty()) for (const wake of waiters.splice(0)) wake();
  };

  const pump = (): void => {
    while (waiting.atWork() < input.width) {
      const next = waiting.begin();
      if (next === undefined) return;
      void runLane(next.lane, next.group);
    }
  };

  return {
    add: (rows) => {
      if (isStopped) return;
      for (const row of rows) {
        if (held.has(heldAs(row))) continue;
        held.add(heldAs(row));
        waiting.add(row);
      }
      pump();
    },
    waiting: waiting.count,
    size: () => working + waiting.count(),
    idle: () =>
      waiting.isEmpty()
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiters.push(resolve);
          }),
    stop: () => {
      isStopped = true;
      waiting.clear();
    },
  };
};
