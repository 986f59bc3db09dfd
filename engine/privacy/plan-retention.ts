import {
  readRetention,
  type Retention,
  type RetentionClass,
  retentionClasses,
  usualRetention,
} from '../../domain/privacy/retention.ts';
import type { Clock } from '../clock/clock.ts';
import type { RetentionStore } from './retention-port.ts';

/** One class of what is over: how long it is kept, how much there is, and what another length would delete. */
export type ClassPlan = {
  readonly name: RetentionClass;
  readonly seconds: number;
  readonly usual: number;
  /** Documents that are over. */
  readonly over: number;
  readonly wanted: number;
  /** Documents that would go at the next purge. */
  readonly deletes: number;
};

/** What another setting of retention would do; undefined when the setting cannot be read. Nothing is changed. */
export type PlanRetention = (input: {
  tenant: string;
  /** As `CICLO_RETENTION` has it: changes to what is set now. */
  wanted?: string;
}) => Promise<readonly ClassPlan[] | undefined>;

type Needs = {
  readonly retention: Retention;
  readonly retentionStore: RetentionStore;
  readonly clock: Clock;
};

/** Makes the look at what is kept for how long, and at what another length would delete. */
export const createPlanRetention = ({ retention, retentionStore, clock }: Needs): PlanRetention => {
  return async ({ tenant, wanted: text }) => {
    const wanted = text === undefined ? retention : readRetention(text, retention);
    if (wanted === undefined) return undefined;
    const now = clock.systemTime();
    return Promise.all(
      retentionClasses.map(async (name) => ({
        name,
        seconds: retention[name],
        usual: usualRetention[name],
        over: await retentionStore.countOver({ tenant, name }),
        wanted: wanted[name],
        deletes: await retentionStore.countOver({ tenant, name, before: now - wanted[name] * 1000 }),
      })),
    );
  };
};
