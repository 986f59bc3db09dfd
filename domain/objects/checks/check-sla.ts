import { own } from '../../json.ts';
import type { Problem } from '../../problem.ts';
import { otherwise, type SlaPolicy, type SlaTarget } from '../../service/sla-policy.ts';
import { type ObjectDefinition, stagesOf } from '../definition.ts';
import { type CheckInput, refusal, unknownName } from './check-kit.ts';

/** A field that is there and has the type. */
const checkField = (input: {
  definition: ObjectDefinition;
  path: string;
  word: string | undefined;
  type: 'choice' | 'instant' | undefined;
}): readonly Problem[] => {
  const { definition, path, word, type } = input;
  if (word === undefined) return [];
  const field = own(definition.fields, word);
  const known = Object.entries(definition.fields).flatMap(([key, one]) =>
    type === undefined || one.type === type ? [key] : [],
  );
  if (field === undefined || (type !== undefined && field.type !== type)) {
    const kind = type === undefined ? 'field' : `field of the type ${type}`;
    return [unknownName({ code: 'unknown-field', path, kind, word, known })];
  }
  return [];
};

const checkTimes = (input: {
  definition: ObjectDefinition;
  policy: SlaPolicy;
  target: SlaTarget;
  path: string;
}): readonly Problem[] => {
  const { definition, policy, target, path } = input;
  const field = policy.by === undefined ? undefined : own(definition.fields, policy.by);
  const choices = field?.type === 'choice' ? field.choices : [];
  return Object.keys(target.within).flatMap((word): readonly Problem[] =>
    word === otherwise || choices.includes(word)
      ? []
      : [
          unknownName({
            code: 'unknown-choice',
            path: `${path}.within.${word}`,
            kind: 'choice',
            word,
            known: [...choices, otherwise],
          }),
        ],
  );
};

const checkTarget = (
  input: CheckInput & { policy: SlaPolicy; target: SlaTarget; index: number },
): readonly Problem[] => {
  const { definition, policy, target, index } = input;
  const path = `sla.targets[${index}]`;
  const keys = policy.targets.map(({ key }) => key);
  const twice =
    keys.indexOf(target.key) === index
      ? []
      : [
          refusal({
            code: 'duplicate-target',
            path: `${path}.key`,
            message: `The target \`${target.key}\` stands there twice.`,
            hint: 'Keep one of the two.',
          }),
        ];
  return [
    ...twice,
    ...checkTimes({ definition, policy, target, path }),
    ...checkField({ definition, path: `${path}.until`, word: target.until, type: undefined }),
    ...checkField({ definition, path: `${path}.due`, word: target.due, type: 'instant' }),
  ];
};

const neverMet = (policy: SlaPolicy, definition: ObjectDefinition): readonly Problem[] => {
  const ends = stagesOf(definition).some((stage) => stage.ends !== undefined);
  return policy.targets.flatMap(({ until }, index) =>
    ends || until !== undefined
      ? []
      : [
          refusal({
            code: 'never-ends',
            path: `sla.targets[${index}]`,
            message: 'Nothing meets this target, since records never end.',
            hint: 'Name a field in `until`, or give the object a stage that `ends`.',
          }),
        ],
  );
};

/** What is wrong with the SLA of an object: fields, choices and stages it names, targets that nothing meets. */
export const checkSla = (input: CheckInput): readonly Problem[] => {
  const { definition } = input;
  const { sla: policy } = definition;
  if (policy === undefined) return [];
  const stages = stagesOf(definition).map(({ key }) => key);
  return [
    ...checkField({ definition, path: 'sla.by', word: policy.by, type: 'choice' }),
    ...(policy.pauses ?? []).flatMap((word, index) =>
      stages.includes(word)
        ? []
        : [
            unknownName({
              code: 'unknown-stage',
              path: `sla.pauses[${index}]`,
              kind: 'stage',
              word,
              known: stages,
            }),
          ],
    ),
    ...policy.targets.flatMap((target, index) => checkTarget({ ...input, policy, target, index })),
    ...neverMet(policy, definition),
  ];
};
