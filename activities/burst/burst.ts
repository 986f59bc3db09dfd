import type { Profile } from '../../domain/profiles/profile.ts';
import type { LiveWorkspace } from '../live/live-workspace.ts';
import type { Run } from '../ports/runs.ts';
import type { BurstOutcome } from './burst-activities.ts';
import { type BurstDeps, goOn, look, takeStep } from './go-on.ts';
import { readWake } from './read-wake.ts';
import { openSession, type Session } from './session.ts';

export type Burst = {
  /** The first burst of a run that is not in the store yet; the entry that claims it first carries it on. */
  readonly begin: (input: {
    run: Run;
    live: LiveWorkspace;
    profile: Profile;
    now: number;
  }) => Promise<BurstOutcome>;
  /** A later burst: by a timer, an event, a command, or the end of an effect. */
  readonly resume: (input: {
    tenant: string;
    run: string;
    now: number;
    inbox: readonly string[];
  }) => Promise<BurstOutcome>;
};

const resumeWith = async (input: {
  deps: BurstDeps;
  session: Session;
  inbox: readonly string[];
}): Promise<BurstOutcome> => {
  const { deps, session } = input;
  let outcome: BurstOutcome | undefined;
  for (const id of input.inbox) {
    const heard = await readWake({ deps, session, id });
    if (heard === undefined) continue;
    outcome = await goOn({ deps, session, first: takeStep({ session, input: heard }) });
    if (outcome.kind === 'done') return outcome;
  }
  const { waiting, frozen } = session.run.state;
  const isDue = waiting !== null && waiting.until !== null && waiting.until <= session.now && frozen === null;
  if (!isDue && outcome !== undefined) return outcome;
  return goOn({ deps, session, first: takeStep({ session, input: { kind: 'time' } }) });
};

/** Makes the one function that does the work of runs; see DESIGN: bursts. */
export const createBurst = (deps: BurstDeps): Burst => ({
  begin: async ({ run, live, profile, now }) => {
    const { tenant, version } = run;
    const journey = await deps.live.journey({ tenant, journey: run.journey, version });
    const session = openSession({ tenant, now, live, profile, journey, run, isStored: false });
    const bought = await look({ deps, session });
    const first = takeStep({ session, input: bought ?? { kind: 'start' } });
    return goOn({ deps, session, first });
  },
  resume: async ({ tenant, run: id, now, inbox }) => {
    const run = await deps.runs.get({ tenant, run: id });
    if (run === undefined || run.status === 'ended') return { kind: 'done' };
    const profile = await deps.profiles.get({ tenant, profileId: run.profileId });
    if (profile === undefined) return { kind: 'done' };
    const live = await deps.live.of(tenant);
    const journey = await deps.live.journey({ tenant, journey: run.journey, version: run.version });
    const parked = { ...run, parked: true };
    const session = openSession({ tenant, now, live, profile, journey, run: parked, isStored: true });
    return resumeWith({ deps, session, inbox });
  },
});
