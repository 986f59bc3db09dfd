import { journeyKeyOf, partVersions, sendStepOf } from '../../domain/broadcasts/journey-of.ts';
import type { Tried } from '../../domain/broadcasts/pick-winner.ts';
import type { Results } from '../experiments/read-results.ts';
import type { Broadcast, MessageOutcomes } from './ports.ts';

type Deps = { readonly messageOutcomes: MessageOutcomes; readonly results: Results };

/** How the variants did, by what the test of the broadcast compares. */
export const countTried = async (input: { deps: Deps; broadcast: Broadcast }): Promise<readonly Tried[]> => {
  const { deps, broadcast } = input;
  const { tenant, id, plan } = broadcast;
  const journey = journeyKeyOf(id);
  if (plan.test?.by === 'converted') {
    const [experiment] =
      (await deps.results.experiments({ tenant, journey, version: partVersions.lot })) ?? [];
    const arms = experiment?.readOut.arms ?? [];
    return plan.variants.map(({ name }) => {
      const arm = arms.find((one) => one.arm === name);
      return { variant: name, hits: arm?.converted ?? 0, of: arm?.people ?? 0 };
    });
  }
  const steps = await deps.messageOutcomes.ofSteps({ tenant, journeys: [journey] });
  return plan.variants.map(({ name }) => {
    const found = steps.find(({ step }) => step === sendStepOf(name));
    const hits = plan.test?.by === 'opened' ? found?.opened : found?.clicked;
    return { variant: name, hits: hits ?? 0, of: found?.sent ?? 0 };
  });
};
