import { quoteList, suggest } from '../documents/nearest.ts';
import { type JsonObject, own } from '../json.ts';
import { type ObjectDefinition, type Stage, stageOf, stagesOf } from '../objects/definition.ts';
import type { Problem } from '../problem.ts';

const fault = (problem: Omit<Problem, 'severity'>): Problem => ({ ...problem, severity: 'error' });

const missingFor = (input: {
  stage: Stage;
  data: JsonObject;
  fields: readonly string[];
}): readonly Problem[] =>
  input.fields
    .filter((key) => own(input.data, key) === undefined)
    .map((key) =>
      fault({
        code: 'missing-field',
        path: key,
        message: `\`${key}\` is missing, and the stage \`${input.stage.key}\` requires it.`,
        hint: `Give \`${key}\` a value with the same change.`,
      }),
    );

/** Why a record cannot be in a stage, or move there; `unset` are the fields that the change takes away. */
export const checkStage = (input: {
  definition: ObjectDefinition;
  from: string | undefined;
  to: string | undefined;
  data: JsonObject;
  unset?: readonly string[];
}): readonly Problem[] => {
  const { definition, from, to, data, unset = [] } = input;
  if (to === undefined) return [];
  const stages = stagesOf(definition);
  const stage = stageOf(definition, to);
  if (stage === undefined) {
    // A stage that was removed holds its records until they are moved.
    if (from === to) return [];
    const known = stages.map(({ key }) => key);
    const message = `\`${definition.key}\` has no stage \`${to.slice(0, 60)}\`.`;
    const hint = suggest({
      word: to,
      known,
      none: `Records of \`${definition.key}\` have no stage: leave it out.`,
    });
    return [fault({ code: 'unknown-stage', path: 'stage', message, hint })];
  }
  const { requires = [] } = stage;
  if (from === to) return missingFor({ stage, data, fields: requires.filter((key) => unset.includes(key)) });
  const allowed = stageOf(definition, from)?.to;
  const required = missingFor({ stage, data, fields: requires });
  if (allowed === undefined || allowed.includes(to)) return required;
  const message = `A record cannot move from \`${from ?? ''}\` to \`${to}\`.`;
  const hint =
    allowed.length === 0
      ? `\`${from ?? ''}\` is final.`
      : `From \`${from ?? ''}\` it can move to ${quoteList(allowed)}.`;
  return [fault({ code: 'move-not-allowed', path: 'stage', message, hint }), ...required];
};
