import { identitiesOf } from '../../domain/profiles/identity.ts';
import type { EventRow } from '../ports/events.ts';

/** Events of one person one after the other, of different people side by side. */
export type Lanes = {
  /** Takes events; those it has already are left out. */
  readonly add: (rows: readonly EventRow[]) => void;
  readonly waiting: () => number;
  readonly size: () => number;
  /** Settles when nothing is waiting or being done; after `stop`, when nothing is being done. */
  readonly idle: () => Promise<void>;
  /** Forgets what is waiting; nothing new begins. */
  readonly stop: () => void;
};

const laneOf = (row: EventRow): string =>
  JSON.stringify([row.tenant, row.profileId ?? identitiesOf(row)[0] ?? row.messageId]);

const heldAs = (row: EventRow): string => JSON.stringify([row.tenant, row.messageId]);

/** A queue that costs the same however long it is. */
const createQueue = () => {
  const rows: EventRow[] = [];
  let head = 0;
  return {
    push: (row: EventRow): void => {
      rows.push(row);
    },
    take: (): EventRow | undefined => {
      const row = rows[head];
      if (row === undefined) return undefined;
      head += 1;
      if (head > 1000) {
        rows.splice(0, head);
        head = 0;
      }
      return row;
    },
    size: (): number => rows.length - head,
    clear: (): void => {
      rows.length = 0;
      head = 0;
    },
  };
};

/** Makes the lanes; `job` never throws. At most `width` lanes are at work at once. */
export const createLanes = (input: { width: number; job: (row: EventRow) => Promise<void> }): Lanes => {
  const queue = createQueue();
  const lanes = new Map<string, EventRow[]>();
  /** What was taken already; a lease may run out while an event waits its turn here. */
  const held = new Set<string>();
  const waiters: (() => void)[] = [];
  let running = 0;
  let isStopped = false;

  const isIdle = (): boolean => running === 0 && (isStopped || queue.size() === 0);

  const runLane = async (lane: string, rows: EventRow[]): Promise<void> => {
    for (let row = rows.shift(); row !== undefined; row = rows.shift()) {
      await input.job(row);
      held.delete(heldAs(row));
    }
    lanes.delete(lane);
    running -= 1;
    pump();
    if (isIdle()) for (const wake of waiters.splice(0)) wake();
  };

  const pump = (): void => {
    while (running < input.width && !isStopped) {
      const row = queue.take();
      if (row === undefined) return;
      const lane = laneOf(row);
      const busy = lanes.get(lane);
      if (busy !== undefined) {
        busy.push(row);
        continue;
      }
      const rows = [row];
      lanes.set(lane, rows);
      running += 1;
      void runLane(lane, rows);
    }
  };

  return {
    add: (rows) => {
      for (const row of rows) {
        if (held.has(heldAs(row))) continue;
        held.add(heldAs(row));
        queue.push(row);
      }
      pump();
    },
    waiting: queue.size,
    size: () => running + queue.size(),
    idle: () =>
      isIdle()
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiters.push(resolve);
          }),
    stop: () => {
      isStopped = true;
      queue.clear();
    },
  };
};
