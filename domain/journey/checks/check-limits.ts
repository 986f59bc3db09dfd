import { checkLimits, checkUseless } from '../../gate/check-limits.ts';
import type { Limiting, QuietSetting } from '../../gate/limits.ts';
import { isNeverOver } from '../../gate/quiet-week.ts';
import type { Problem } from '../../problem.ts';
import type { JourneyContext, MessageFacts } from '../journey-context.ts';
import type { SendStep } from '../steps.ts';
import { type CheckInput, refusal } from './check-kit.ts';

type Send = {
  readonly step: SendStep;
  readonly path: string;
  readonly facts: MessageFacts;
  readonly context: JourneyContext;
  readonly journey: Limiting;
};

/** Quiet hours of everybody on a channel. */
const onChannel = (limits: Limiting, channel: string): readonly QuietSetting[] =>
  (limits.quietHours ?? []).filter(
    (one) => one.country === undefined && (one.channel === undefined || one.channel === channel),
  );

/** Quiet hours of tenant, journey, message and step that together leave no time to send. */
const checkTime = ({ step, path, facts, context, journey }: Send): readonly Problem[] => {
  const narrower = [journey, facts, step].flatMap((limits) => onChannel(limits, facts.channel));
  const all = [...onChannel(context, facts.channel), ...narrower];
  if (narrower.length === 0 || !isNeverOver(all)) return [];
  const own = step.quietHours === undefined ? 'message' : 'quietHours';
  return [
    refusal({
      code: 'never-sends',
      step: step.id,
      path: `${path}.${own}`,
      message: `\`${step.id}\` is never sent: its quiet hours with those of the journey, the message and \`ciclo.json\` cover the whole week.`,
      hint: 'Leave a time of the week to send.',
    }),
  ];
};

const ofSend = (send: Send): readonly Problem[] => {
  const { step, path, facts, context } = send;
  if (facts.class === 'transactional') return checkUseless({ limits: step, path });
  const about = { channel: facts.channel, topic: step.topic ?? facts.topic };
  return [...checkLimits({ limits: step, path, about, tenant: context }), ...checkTime(send)];
};

/** Caps and quiet hours of a journey and its steps: they only narrow those of the tenant, and leave a time to send. */
export const checkJourneyLimits = (input: CheckInput): readonly Problem[] => {
  const { context, definition, placed } = input;
  if (context === undefined) return [];
  return [
    ...checkLimits({ limits: definition, path: '', about: {}, tenant: context }),
    ...placed.flatMap(({ step, path }): readonly Problem[] => {
      const facts = step.type === 'send' ? context.messages.get(step.message) : undefined;
      if (step.type !== 'send' || facts === undefined) return [];
      const found = ofSend({ step, path, facts, context, journey: definition });
      return found.map((problem) => ({ ...problem, step: step.id }));
    }),
  ];
};
