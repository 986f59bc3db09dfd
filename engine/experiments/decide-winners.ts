import type { Design } from '../../domain/experiments/design.ts';
import type { Clock } from '../clock/clock.ts';
import type { Log } from '../events/dispatcher.ts';
import { latenessMs, measureExperiment } from './read-results.ts';
import type { LiveJourney, LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { DecidedStore, ExposureSums } from './ports.ts';

type Deps = {
  readonly live: LiveWorkspaces;
  readonly exposures: ExposureSums;
  readonly decided: DecidedStore;
  readonly clock: Clock;
  readonly log: Log;
};

type Open = { readonly journey: LiveJourney; readonly step: string; readonly design: Design };

/** Experiments that name their winner themselves and have not done so yet. */
const openOnes = async (input: { deps: Deps; tenant: string }): Promise<readonly Open[]> => {
  const { deps, tenant } = input;
  const { journeys } = await deps.live.of(tenant);
  const open: Open[] = [];
  for (const journey of journeys.values()) {
    for (const [step, design] of journey.experiments) {
      const body = journey.graph.nodes.get(step)?.step;
      if (body?.type !== 'experiment' || body.winner === undefined) continue;
      const known = await deps.decided.get({ tenant, experiment: design.id });
      if (known === undefined) open.push({ journey, step, design });
    }
  }
  return open;
};

const measure = async (input: { deps: Deps; tenant: string; design: Design }) => {
  const { deps, tenant, design } = input;
  const { currency } = (await deps.live.of(tenant)).published.settings;
  return measureExperiment({ deps, asked: { tenant, design, currency } });
};

const decideOne = async (input: { deps: Deps; tenant: string; open: Open }): Promise<boolean> => {
  const { deps, tenant } = input;
  const { journey, step, design } = input.open;
  const { readOut, asOf } = await measure({ deps, tenant, design });
  const { verdict } = readOut;
  if (verdict.kind !== 'winner' && verdict.kind !== 'no-difference') return false;
  const arm = verdict.kind === 'winner' ? verdict.arm : null;
  const { key, version } = journey;
  const row = { tenant, experiment: design.id, journey: key, step, version, arm, at: asOf, readOut };
  if ((await deps.decided.put(row)) !== 'stored') return false;
  deps.log.info({ tenant, journey: key, step, arm }, 'An experiment is decided.');
  return true;
};

export type DecideWinners = {
  /** Decides what can be decided by now; answers how many were. */
  readonly run: (tenant: string) => Promise<number>;
  /** When the next one may be decided, after now; for the development clock. */
  readonly next: (tenant: string) => Promise<number | undefined>;
};

/**
 * Makes the upkeep of experiments that name their winner themselves: at the horizon that was fixed before anybody took
 * part (see `judge`), each is decided once, with the numbers that decide it.
 */
export const createDecideWinners = (deps: Deps): DecideWinners => ({
  run: async (tenant) => {
    let count = 0;
    for (const open of await openOnes({ deps, tenant })) {
      if (await decideOne({ deps, tenant, open })) count += 1;
    }
    return count;
  },
  next: async (tenant) => {
    const instants: number[] = [];
    for (const { design } of await openOnes({ deps, tenant })) {
      const { closesAt } = (await measure({ deps, tenant, design })).counted;
      if (closesAt !== undefined) instants.push(closesAt + latenessMs);
    }
    const ahead = instants.filter((at) => at > deps.clock.now(tenant));
    return ahead.length === 0 ? undefined : Math.min(...ahead);
  },
});
