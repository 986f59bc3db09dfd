import { dryRunPerson } from './dry-run-person.ts';
import { createLintLive } from './lint-live.ts';
import { tryPeople, type DryRunRequest, type DryRunDeps } from './try-people.ts';
import { replayPerson } from './replay-person.ts';
import { simulatePerson, type SimulateRequest } from './one-person/simulate-person.ts';

/** Makes the ways to try a journey with the people there are. Nothing is sent and nothing is written. Throws `not-found`. */
export const createDryRuns = (deps: DryRunDeps) => ({
  dryRun: (request: DryRunRequest) => tryPeople({ deps, request, personPlay: dryRunPerson }),
  replay: (request: DryRunRequest) => tryPeople({ deps, request, personPlay: replayPerson }),
  simulate: (request: SimulateRequest) => simulatePerson(deps, request),
  lint: createLintLive(deps),
});

export type DryRuns = ReturnType<typeof createDryRuns>;
