import type { Clock } from '../clock/clock.ts';
import { type CountedAt, createKeptCounts } from './kept-counts.ts';
import type { DayFigures, OverviewReads } from './ports.ts';

/** How the days went, and how many people there are. */
export type OverviewCounts = {
  /** For each of the days. */
  readonly days: readonly DayFigures[];
  readonly people: {
    readonly total: number;
    /** Known since the middle of the days. */
    readonly new: number;
    /** In the first half of them. */
    readonly newBefore: number;
  };
};

/** Counts the days that begin at `starts` (rising, epoch milliseconds). A large count is that of a short while ago, and says of when it is. */
export type CountOverview = (input: {
  tenant: string;
  starts: readonly number[];
}) => Promise<CountedAt<OverviewCounts>>;

const documentsOf = ({ days, people }: OverviewCounts): number =>
  days.reduce((sum, { sent, failed }) => sum + sent + failed, people.total);

/** Makes the counts of the overview. */
export const createCountOverview = (deps: {
  readonly overviewReads: OverviewReads;
  readonly clock: Pick<Clock, 'now' | 'systemTime'>;
}): CountOverview => {
  const { overviewReads, clock } = deps;
  const kept = createKeptCounts<OverviewCounts>({ systemTime: clock.systemTime, documentsOf });
  return ({ tenant, starts }) => {
    const [from = 0, middle = 0] = [starts[0], starts[starts.length / 2]];
    return kept({
      key: JSON.stringify([tenant, from, starts.length]),
      now: clock.now(tenant),
      count: async () => {
        const [days, total, fresh, newBefore] = await Promise.all([
          overviewReads.messages({ tenant, starts }),
          overviewReads.people({ tenant }),
          overviewReads.newPeople({ tenant, from: middle }),
          overviewReads.newPeople({ tenant, from, until: middle }),
        ]);
        return { days, people: { total, new: fresh, newBefore } };
      },
    });
  };
};
