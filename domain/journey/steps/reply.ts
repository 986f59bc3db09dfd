import { z } from 'zod';

import { at } from '../../ledger/words.ts';
import { common, pathSchema, typeOf } from '../step-fields.ts';
import type { Step } from '../steps.ts';
import type { StepType } from './step-type.ts';
import { resulted } from './step-work.ts';

const fields = z.strictObject({
  ...common,
  type: typeOf('reply', 'Answers in the conversation that the run began from, on its channel.'),
  text: z.string().min(1).max(20_000).describe('What is answered, as plain text; may be a template.'),
  conversation: pathSchema
    .optional()
    .describe(
      'Where the id of the conversation stands; by default `$.entry.properties.conversation`, as the events of conversations have it.',
    ),
  state: z
    .enum(['open', 'waiting', 'solved'])
    .optional()
    .describe('The state of the conversation afterwards; by default it stays as it is.'),
});
/** An answer in a conversation, with the steps to take when there is none of this person. */
export type ReplyStep = z.infer<typeof fields> & { otherwise?: Step[] | undefined };

const usualPath = '$.entry.properties.conversation';

/** Answers in a conversation. */
export const reply: StepType<ReplyStep> = {
  type: 'reply',
  schema: (stepsOf) =>
    fields.extend({
      otherwise: stepsOf('The steps to take when there is no such conversation of this person.').optional(),
    }),
  branches: (step) => [{ name: 'otherwise', steps: step.otherwise ?? [], field: 'otherwise' }],
  templates: (step) => ({ value: step.text, field: 'text' }),
  reads: (step) =>
    step.conversation === undefined
      ? []
      : [{ text: step.conversation, field: 'conversation', orElse: step.otherwise !== undefined }],
  gives: ['conversation', 'message'],
  actsOutside: true,
  perform: async ({ step, fill, read, ports }) => {
    const conversation = read(step.conversation ?? usualPath);
    if (typeof conversation !== 'string') return resulted({ kind: 'none', reason: 'no-conversation' });
    const filled = fill();
    const text = typeof filled === 'string' && filled.trim() !== '' ? filled : step.text;
    return resulted(await ports.reply({ conversation, text, state: step.state }));
  },
  words: {
    en: { acted: (facts) => `Answered in the conversation${at.en(facts)}.` },
    es: { acted: (facts) => `Respondió en la conversación${at.es(facts)}.` },
  },
};
