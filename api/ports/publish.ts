import type { JourneyPlan, PublishPlan } from '../../domain/jobs/publish-plan.ts';
import type { Move } from '../../domain/journey/checks/check-moves.ts';
import type { VersionDifferences } from '../../domain/journey/version-differences.ts';
import type { Problem } from '../../domain/problem.ts';
import type { JobView } from './jobs.ts';

/** What a publication does to one journey and to the people in it. */
export type JourneyReportView = {
  readonly key: string;
  readonly change: 'added' | 'changed' | 'removed' | 'kept';
  readonly version?: number;
  readonly differences?: VersionDifferences;
  readonly plan: JourneyPlan;
  readonly people: readonly Move[];
  readonly job?: JobView;
};

/**
 * Checks the files of a workspace and publishes it, or says what that would do. Throws `unprocessable` with
 * every problem of the files or of the plan, `conflict` when the launch guard asks for a number.
 */
export type PublishFiles = (input: {
  tenant: string;
  files: Readonly<Record<string, string>>;
  plan: PublishPlan;
  expect?: number;
  dryRun: boolean;
}) => Promise<{
  readonly revision: number;
  readonly changes: readonly {
    readonly what: string;
    readonly key: string;
    readonly change: 'added' | 'changed' | 'removed';
    readonly version?: number;
  }[];
  readonly journeys: readonly JourneyReportView[];
  readonly entering: number;
  readonly warnings: readonly Problem[];
}>;
