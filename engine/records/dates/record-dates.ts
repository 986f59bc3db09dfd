import { messageOf } from '../../../domain/errors.ts';
import type { Clock } from '../../clock/clock.ts';
import type { Log } from '../../events/dispatcher.ts';
import type { LiveWorkspaces } from '../../journeys/live-workspace.ts';
import type { ListPlace, RecordStore } from '../ports.ts';
import { datePlanOf, recordDateEntries } from './date-entries.ts';
import type { PlanDates } from './plan-dates.ts';
import type { RecordDateStore } from './ports.ts';

/** The dates of the records of a tenant at which journeys start. */
export type RecordDateTurns = {
  /** Works out records for journeys that went live, and starts what is due by now. */
  readonly turn: (tenant: string) => Promise<'more' | 'nothing'>;
  /** When the next is due (epoch milliseconds, the tenant's time); undefined when none is. */
  readonly next: (tenant: string) => Promise<number | undefined>;
};

type Deps = {
  readonly records: Pick<RecordStore, 'list'>;
  readonly recordDates: RecordDateStore;
  readonly planDates: PlanDates;
  readonly live: LiveWorkspaces;
  readonly clock: Clock;
  readonly log: Log;
};

const page = 100;

/** A kind whose records are not worked out for the journeys that are live. */
type Behind = { readonly kind: string; readonly plan: string; readonly after: string | undefined };

const createBehind =
  ({ recordDates, live }: Deps) =>
  async (tenant: string): Promise<Behind | undefined> => {
    const workspace = await live.of(tenant);
    const { timezone } = workspace.published.settings;
    for (const [kind, entries] of recordDateEntries(workspace)) {
      const plan = datePlanOf({ entries, timezone });
      const known = await recordDates.planOf({ tenant, kind });
      if (known?.plan === plan && known.isDone) continue;
      return { kind, plan, after: known?.plan === plan ? known.after : undefined };
    }
    return undefined;
  };

const placeOf = (after: string | undefined): ListPlace | undefined => {
  const [value, id] = after?.split(' ') ?? [];
  return value === undefined || id === undefined ? undefined : { value, id };
};

/** Makes the turns of dates. A page is worked out before its place is noted, so a crash repeats it at most. */
export const createRecordDates = (deps: Deps): RecordDateTurns => {
  const { records, recordDates, planDates, clock, log } = deps;
  const behind = createBehind(deps);
  const catchUp = async (tenant: string, { kind, plan, after }: Behind): Promise<void> => {
    const sort = { by: 'createdAt', order: 1 } as const;
    const query = { tenant, kind, isDeleted: false, sort, limit: page, after: placeOf(after) };
    const found = await records.list(query);
    for (const { row } of found) await planDates({ tenant, kind, id: row.id });
    const last = found.at(-1)?.place;
    const isDone = found.length < page;
    const place = last === undefined || isDone ? undefined : `${last.value} ${last.id}`;
    await recordDates.savePlan({ tenant, kind, plan: { plan, after: place, isDone } });
  };
  return {
    turn: async (tenant) => {
      const late = await behind(tenant);
      if (late !== undefined) {
        await catchUp(tenant, late);
        return 'more';
      }
      const due = await recordDates.due({ tenant, upTo: clock.now(tenant), limit: page });
      let done = 0;
      for (const { kind, record } of due) {
        try {
          await planDates({ tenant, kind, id: record });
          done += 1;
        } catch (thrown) {
          log.warn({ tenant, record, error: messageOf(thrown) }, 'A date of a record is told later.');
        }
      }
      return done > 0 && due.length === page ? 'more' : 'nothing';
    },
    next: async (tenant) => {
      if ((await behind(tenant)) !== undefined) return clock.now(tenant);
      const [first] = await recordDates.due({ tenant, upTo: Number.MAX_SAFE_INTEGER, limit: 1 });
      return first?.at;
    },
  };
};
