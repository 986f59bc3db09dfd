import { checkOffset } from '../time/date-attribute.ts';
import type { Problem } from '../problem.ts';
import { type CheckInput, type Placed, refusal } from './check-kit.ts';
import type { SendStep, Step, TaskStep, UpdateStep, WaitStep } from './steps.ts';

/** Two steps of one name could not be told apart by results, reports and moves. */
export const checkIds = (input: CheckInput): readonly Problem[] => {
  const first = new Map<string, string>();
  return input.placed.flatMap(({ step, path }): Problem[] => {
    const before = first.get(step.id);
    if (before === undefined) {
      first.set(step.id, path);
      return [];
    }
    const message = `The id \`${step.id}\` is taken by the step at ${before}.`;
    return [
      refusal({ code: 'duplicate-id', step: step.id, path: `${path}.id`, message, mend: 'Choose another.' }),
    ];
  });
};

/** What is wrong with single steps beyond their shape. */
export const checkSteps = (input: CheckInput): readonly Problem[] => input.placed.flatMap(checkStep);

const checkStep = (placed: Placed): readonly Problem[] => {
  const { step, path } = placed;
  switch (step.type) {
    case 'wait':
      return checkWait({ step, path });
    case 'send':
      return checkSend({ step, path });
    case 'split':
    case 'experiment':
      return [
        ...checkArms({ step, path }),
        ...(step.type === 'experiment' ? checkControl({ step, path }) : []),
      ];
    case 'task':
      return checkTask({ step, path });
    case 'update':
      return checkUpdate({ step, path });
    case 'repeat':
      if (step.steps.length > 0) return [];
      return [
        empty({ step, path: `${path}.steps`, message: 'There is nothing to repeat.', mend: 'Add steps.' }),
      ];
    default:
      return [];
  }
};

const empty = (input: { step: Step; path: string; message: string; mend: string }): Problem =>
  refusal({
    code: 'empty-step',
    step: input.step.id,
    path: input.path,
    message: input.message,
    mend: input.mend,
  });

const dateRoots = /^\$\.(profile|entry|steps)\./;

const checkWait = (input: { step: WaitStep; path: string }): readonly Problem[] => {
  const { step, path } = input;
  const { until } = step;
  if (until === undefined || !('date' in until)) return [];
  const problems: Problem[] = [];
  if (!dateRoots.test(until.date)) {
    problems.push(
      refusal({
        code: 'bad-path',
        step: step.id,
        path: `${path}.until.date`,
        message: `\`${until.date}\` does not say whose date is meant.`,
        mend: 'Begin it with `$.profile.`, `$.entry.` or `$.steps.`, such as `$.profile.traits.birthday`.',
      }),
    );
  }
  if (until.offset === undefined) return problems;
  const wrong = checkOffset({ text: until.offset, path: `${path}.until.offset` });
  return [...problems, ...wrong.map((problem) => ({ ...problem, step: step.id }))];
};

const checkSend = (input: { step: SendStep; path: string }): readonly Problem[] => {
  const { step, path } = input;
  const repeated = (step.fallback ?? []).flatMap((channel, index, all): Problem[] => {
    if (channel !== step.channel && all.indexOf(channel) === index) return [];
    const message = `\`${channel}\` was tried before.`;
    const at = `${path}.fallback[${index}]`;
    return [refusal({ code: 'repeated-channel', step: step.id, path: at, message, mend: 'Remove it.' })];
  });
  return repeated;
};

const checkArms = (input: { step: Extract<Step, { type: 'split' | 'experiment' }>; path: string }) => {
  const { step, path } = input;
  const names = step.arms.map((arm) => arm.name);
  return names.flatMap((name, index): Problem[] => {
    if (names.indexOf(name) === index) return [];
    const message = `There is an arm \`${name}\` already.`;
    const at = `${path}.arms[${index}].name`;
    return [
      refusal({ code: 'duplicate-arm', step: step.id, path: at, message, mend: 'Choose another name.' }),
    ];
  });
};

const checkControl = (input: {
  step: Extract<Step, { type: 'experiment' }>;
  path: string;
}): readonly Problem[] => {
  const { step, path } = input;
  const controls = step.arms.filter((arm) => arm.control === true).length;
  if (controls === 1) return [];
  return [
    refusal({
      code: 'one-control',
      step: step.id,
      path: `${path}.arms`,
      message: controls === 0 ? 'No arm is the control.' : `${controls} arms are the control.`,
      mend: 'Write `"control": true` on the one arm the others are measured against.',
    }),
  ];
};

const checkTask = (input: { step: TaskStep; path: string }): readonly Problem[] => {
  const { step, path } = input;
  if (step.timeout === undefined || step.wait) return [];
  const message = '`timeout` does nothing without `wait`.';
  const mend = 'Add `"wait": true`, or use `due` for when it should be done.';
  return [refusal({ code: 'useless-field', step: step.id, path: `${path}.timeout`, message, mend })];
};

const checkUpdate = (input: { step: UpdateStep; path: string }): readonly Problem[] => {
  const { step, path } = input;
  const { set, unset, increment, tags, stage } = step;
  if ([set, unset, increment, tags, stage].every((field) => field === undefined)) {
    const mend = 'Add `set`, `unset`, `increment`, `tags` or `stage`.';
    return [empty({ step, path, message: 'The step updates nothing.', mend })];
  }
  if (step.backward === undefined || stage !== undefined) return [];
  const message = '`backward` does nothing without `stage`.';
  return [
    refusal({ code: 'useless-field', step: step.id, path: `${path}.backward`, message, mend: 'Remove it.' }),
  ];
};
