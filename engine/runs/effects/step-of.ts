import { CicloError } from '../../../domain/errors.ts';
import type { Effect } from '../../../domain/journey/effects.ts';
import type { Node } from '../../../domain/journey/graph.ts';
import type { Session } from '../burst/session.ts';

/** The step an effect belongs to, in the graph. Throws `broken-definition` when the version has none of that id. */
export const nodeOf = (input: { session: Session; effect: Effect }): Node => {
  const node = input.session.journey.graph.nodes.get(input.effect.step);
  if (node !== undefined) return node;
  throw new CicloError({
    code: 'broken-definition',
    message: `Journey ${input.session.run.journey} has no step ${input.effect.step}.`,
  });
};
