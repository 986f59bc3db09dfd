import type { Problem } from '../../problem.ts';
import { durationLength } from '../../time/duration.ts';
import { type CheckInput, warning } from '../checks/check-kit.ts';
import { innerLists } from '../graph.ts';
import type { CapFacts, JourneyContext } from '../journey-context.ts';
import { type SendStep, type Step, typeOfStep } from '../steps.ts';
import type { StepTypes } from '../steps/step-type.ts';

/** A marketing message that certainly went out before, and how long ago at most. */
type Earlier = { readonly channel: string; readonly topic: string; readonly agoMax: number };

type Walk = {
  readonly context: JourneyContext;
  readonly types: StepTypes;
  readonly problems: Problem[];
};

/**
 * Sends that give up when a cap is reached (`onCap` is `skip` or `exit`), and whose cap is always reached by
 * the messages this journey sends just before.
 */
export const lintCaps = (input: CheckInput): readonly Problem[] => {
  const { context, definition, types } = input;
  if (context === undefined || context.caps.length === 0) return [];
  const problems: Problem[] = [];
  walk({ steps: definition.steps, path: 'steps', before: [], at: { context, types, problems } });
  return problems;
};

const aged = (earlier: readonly Earlier[], by: number): readonly Earlier[] =>
  by === 0 ? earlier : earlier.map((one) => ({ ...one, agoMax: one.agoMax + by }));

/** Follows a list of steps; answers how long a run takes through it at most. */
const walk = (input: {
  steps: readonly Step[];
  path: string;
  before: readonly Earlier[];
  at: Walk;
}): number => {
  let before = input.before;
  let longest = 0;
  for (const [index, step] of input.steps.entries()) {
    const path = `${input.path}[${index}]`;
    if (step.type === 'send') before = [...before, ...checkSend({ step, path, before, at: input.at })];
    const own = typeOfStep(step, input.at.types).stays?.(step).most ?? 0;
    const entering = aged(before, own);
    const inner = innerLists(step, input.at.types).map((list) =>
      walk({ steps: list.steps, path: `${path}.${list.field}`, before: entering, at: input.at }),
    );
    // What a branch sent is not certain behind it, only the time it took at most.
    const length = own + Math.max(0, ...inner);
    before = aged(before, length);
    longest += length;
  }
  return longest;
};

const covers = (cap: CapFacts, what: { channel: string; topic: string }): boolean =>
  (cap.channel === undefined || cap.channel === what.channel) &&
  (cap.topic === undefined || cap.topic === what.topic);

const checkSend = (input: {
  step: SendStep;
  path: string;
  before: readonly Earlier[];
  at: Walk;
}): readonly Earlier[] => {
  const { step, path, before, at } = input;
  const facts = at.context.messages.get(step.message);
  if (facts === undefined || facts.class === 'transactional') return [];
  const what = { channel: facts.channel, topic: step.topic ?? facts.topic };
  const full = at.context.caps.find((cap) => {
    const counted = before.filter(
      (one) => covers(cap, one) && one.agoMax < (durationLength(cap.within) ?? Infinity),
    );
    return covers(cap, what) && counted.length >= cap.max;
  });
  if (full !== undefined && step.onCap !== 'wait') {
    at.problems.push(
      warning({
        code: 'cap-always-reached',
        step: step.id,
        path: `${path}.onCap`,
        message: `\`${step.id}\` is never sent: the messages before it reach the cap of ${full.max} within ${full.within}.`,
        hint: 'Set `onCap` to `wait`, or wait longer before it.',
      }),
    );
  }
  return [{ ...what, agoMax: 0 }];
};
