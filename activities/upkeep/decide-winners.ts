import type { Clock } from '../clock.ts';
import type { Log } from '../dispatch/dispatcher.ts';
import { measureExperiment } from '../experiments/read-results.ts';
import type { LiveJourney, LiveWorkspaces } from '../live/live-workspace.ts';
import type { DecidedStore, ExposureSums } from '../ports/experiments.ts';

type Deps = {
  readonly live: LiveWorkspaces;
  readonly exposures: ExposureSums;
  readonly decided: DecidedStore;
  readonly clock: Clock;
  readonly log: Log;
};

const decideOne = async (input: {
  deps: Deps;
  tenant: string;
  currency: string;
  journey: LiveJourney;
  step: string;
}): Promise<boolean> => {
  const { deps, tenant, currency, journey, step } = input;
  const design = journey.experiments.get(step);
  if (design === undefined) return false;
  const experiment = design.id;
  if ((await deps.decided.get({ tenant, experiment })) !== undefined) return false;
  const { readOut, asOf } = await measureExperiment({ deps, asked: { tenant, design, currency } });
  const { verdict } = readOut;
  if (verdict.kind !== 'winner' && verdict.kind !== 'no-difference') return false;
  const arm = verdict.kind === 'winner' ? verdict.arm : null;
  const { key, version } = journey;
  const row = { tenant, experiment, journey: key, step, version, arm, at: asOf, readOut };
  if ((await deps.decided.put(row)) !== 'stored') return false;
  deps.log.info({ tenant, journey: key, step, arm }, 'An experiment is decided.');
  return true;
};

/**
 * Makes the upkeep of experiments that name their winner themselves: at the horizon that was fixed before anybody took
 * part (see `judge`), each is decided once, with the numbers that decide it. Answers how many were.
 */
export const createDecideWinners = (deps: Deps) => {
  return async (tenant: string): Promise<number> => {
    const { journeys, published } = await deps.live.of(tenant);
    let count = 0;
    for (const journey of journeys.values()) {
      for (const [step, { step: body }] of journey.graph.nodes) {
        if (body.type !== 'experiment' || body.winner === undefined) continue;
        const { currency } = published.settings;
        if (await decideOne({ deps, tenant, currency, journey, step })) count += 1;
      }
    }
    return count;
  };
};
