import { z } from 'zod';

import type { Problem } from '../../problem.ts';
import { durationLength, durationSchema } from '../../time/duration.ts';
import { refusal } from '../checks/check-kit.ts';
import { checkNamed } from '../checks/check-named.ts';
import type { Decision } from '../decisions.ts';
import { common, keySchema, typeOf } from '../step-fields.ts';
import { leave, park, prepend } from '../reduce/transitions.ts';
import type { StepType } from './step-type.ts';
import { resulted } from './step-work.ts';

const schema = z.strictObject({
  ...common,
  type: typeOf('task', 'Gives work to a person in the team.'),
  title: z.string().min(1).max(200).describe('What is to be done; may be a template.'),
  team: keySchema.optional().describe('The team in `ciclo.json` that does it.'),
  due: durationSchema.optional().describe('How soon it should be done, such as `2 days`.'),
  wait: z.boolean().default(false).describe('Go on only when somebody has done it.'),
  timeout: durationSchema.optional().describe('With `wait`: go on anyway after this long.'),
});
export type TaskStep = z.infer<typeof schema>;

const check = (input: { step: TaskStep; path: string }): readonly Problem[] => {
  const { step, path } = input;
  if (step.timeout === undefined || step.wait) return [];
  const message = '`timeout` does nothing without `wait`.';
  const hint = 'Add `"wait": true`, or use `due` for when it should be done.';
  return [refusal({ code: 'useless-field', step: step.id, path: `${path}.timeout`, message, hint })];
};

/** Gives work to a person in the team. */
export const task: StepType<TaskStep> = {
  type: 'task',
  schema: () => schema,
  templates: (step) => ({ value: step.title, field: 'title' }),
  gives: 'anything',
  check,
  checkReferences: ({ step, path, context }) =>
    step.team === undefined
      ? []
      : checkNamed({ step: step.id, path: `${path}.team`, word: step.team, kind: 'team', context }),
  timeout: 'timeout',
  rests: (step) => step.wait,
  stays: ({ wait, timeout }) => ({
    least: 0,
    most: wait ? ((timeout === undefined ? undefined : durationLength(timeout)) ?? Infinity) : 0,
  }),
  actsOutside: true,
  outcomes: (step) => (step.wait ? ['done', 'timeout'] : []),
  told: 'tasked',
  result: ({ context, state, step, result }) => {
    if (result.kind !== 'waits-for-task') return undefined;
    const { taskId, until } = result;
    const tasked: Decision = { kind: 'tasked', step: step.id, visit: state.visit, detail: { taskId } };
    const waiting = { kind: 'task', from: context.now, until, taskId } as const;
    return prepend([tasked], park({ state, waiting, reason: 'task' }));
  },
  stand: ({ context, state, step, waiting }) => {
    if (waiting.kind !== 'task') return undefined;
    if (!step.wait) return leave({ context, state, since: state.since });
    const { timeout } = step;
    const until =
      timeout === undefined ? null : context.facts.durationEnd({ from: waiting.from, text: timeout });
    return park({ state, waiting: { ...waiting, until }, reason: 'timed-anew' });
  },
  perform: async ({ step, id, fill, end, ports }) => {
    const title = fill();
    await ports.addTask({
      id,
      step: step.id,
      title: typeof title === 'string' ? title : step.title,
      ...(step.team === undefined ? {} : { team: step.team }),
      ...(step.due === undefined ? {} : { dueAt: end(step.due) }),
    });
    if (!step.wait) return resulted({ kind: 'done', output: { taskId: id } });
    const until = step.timeout === undefined ? null : end(step.timeout);
    return resulted({ kind: 'waits-for-task', taskId: id, until });
  },
};
