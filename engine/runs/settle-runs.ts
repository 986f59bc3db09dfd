import { runsTooMany } from '../../domain/journey/reduce/reentry.ts';
import { hashId } from '../../domain/hash.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { TellRun } from './tell-run.ts';
import type { CancelPlanned } from '../messages/cancel-planned.ts';
import type { Run, RunStore } from './ports.ts';

export type SettleRuns = (input: { readonly tenant: string; readonly profileId: string }) => Promise<void>;

/** The active runs, one for each journey and key. */
const eachEntry = (active: readonly Run[]): readonly Run[] => [
  ...new Map(active.map((run) => [JSON.stringify([run.journey, run.entryKey]), run])).values(),
];

/**
 * Makes the part of a merge that leaves one run for each journey and key, as if it had been one person from the start: the
 * others end, with a row of the ledger that says which one goes on, and what they had planned to send is cancelled. A
 * repeat ends nothing twice.
 */
export const createSettleRuns = (deps: {
  runs: Pick<RunStore, 'activeOf' | 'ofEntry'>;
  cancelPlanned: CancelPlanned;
  live: LiveWorkspaces;
  tell: TellRun;
}): SettleRuns => {
  const end = async (input: { tenant: string; profileId: string; run: string; instead: string }) => {
    const { tenant, profileId, run, instead } = input;
    const id = hashId('merged', run, instead);
    await deps.tell({ tenant, run, command: { id, command: { kind: 'merged', into: instead } } });
    await deps.cancelPlanned({ tenant, profileId, run, reason: 'merged' });
  };
  return async ({ tenant, profileId }) => {
    const active = await deps.runs.activeOf({ tenant, profileId });
    if (active.length === 0) return;
    const zone = (await deps.live.of(tenant)).published.settings.timezone;
    for (const { journey, entryKey, version } of eachEntry(active)) {
      const runs = await deps.runs.ofEntry({ tenant, journey, profileId, entryKey });
      if (runs.length < 2) continue;
      const { definition } = await deps.live.journey({ tenant, journey, version });
      for (const one of runsTooMany({ runs, again: definition.entry.again, zone })) {
        await end({ tenant, profileId, ...one });
      }
    }
  };
};
