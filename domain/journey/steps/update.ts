import { z } from 'zod';

import { isObject, type JsonObject, own } from '../../json.ts';
import type { Problem } from '../../problem.ts';
import type { Profile } from '../../profiles/profile.ts';
import { withStage } from '../../profiles/stage.ts';
import { withTags } from '../../profiles/tags.ts';
import { withTraits } from '../../profiles/traits.ts';
import { refusal } from '../checks/check-kit.ts';
import { checkNamed } from '../checks/check-named.ts';
import { common, templatedValue, typeOf } from '../step-fields.ts';
import type { StepType } from './step-type.ts';
import { resulted } from './step-work.ts';

const schema = z.strictObject({
  ...common,
  type: typeOf('update', 'Changes traits, tags or the lifecycle stage of the person.'),
  set: z.record(z.string(), templatedValue).optional().describe('Traits to set; values may be templates.'),
  unset: z.array(z.string().max(100)).max(50).optional().describe('Traits to remove.'),
  increment: z.record(z.string(), z.number()).optional().describe('Numeric traits to add to.'),
  tags: z
    .strictObject({
      add: z.array(z.string()).max(50).optional().describe('Tags to add.'),
      remove: z.array(z.string()).max(50).optional().describe('Tags to remove.'),
    })
    .optional()
    .describe('Tags to add and to remove.'),
  stage: z.string().max(60).optional().describe('The lifecycle stage to move to.'),
  backward: z.boolean().optional().describe('Allow the stage to move backward.'),
});
export type UpdateStep = z.infer<typeof schema>;

const check = (input: { step: UpdateStep; path: string }): readonly Problem[] => {
  const { step, path } = input;
  const { set, unset, increment, tags, stage } = step;
  if ([set, unset, increment, tags, stage].every((field) => field === undefined)) {
    const message = 'The step updates nothing.';
    const hint = 'Add `set`, `unset`, `increment`, `tags` or `stage`.';
    return [refusal({ code: 'empty-step', step: step.id, path, message, hint })];
  }
  if (step.backward === undefined || stage !== undefined) return [];
  const message = '`backward` does nothing without `stage`.';
  return [
    refusal({ code: 'useless-field', step: step.id, path: `${path}.backward`, message, hint: 'Remove it.' }),
  ];
};

/** What the step makes of a profile; `set` are the traits it sets, templates filled. */
export const applyUpdate = (input: {
  profile: Profile;
  step: UpdateStep;
  set: JsonObject;
  stages: readonly string[];
  now: number;
}): Profile => {
  const { profile, step, stages, now } = input;
  const added = Object.entries(step.increment ?? {}).map(([name, by]): [string, number] => {
    const before = own(profile.traits, name);
    return [name, (typeof before === 'number' ? before : 0) + by];
  });
  const removed = (step.unset ?? []).map((name): [string, null] => [name, null]);
  const traits = { ...input.set, ...Object.fromEntries(added), ...Object.fromEntries(removed) };
  const withSet = withTraits({ profile, traits, at: now, from: 'journey' });
  const tagged = withTags({ profile: withSet, add: step.tags?.add, remove: step.tags?.remove });
  if (step.stage === undefined) return tagged;
  return withStage({ profile: tagged, stage: step.stage, stages, backward: step.backward ?? false, now });
};

/** Changes traits, tags or the stage of the person. */
export const update: StepType<UpdateStep> = {
  type: 'update',
  schema: () => schema,
  templates: (step) => ({ value: step.set ?? {}, field: 'set' }),
  gives: ['set', 'stage'],
  check,
  checkReferences: ({ step, path, context }) =>
    step.stage === undefined
      ? []
      : checkNamed({ step: step.id, path: `${path}.stage`, word: step.stage, kind: 'stage', context }),
  told: 'updated',
  perform: async ({ step, now, stages, fill, ports }) => {
    const filled = fill();
    const set = isObject(filled) ? filled : {};
    await ports.changeProfile((profile) => applyUpdate({ profile, step, set, stages, now }));
    return resulted({ kind: 'done', output: { set: Object.keys(set), stage: step.stage ?? null } });
  },
};
