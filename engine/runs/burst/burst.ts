import type { Command } from '../../../domain/journey/reduce/commands.ts';
import type { Profile } from '../../../domain/profiles/profile.ts';
import type { LiveWorkspace } from '../../journeys/live-workspace.ts';
import type { Run } from '../ports.ts';
import type { BurstOutcome } from '../../../activities/burst-activities.ts';
import { type BurstDeps, goOn, look, takeStep } from './go-on.ts';
import { appendDecided } from './commit.ts';
import { holdIfFrozen, missedExit } from './hold.ts';
import { type CommandOf, readWake } from './read-wake.ts';
import { openSession, recordOfRun, type Session } from './session.ts';

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
  /** Carries out an operator's command here and now, once per id; without one it only looks at the run. */
  readonly tell: (input: {
    tenant: string;
    run: string;
    now: number;
    command?: { readonly id: string; readonly command: Command };
  }) => Promise<Told>;
};

/** What became of a command. */
export type Told =
  | { readonly kind: 'gone' }
  | {
      readonly kind: 'told';
      /** The run as it stood before. */
      readonly found: Run;
      readonly run: Run;
      readonly outcome: BurstOutcome;
      /** The same command was carried out before. */
      readonly isRepeat: boolean;
    };

const resumeWith = async (input: {
  deps: BurstDeps;
  session: Session;
  inbox: readonly string[];
  commandOf: CommandOf;
}): Promise<BurstOutcome> => {
  const { deps, session, commandOf } = input;
  // Where its whole journey stands still it does so before anything else, no matter who comes to it first.
  await holdIfFrozen({ deps, session, next: { kind: 'wait', until: null }, takeStep });
  let outcome: BurstOutcome | undefined;
  for (const id of input.inbox) {
    const heard = await readWake({ deps, session, id, commandOf });
    if (heard === undefined) continue;
    const told = (await missedExit({ deps, session, told: heard })) ?? heard;
    outcome = await goOn({ deps, session, first: takeStep({ session, input: told }) });
    if (outcome.kind === 'done') return outcome;
  }
  const { waiting, frozen } = session.run.state;
  const isDue = waiting !== null && waiting.until !== null && waiting.until <= session.now && frozen === null;
  if (!isDue && outcome !== undefined) return outcome;
  // What came before its time was over counts, also when nobody could tell the run of it yet.
  const came = isDue && waiting.kind === 'events' ? await look({ deps, session }) : undefined;
  return goOn({ deps, session, first: takeStep({ session, input: came ?? { kind: 'time' } }) });
};

/** Sets to work on a run of the store; undefined when there is nothing to do any more. */
const openRun = async (input: { deps: BurstDeps; run: Run; now: number }): Promise<Session | undefined> => {
  const { deps, run, now } = input;
  const { tenant, version } = run;
  await appendDecided({ deps, run });
  if (run.status === 'ended') return undefined;
  const profile = await deps.profiles.get({ tenant, profileId: run.profileId });
  if (profile === undefined) return undefined;
  if (profile.mergedInto !== undefined) {
    // Written while its person was merged away: it goes along.
    await deps.people.merge({ tenant, from: profile.id, to: profile.mergedInto });
    const moved = await deps.runs.get({ tenant, run: run.id });
    return moved === undefined ? undefined : openRun({ deps, run: moved, now });
  }
  const live = await deps.live.fresh(tenant);
  const journey = await deps.live.journey({ tenant, journey: run.journey, version });
  const record = await recordOfRun({ readRecord: deps.readRecord, journey, run });
  return openSession({
    tenant,
    now,
    live,
    profile,
    journey,
    run: { ...run, parked: true },
    record,
    isStored: true,
  });
};

/** Makes the one function that does the work of runs; see DESIGN: bursts. */
export const createBurst = (deps: BurstDeps): Burst => ({
  begin: async ({ run, live, profile, now }) => {
    const { tenant, version } = run;
    const journey = await deps.live.journey({ tenant, journey: run.journey, version });
    const record = await recordOfRun({ readRecord: deps.readRecord, journey, run });
    const session = openSession({ tenant, now, live, profile, journey, run, record, isStored: false });
    const bought = await look({ deps, session });
    const first = takeStep({ session, input: bought ?? { kind: 'start' } });
    return goOn({ deps, session, first });
  },
  resume: async ({ tenant, run: id, now, inbox }) => {
    const run = await deps.runs.get({ tenant, run: id });
    const session = run === undefined ? undefined : await openRun({ deps, run, now });
    if (session === undefined) return { kind: 'done' };
    const commandOf: CommandOf = async (name) => (await deps.commands.get({ tenant, id: name }))?.command;
    return resumeWith({ deps, session, inbox, commandOf });
  },
  tell: async ({ tenant, run: id, now, command }) => {
    const found = await deps.runs.get({ tenant, run: id });
    if (found === undefined) return { kind: 'gone' };
    const wake = command === undefined ? undefined : `c:${command.id}`;
    const isRepeat = wake !== undefined && found.state.seen.includes(wake);
    const session = await openRun({ deps, run: found, now });
    if (session === undefined) {
      const outcome = { kind: 'done' } as const;
      return isRepeat ? { kind: 'told', found, run: found, outcome, isRepeat } : { kind: 'gone' };
    }
    const inbox = wake === undefined ? [] : [wake];
    const outcome = await resumeWith({ deps, session, inbox, commandOf: async () => command?.command });
    return { kind: 'told', found, run: session.run, outcome, isRepeat };
  },
});
