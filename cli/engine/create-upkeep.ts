import type { Accept } from '../../activities/dispatch/accept.ts';
import type { Dispatcher } from '../../activities/dispatch/dispatcher.ts';
import { createEnterMany, type EnterMany } from '../../activities/entries/enter-many.ts';
import { createReadResults, type ReadResults } from '../../activities/experiments/read-results.ts';
import type { LiveWorkspaces } from '../../activities/live/live-workspace.ts';
import type { ChangeProfile } from '../../activities/profiles/change-profile.ts';
import { createResend } from '../../activities/send/resend.ts';
import type { createSend } from '../../activities/send/send-message.ts';
import { createDecideWinners, type DecideWinners } from '../../activities/upkeep/decide-winners.ts';
import type { DevClock } from '../../activities/upkeep/dev-clock.ts';
import { createRecheckSegments } from '../../activities/upkeep/recheck-segments.ts';
import type { EngineDeps } from './engine-deps.ts';

/** Nobody is entered in numbers while so many events wait in this process. */
const busyAt = 2000;

/** What the engine does by itself, by the clock; each answers how much there was to do. */
export type Upkeep = {
  readonly recheck: (tenant: string) => Promise<number>;
  /** Decides the experiments that name their winner themselves, where their time has come. */
  readonly decideWinners: DecideWinners;
  readonly results: ReadResults;
  readonly enterMany: EnterMany;
  /** Sends on other channels what was not delivered. */
  readonly resend: ReturnType<typeof createResend>;
};

/** Puts the upkeep together. */
export const createUpkeep = (input: {
  deps: EngineDeps;
  live: LiveWorkspaces;
  clock: DevClock;
  changeProfile: ChangeProfile;
  accept: Accept;
  dispatcher: Dispatcher;
  send: ReturnType<typeof createSend>;
}): Upkeep => {
  const { deps, live, clock, changeProfile, accept, dispatcher, send } = input;
  const { stores, log } = deps;
  const measured = { exposures: stores.exposureSums, decided: stores.decided, live, clock };
  return {
    recheck: createRecheckSegments({ profiles: stores.profiles, changeProfile, clock }),
    decideWinners: createDecideWinners({ ...measured, log }),
    results: createReadResults(measured),
    enterMany: createEnterMany({
      ...stores,
      jobs: stores.entryJobs,
      live,
      clock,
      changeProfile,
      accept,
      log,
      isBusy: () => dispatcher.size() > busyAt,
    }),
    resend: createResend({ ...stores, live, clock, send }),
  };
};
