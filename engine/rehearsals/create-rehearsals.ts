import { dryRunPerson } from './dry-run.ts';
import { createLintLive } from './lint-live.ts';
import { rehearse, type RehearsalRequest, type RehearseDeps } from './rehearse.ts';
import { replayPerson } from './replay.ts';
import { simulatePerson, type SimulateRequest } from './one-person/simulate-person.ts';

/** Makes the ways to try a journey with the people there are. Nothing is sent and nothing is written. Throws `not-found`. */
export const createRehearsals = (deps: RehearseDeps) => ({
  dryRun: (request: RehearsalRequest) => rehearse({ deps, request, personPlay: dryRunPerson }),
  replay: (request: RehearsalRequest) => rehearse({ deps, request, personPlay: replayPerson }),
  simulate: (request: SimulateRequest) => simulatePerson(deps, request),
  lint: createLintLive(deps),
});

export type Rehearsals = ReturnType<typeof createRehearsals>;
