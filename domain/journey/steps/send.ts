import { z } from 'zod';

import { limitsOn } from '../../gate/limits.ts';
import type { Problem } from '../../problem.ts';
import { conditionsSchema } from '../../rules/conditions.ts';
import { refusal } from '../checks/check-kit.ts';
import { checkSendReferences } from '../checks/check-send.ts';
import type { Decision } from '../decisions.ts';
import { common, keySchema, typeOf } from '../step-fields.ts';
import type { Step } from '../steps.ts';
import { ask } from '../reduce/transitions.ts';
import type { StepType } from './step-type.ts';
import { notSent } from '../../ledger/words.ts';

const fields = z.strictObject({
  ...common,
  type: typeOf('send', 'Sends a message.'),
  channel: z
    .string()
    .min(1)
    .max(40)
    .describe("`email`, `sms`, ...; `preferred` for the person's own choice; `best` for the best reachable."),
  fallback: z
    .array(z.string().min(1).max(40))
    .max(5)
    .optional()
    .describe('Channels to try next when this one does not deliver.'),
  message: keySchema.describe('The key of a message in `messages/`.'),
  messages: z
    .record(z.string(), keySchema)
    .optional()
    .describe('The message per channel, when more than one channel may be used.'),
  topic: keySchema.optional().describe("The topic people subscribe to; the message's own by default."),
  when: conditionsSchema.optional().describe('Looked at again right before sending; not sent when it fails.'),
  onCap: z.enum(['wait', 'skip', 'exit']).default('wait').describe('When a frequency cap is reached.'),
  ...limitsOn('what this step sends'),
  onQuiet: z.enum(['wait', 'skip']).default('wait').describe('When it is quiet hours for them.'),
});
/** A send, with the steps to take when it finally fails. */
export type SendStep = z.infer<typeof fields> & { onFailure?: Step[] | undefined };

const check = (input: { step: SendStep; path: string }): readonly Problem[] => {
  const { step, path } = input;
  return (step.fallback ?? []).flatMap((channel, index, all): Problem[] => {
    if (channel !== step.channel && all.indexOf(channel) === index) return [];
    const message = `\`${channel}\` was tried before.`;
    const at = `${path}.fallback[${index}]`;
    return [refusal({ code: 'repeated-channel', step: step.id, path: at, message, hint: 'Remove it.' })];
  });
};

/** Sends a message. */
export const send: StepType<SendStep> = {
  type: 'send',
  schema: (stepsOf) =>
    fields.extend({ onFailure: stepsOf('The steps to take when it finally failed.').optional() }),
  branches: (step) => [{ name: 'failure', steps: step.onFailure ?? [], field: 'onFailure' }],
  conditions: (step) => (step.when === undefined ? [] : [{ conditions: step.when, field: 'when' }]),
  gives: ['messageId', 'channel'],
  check,
  checkReferences: checkSendReferences,
  actsOutside: true,
  arrive: ({ context, state, step }) => {
    if (!state.skipping) return ask({ context, state, effect: { kind: 'send' } });
    const decision: Decision = { kind: 'skipped', step: step.id, visit: state.visit, reason: 'overdue' };
    return { kind: 'passes', state, decision };
  },
  perform: ({ ports }) => ports.send(),
  words: { en: { skipped: notSent.en }, es: { skipped: notSent.es } },
};
