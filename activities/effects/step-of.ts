import { CicloError } from '../../domain/errors.ts';
import type { Effect } from '../../domain/journey/effects.ts';
import type { Step } from '../../domain/journey/steps.ts';
import type { Session } from '../burst/session.ts';

/** The step an effect belongs to. Throws `broken-definition` when the version has none of that id. */
export const walkTo = (input: { session: Session; effect: Effect }): Step => {
  const node = input.session.journey.graph.nodes.get(input.effect.step);
  if (node !== undefined) return node.step;
  throw new CicloError({
    code: 'broken-definition',
    message: `Journey ${input.session.run.journey} has no step ${input.effect.step}.`,
  });
};
