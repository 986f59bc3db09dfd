import { createKeptCounts } from '../overview/kept-counts.ts';
import {
  createReadResults,
  type Measured,
  type Measures,
  measureExperiment,
  measureHoldout,
  type Results,
  type ResultsDeps,
} from './read-results.ts';

/** People in the experiment, whether they count or not. */
const documentsOf = ({ readOut, counted }: Measured): number =>
  readOut.arms.reduce((sum, { people }) => sum + people, 0) + counted.rest + counted.mixed;

/**
 * Makes what is shown of experiments and holdouts: designs, versions and decisions as they are now, the numbers of large ones as of a
 * short while ago; `asOf` says of when. Nothing is to be decided by them.
 */
export const createShownResults = (deps: ResultsDeps): Results => {
  const kept = createKeptCounts<Measured>({ systemTime: deps.clock.systemTime, documentsOf });
  const keeping =
    (kind: string, measure: Measures['experiment']): Measures['experiment'] =>
    async (input) => {
      const { tenant, design, currency } = input.asked;
      const { value } = await kept({
        key: JSON.stringify([tenant, kind, design, currency]),
        now: deps.clock.now(tenant),
        count: () => measure(input),
      });
      return value;
    };
  return createReadResults(deps, {
    experiment: keeping('experiment', measureExperiment),
    holdout: keeping('holdout', measureHoldout),
  });
};
