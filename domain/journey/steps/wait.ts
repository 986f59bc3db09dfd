import { z } from 'zod';

import type { Problem } from '../../problem.ts';
import { checkOffset } from '../../time/date-attribute.ts';
import { durationLength, durationSchema, toDuration } from '../../time/duration.ts';
import { windowSchema } from '../../time/window.ts';
import { refusal } from '../checks/check-kit.ts';
import type { Decision } from '../decisions.ts';
import { planWait } from '../reduce/plan-wait.ts';
import { common, pathSchema, typeOf } from '../step-fields.ts';
import { type Arrival, finish, leave, park, prepend, type Reduced, stopping } from '../reduce/transitions.ts';
import type { At, StepType } from './step-type.ts';

const schema = z
  .strictObject({
    ...common,
    type: typeOf(
      'wait',
      'Waits for a length of time, until a date, until a window of hours, or until the hour at which they read.',
    ),
    for: durationSchema
      .optional()
      .describe('How long: `1 hour`, `2 days` (24 hours each), `3 calendar days`.'),
    until: z
      .union([
        z.strictObject({
          date: pathSchema.describe('A date in `$.profile...`, `$.record...`, `$.entry...` or `$.steps...`.'),
          offset: z.string().max(60).optional().describe('`3 days before` or `1 hour after` that date.'),
          at: z
            .string()
            .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
            .optional()
            .describe('The local time of day, `09:00`, when the date has none.'),
          yearly: z.boolean().optional().describe('The next anniversary of the date instead of the date.'),
          missing: z
            .enum(['now', 'skip', 'exit'])
            .default('skip')
            .describe('When there is no such date: go on, leave out the sends up to the next wait, or exit.'),
          past: z
            .enum(['now', 'skip', 'exit'])
            .default('now')
            .describe('When it has passed already: go on, leave out the sends up to the next wait, or exit.'),
        }),
        z.strictObject({ window: windowSchema.describe('The next opening of this window, in their zone.') }),
      ])
      .optional()
      .describe('Until a date, or until a window of weekdays and hours opens.'),
    bestTime: z
      .strictObject({
        channel: z.string().max(40).default('email').describe('The channel whose reads count.'),
        default: z
          .string()
          .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
          .default('10:00')
          .describe('The local time of day, while their hour is not known.'),
      })
      .optional()
      .describe('Until the hour at which this person reads; the default hour until we know it.'),
  })
  .refine((step) => [step.for, step.until, step.bestTime].filter((x) => x !== undefined).length === 1, {
    message: 'A wait needs exactly one of `for`, `until` and `bestTime`.',
  });
export type WaitStep = z.infer<typeof schema>;

const dateRoots = /^\$\.(profile|record|entry|steps)\./;

/** What is wrong with a date that a step waits for; `path` is where it stands. */
export const checkDate = (input: {
  until: { readonly date: string; readonly offset?: string | undefined };
  step: string;
  path: string;
}): readonly Problem[] => {
  const { until, step, path } = input;
  const problems: Problem[] = [];
  if (!dateRoots.test(until.date)) {
    problems.push(
      refusal({
        code: 'bad-path',
        step,
        path: `${path}.date`,
        message: `\`${until.date}\` does not say whose date is meant.`,
        hint: 'Begin it with `$.profile.`, `$.record.`, `$.entry.` or `$.steps.`, such as `$.profile.traits.birthday`.',
      }),
    );
  }
  if (until.offset === undefined) return problems;
  const wrong = checkOffset({ text: until.offset, path: `${path}.offset` });
  return [...problems, ...wrong.map((problem) => ({ ...problem, step }))];
};

/** What follows at a wait that began at `from`: now by default. */
const arrive = (input: At<WaitStep> & { from?: number }): Arrival => {
  const { context, state, step } = input;
  const { visit } = state;
  const from = input.from ?? context.now;
  const plan = planWait({ step, from, now: context.now, facts: context.facts, steps: state.steps });
  switch (plan.kind) {
    case 'until':
      return stopping(
        park({ state, waiting: { kind: 'time', from, until: plan.until }, reason: plan.reason }),
      );
    case 'go-on': {
      const decision: Decision = { kind: 'waited', step: step.id, visit, reason: plan.reason };
      return { kind: 'passes', state: { ...state, skipping: plan.skips }, decision };
    }
    default: {
      const decision: Decision = { kind: 'exited', step: step.id, visit, reason: plan.reason };
      return stopping(finish({ state, outcome: 'exited', decision }));
    }
  }
};

/** Goes on waiting from `from`, or on at once when there is nothing left to wait for. */
const standFrom = (input: At<WaitStep> & { from: number }): Reduced => {
  const stood = arrive(input);
  if (stood.kind === 'stops') return stood.reduced;
  const { state, decision } = stood;
  const left = leave({ context: input.context, state, since: state.since });
  return prepend(decision === undefined ? [] : [decision], left);
};

/** A window may be shut again when its timer rings late, as after an outage: then its next opening is waited for. */
const shutWindow = ({ context, state, step }: At<WaitStep>): Reduced | undefined => {
  const isWindow = step.until !== undefined && 'window' in step.until;
  if (!isWindow || state.skipping || state.waiting === null) return undefined;
  const { from } = state.waiting;
  const plan = planWait({ step, from, now: context.now, facts: context.facts, steps: state.steps });
  if (plan.kind !== 'until') return undefined;
  return park({ state, waiting: { kind: 'time', from, until: plan.until }, reason: plan.reason });
};

/** Waits for time to pass. */
export const wait: StepType<WaitStep> = {
  type: 'wait',
  schema: () => schema,
  reads: ({ until }) =>
    until !== undefined && 'date' in until
      ? [{ text: until.date, field: 'until.date', orElse: until.missing !== 'skip' }]
      : [],
  check: ({ step: { id: step, until }, path }) =>
    until !== undefined && 'date' in until ? checkDate({ until, step, path: `${path}.until` }) : [],
  rests: () => true,
  stays: (step) =>
    step.for === undefined
      ? { least: 0, most: Infinity }
      : { least: durationLength(step.for) ?? 0, most: durationLength(step.for) ?? Infinity },
  effect: null,
  arrive,
  timeComes: shutWindow,
  stand: ({ waiting, ...at }) =>
    waiting.kind === 'time' ? standFrom({ ...at, from: waiting.from }) : undefined,
  isFixed: (step) => step.for === undefined,
  isLocal: (step) => step.for === undefined || toDuration(step.for).kind === 'calendar',
};
