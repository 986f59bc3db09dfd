import { nameOf } from '../../domain/journey/definition.ts';
import { hangsOnRecord } from '../../domain/journey/reduce/hear-event.ts';
import { ownNames } from '../../domain/events/own-names.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import { traitsChanged, zoneChanged } from './burst/commit.ts';
import { hear } from './burst/hear.ts';
import { openSession, recordOfRun, type Session } from './burst/session.ts';
import type { LiveWorkspace, LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { EventRow } from '../events/ports.ts';
import type { Run } from './ports.ts';
import { type ConvertDeps, convertRun } from './convert-run.ts';
import type { WorkflowStarter } from '../entries/enter-journey.ts';
import type { SettleRuns } from './settle-runs.ts';
import type { ReadRecord } from '../records/journeys/read-record.ts';

type Deps = ConvertDeps & {
  readonly live: LiveWorkspaces;
  readonly workflowStarter: WorkflowStarter;
  readonly settleRuns: SettleRuns;
  readonly readRecord: ReadRecord;
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
  const record = await recordOfRun({ readRecord: deps.readRecord, journey: compiled, run });
  return openSession({ tenant, now, live, profile, journey: compiled, run, record, isStored: true });
};

/** Whether a run waits until a date of the record that was written. */
const waitsByRecord = ({ row, session }: { row: EventRow; session: Session }): boolean => {
  const { run, journey } = session;
  const isOfRun = row.name === ownNames.record && row.properties['record'] === run.entryKey;
  return isOfRun && run.state.frozen === null && hangsOnRecord({ journey, state: run.state });
};

/** Tells the run that was given a task that it is done; whether it waits for it is up to the run. */
const tellOfTask = async (input: { deps: Deps; row: EventRow }): Promise<void> => {
  const { deps, row } = input;
  const { run: id, task } = row.properties;
  if (row.name !== ownNames.task || typeof id !== 'string' || typeof task !== 'string') return;
  const run = await deps.runs.get({ tenant: row.tenant, run: id });
  if (run?.status === 'active') await deps.workflowStarter.wake({ run, id: `t:${task}` });
};

const dayMs = 24 * 3_600_000;
/** Goals that were reached on another profile are looked for so far back, and so many. */
const goalsSinceMs = 90 * dayMs;
const goalsMax = 200;

/** Notes the goals of runs that were reached while the person had two profiles; what was noted before stays as it is. */
const noteGoals = async (input: {
  deps: Deps;
  live: LiveWorkspace;
  profile: Profile;
  now: number;
}): Promise<void> => {
  const { deps, live, profile, now } = input;
  const person = { tenant: profile.tenant, profileId: profile.id };
  const goals = [...live.journeys.values()].flatMap(({ definition: { goal } }) =>
    goal === undefined ? [] : [nameOf(goal)],
  );
  const names = [...new Set(goals)];
  if (names.length === 0) return;
  const since = { happened: now - goalsSinceMs, arrived: 0, limit: goalsMax };
  for (const row of await deps.events.since({ ...person, names, ...since })) {
    for (const run of await deps.runs.hearing({ ...person, event: row.name })) {
      await convertRun({ deps, session: await sessionOf({ deps, run, live, profile, now }), row });
    }
  }
};

/**
 * After a merge every run of the person looks again: at what the other did meanwhile, which may end it, and at traits
 * its wait depends on. Runs that came in while it was under way are settled as well.
 */
const tellOfMerge = async (input: {
  deps: Deps;
  row: EventRow;
  live: LiveWorkspace;
  profile: Profile;
  now: number;
}): Promise<void> => {
  const { deps, row, profile } = input;
  const { tenant } = row;
  if (row.name !== ownNames.merged || row.trust !== 'engine') return;
  await deps.settleRuns({ tenant, profileId: profile.id });
  await noteGoals(input);
  for (const run of await deps.runs.activeOf({ tenant, profileId: profile.id })) {
    await deps.workflowStarter.wake({ run, id: `p:${row.id}` });
  }
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
      if (heard !== undefined) await deps.workflowStarter.wake({ run, id: `e:${row.id}` });
      else if (waitsByRecord({ row, session })) await deps.workflowStarter.wake({ run, id: `p:${row.id}` });
    }
    await tellOfTask({ deps, row });
    await tellOfMerge({ ...input, deps });
    const news = [
      ...(input.changed.length > 0 ? [traitsChanged] : []),
      ...(input.changed.includes('timezone') ? [zoneChanged] : []),
    ];
    for (const event of news) {
      const hanging = await deps.runs.hearing({ tenant, profileId: profile.id, event });
      for (const run of hanging) {
        if (run.status === 'active') await deps.workflowStarter.wake({ run, id: `p:${row.id}` });
      }
    }
  };
};
