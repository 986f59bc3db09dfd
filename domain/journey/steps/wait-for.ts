import { z } from 'zod';

import { type Conditions, conditionsSchema } from '../../rules/conditions.ts';
import { durationLength, durationSchema } from '../../time/duration.ts';
import { refusal } from '../checks/check-kit.ts';
import type { Decision } from '../decisions.ts';
import type { RunState } from '../reduce/run-state.ts';
import { common, eventNameSchema, type Match, matchSchema, pathSchema, typeOf } from '../step-fields.ts';
import type { Step } from '../steps.ts';
import { type Arrival, finish, leave, park, prepend, type Reduced, stopping } from '../reduce/transitions.ts';
import { planDate, type WaitPlan } from '../reduce/plan-wait.ts';
import { checkDate } from './wait.ts';
import type { Problem } from '../../problem.ts';
import type { At, StepsOf, StepType } from './step-type.ts';

const dateEnd = z.strictObject({
  date: pathSchema.describe('A date in `$.profile...`, `$.record...`, `$.entry...` or `$.steps...`.'),
  offset: z.string().max(60).optional().describe('`3 days before` or `1 hour after` that date.'),
  at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .optional()
    .describe('The local time of day, `09:00`, when the date has none.'),
  missing: z
    .enum(['otherwise', 'exit'])
    .default('otherwise')
    .describe('When there is no such date: take `otherwise` at once, or exit.'),
  past: z
    .enum(['otherwise', 'exit'])
    .default('otherwise')
    .describe('When it has passed already: take `otherwise` at once, or exit.'),
});
type DateEnd = z.infer<typeof dateEnd>;

export type WaitForStep = {
  id: string;
  type: 'wait-for';
  note?: string | undefined;
  timeout?: string | undefined;
  until?: DateEnd | undefined;
  resets?: boolean | undefined;
  events: {
    on: string;
    where?: Conditions | undefined;
    match?: Match | undefined;
    then: Step[];
  }[];
  otherwise?: Step[] | undefined;
};

const schema = (stepsOf: StepsOf) =>
  z
    .strictObject({
      ...common,
      type: typeOf('wait-for', 'Waits for the first of several events.'),
      timeout: durationSchema.optional().describe('How long to wait before taking `otherwise`.'),
      until: dateEnd.optional().describe('The date at which `otherwise` is taken, instead of `timeout`.'),
      resets: z
        .boolean()
        .optional()
        .describe('An event that matches starts the timeout again instead of moving on.'),
      events: z
        .array(
          z.strictObject({
            on: eventNameSchema,
            where: conditionsSchema.optional().describe('Conditions on the event and the person.'),
            match: matchSchema.optional(),
            then: stepsOf('The steps to take when this event comes first.').default([]),
          }),
        )
        .min(1)
        .max(20)
        .describe('The events that end the wait, each with the steps to take.'),
      otherwise: stepsOf('The steps to take when none came in time.').optional(),
    })
    .refine((step) => (step.timeout === undefined) !== (step.until === undefined), {
      message: 'A wait for events needs exactly one of `timeout` and `until`.',
    });

const checkUntil = (input: { step: WaitForStep; until: DateEnd; path: string }): readonly Problem[] => {
  const { step, until, path } = input;
  const problems = checkDate({ until, step: step.id, path: `${path}.until` });
  if (step.resets !== true) return problems;
  const message = 'A date does not begin again when an event comes, so `resets` does nothing.';
  const at = { step: step.id, path: `${path}.resets` };
  return [...problems, refusal({ ...at, code: 'useless-field', message, hint: 'Use `timeout`.' })];
};

const check = (input: { step: WaitForStep; path: string }): readonly Problem[] => {
  const { step, path } = input;
  if (step.until !== undefined) return checkUntil({ ...input, until: step.until });
  if (step.resets !== true) return [];
  return step.events.flatMap((event, index): Problem[] => {
    const first = event.then[0];
    if (first === undefined) return [];
    const message = 'With `resets` the event only starts the timeout again, so these steps are never taken.';
    const at = `${path}.events[${index}].then`;
    const hint = 'Put them behind the step or into `otherwise`, or remove `resets`.';
    return [refusal({ code: 'unreachable-step', step: first.id, path: at, message, hint })];
  });
};

