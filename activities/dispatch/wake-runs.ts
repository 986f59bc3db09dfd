import { ownNames } from '../../domain/events/own-names.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import { traitsChanged, zoneChanged } from '../burst/commit.ts';
import { hear } from '../burst/hear.ts';
import { openSession, type Session } from '../burst/session.ts';
import type { LiveWorkspace, LiveWorkspaces } from '../live/live-workspace.ts';
import type { EventRow } from '../ports/events.ts';
import type { Run } from '../ports/runs.ts';
import { type ConvertDeps, convertRun } from './convert-run.ts';
import type { Carrier } from './enter-journey.ts';

type Deps = ConvertDeps & {
  readonly live: LiveWorkspaces;
  readonly carrier: Carrier;
};

const sessionOf = async (input: {
  deps: Deps;
  run: Run;
  live: LiveWorkspace;
  profile: Profile;
  now: number;
}): Promise<Session> => {
  const { deps, run, live, profile, now } = input;
  const { tenant, journey, version } = run;
  const compiled = await deps.live.journey({ tenant, journey, version });
  return openSession({ tenant, now, live, profile, journey: compiled, run, isStored: true });
};

/** Tells the run that was given a task that it is done; whether it waits for it is up to the run. */
const tellOfTask = async (input: { deps: Deps; row: EventRow }): Promise<void> => {
  const { deps, row } = input;
  const { run: id, task } = row.properties;
  if (row.name !== ownNames.task || typeof id !== 'string' || typeof task !== 'string') return;
  const run = await deps.runs.get({ tenant: row.tenant, run: id });
  if (run?.status === 'active') await deps.carrier.wake({ run, id: `t:${task}` });
};

/**
 * Makes the function that tells waiting runs of an event: it looks up who hears of it, evaluates what they wait
 * for, notes conversions, and wakes only those whom the event means something to.
 */
export const createWakeRuns = (deps: Deps) => {
  return async (input: {
    row: EventRow;
    live: LiveWorkspace;
    profile: Profile;
    now: number;
    /** Names of the traits that changed. */
    changed: readonly string[];
  }): Promise<void> => {
    const { row, live, profile, now } = input;
    const { tenant } = row;
    const hearing = await deps.runs.hearing({ tenant, profileId: profile.id, event: row.name });
    for (const run of hearing) {
      const session = await sessionOf({ deps, run, live, profile, now });
      await convertRun({ deps, session, row });
      if (run.status === 'ended') continue;
      // A frozen run is not woken; it looks back when it is resumed.
      const heard = await hear({ session, events: deps.events, row });
      if (heard !== undefined) await deps.carrier.wake({ run, id: `e:${row.messageId}` });
    }
    await tellOfTask({ deps, row });
    const news = [
      ...(input.changed.length > 0 ? [traitsChanged] : []),
      ...(input.changed.includes('timezone') ? [zoneChanged] : []),
    ];
    for (const event of news) {
      const hanging = await deps.runs.hearing({ tenant, profileId: profile.id, event });
      for (const run of hanging) {
        if (run.status === 'active') await deps.carrier.wake({ run, id: `p:${row.messageId}` });
      }
    }
  };
};
