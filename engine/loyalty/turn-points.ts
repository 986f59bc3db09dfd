import { CicloError, messageOf } from '../../domain/errors.ts';
import type { Clock } from '../clock/clock.ts';
import type { Log } from '../events/dispatcher.ts';
import type { ChangePoints } from './change-points.ts';
import { createRefreshPoints } from './change-points.ts';
import type { AccountKey, PointsStore } from './ports.ts';

/** Does what time brings to the points of a tenant. */
export type TurnPoints = {
  readonly turn: (tenant: string) => Promise<'more' | 'nothing'>;
  /** When the next account has something to do (epoch milliseconds, the tenant's time); undefined when none has. */
  readonly next: (tenant: string) => Promise<number | undefined>;
};

const page = 100;

/**
 * Makes what activates, expires and warns at its instant, and brings in what a crash left. An account whose programme or
 * person is not there any more is left alone; what fails is logged and tried again.
 */
export const createTurnPoints = (deps: {
  points: PointsStore;
  changePoints: ChangePoints;
  clock: Clock;
  log: Log;
}): TurnPoints => {
  const { points, clock, log } = deps;
  const refresh = createRefreshPoints(deps);
  const settle = async (key: AccountKey): Promise<void> => {
    const row = await points.get(key);
    if (row !== undefined) await points.settle({ ...key, rev: row.rev, due: undefined });
  };
  const one = async (key: AccountKey): Promise<boolean> => {
    try {
      await refresh(key);
      return true;
    } catch (thrown) {
      if (thrown instanceof CicloError && thrown.code === 'not-found') {
        await settle(key);
        return true;
      }
      const { tenant, program } = key;
      log.warn({ tenant, program, error: messageOf(thrown) }, 'Points are brought up to date later.');
      return false;
    }
  };
  return {
    turn: async (tenant) => {
      const due = await points.due({ tenant, upTo: clock.now(tenant), limit: page });
      let done = 0;
      for (const key of due) if (await one(key)) done += 1;
      return done > 0 && due.length === page ? 'more' : 'nothing';
    },
    next: async (tenant) => {
      const [first] = await points.due({ tenant, upTo: Number.MAX_SAFE_INTEGER, limit: 1 });
      const row = first === undefined ? undefined : await points.get(first);
      return row?.due;
    },
  };
};