const awaited: NonNullable<StepType<WaitForStep>['awaited']> = ({ context, state, step, event }): Reduced => {
  if (step.resets === true && step.timeout !== undefined) {
    const until = context.facts.durationEnd({ from: context.now, text: step.timeout });
    // What arrived before this event no longer counts; `seen` alone would forget it after a while.
    const reset: RunState = { ...state, since: Math.max(state.since, event.at) };
    return park({ state: reset, waiting: { kind: 'events', from: context.now, until }, reason: 'reset' });
  }
  const heard: Decision = {
    kind: 'heard',
    step: step.id,
    visit: state.visit,
    reason: 'event',
    detail: { event: event.name, messageId: event.messageId },
  };
  const steps = { ...state.steps, [step.id]: { event: event.name, messageId: event.messageId } };
  return prepend(
    [heard],
    leave({ context, state: { ...state, steps }, branch: `event-${event.branch}`, since: event.at }),
  );
};

/** Until when events are waited for, from when the wait began. */
const planEnd = (input: At<WaitForStep> & { from: number }): WaitPlan => {
  const { context, state, step, from } = input;
  const { facts, now } = context;
  if (step.until === undefined) {
    const until = facts.durationEnd({ from, text: step.timeout ?? '' });
    return { kind: 'until', until, reason: 'events' };
  }
  const policy = (written: 'otherwise' | 'exit'): 'now' | 'exit' => (written === 'exit' ? 'exit' : 'now');
  const { missing, past, ...date } = step.until;
  const until = { ...date, missing: policy(missing), past: policy(past) };
  return planDate({ until, now, from, facts, steps: state.steps });
};

const arrive = (input: At<WaitForStep> & { from?: number; reason?: string }): Arrival => {
  const { context, state, step, from = context.now, reason = 'events' } = input;
  const plan = planEnd({ ...input, from });
  const row = (kind: Decision['kind']): Decision => ({
    kind,
    step: step.id,
    visit: state.visit,
    reason: plan.reason,
  });
  switch (plan.kind) {
    case 'until':
      return stopping(park({ state, waiting: { kind: 'events', from, until: plan.until }, reason }));
    case 'go-on':
      return { kind: 'passes', state, branch: 'otherwise', decision: row('timed-out') };
    default:
      return stopping(finish({ state, outcome: 'exited', decision: row('exited') }));
  }
};

/** Goes on waiting from `from`, or takes `otherwise` at once when its date has passed. */
const standFrom = (input: At<WaitForStep> & { from: number }): Reduced => {
  const stood = arrive({ ...input, reason: 'timed-anew' });
  if (stood.kind === 'stops') return stood.reduced;
  const { state, decision, branch = 'otherwise' } = stood;
  const left = leave({ context: input.context, state, since: state.since, branch });
  return prepend(decision === undefined ? [] : [decision], left);
};

/** Waits for the first of several events. */
export const waitFor: StepType<WaitForStep> = {
  type: 'wait-for',
  schema,
  branches: (step) => [
    ...step.events.map((e, i) => ({ name: `event-${i}`, steps: e.then, field: `events[${i}].then` })),
    { name: 'otherwise', steps: step.otherwise ?? [], field: 'otherwise' },
  ],
  awaits: (step) => step.events.map((event, index) => ({ ...event, field: `events[${index}]` })),
  reads: ({ until }) =>
    until === undefined ? [] : [{ text: until.date, field: 'until.date', orElse: true }],
  gives: ['event', 'messageId'],
  check,
  goesOn: () => false,
  timeout: 'otherwise',
  rests: () => true,
  stays: (step) => ({
    least: 0,
    most: step.resets === true ? Infinity : (durationLength(step.timeout ?? '') ?? Infinity),
  }),
  effect: null,
  arrive,
  awaited,
  stand: ({ waiting, ...at }) =>
    waiting.kind === 'events' ? standFrom({ ...at, from: waiting.from }) : undefined,
  isFixed: (step) => step.until !== undefined,
  isLocal: (step) => step.until !== undefined,
};
