import { z } from 'zod';

import { accessSchema } from '../objects/access.ts';
import { localised } from './localised.ts';
import { normaliseEmail, parseMailAddress } from '../messages/mail-address.ts';

const address = z
  .string()
  .refine((text) => parseMailAddress(text).ok, 'must be `help@shop.example` or `Help <help@shop.example>`');

const ownWords = z
  .array(z.string().trim().min(1).max(40).describe('A word, such as `ENOUGH`.'))
  .max(50)
  .optional();
const ownAnswer = localised(320).optional();

/** What `ciclo.json` says of conversations. */
export const conversationSettingsSchema = z
  .strictObject({
    addresses: z
      .array(address.describe('An address, with or without a name.'))
      .max(100)
      .default([])
      .describe(
        'The addresses of the team besides `from` and `replyTo`: answers go out from the one that was written to.',
      ),
    senders: z
      .enum(['authenticated', 'any'])
      .default('authenticated')
      .describe(
        '`authenticated`: who writes is taken for a customer only when the receiving side vouches for the address, or the message answers one of ours. `any`: the address alone is believed, which anybody can write.',
      ),
    unknown: z
      .enum(['keep', 'create'])
      .default('keep')
      .describe(
        'What becomes of people nobody knows: `keep` their conversation without a profile, or `create` a profile for an address that is vouched for.',
      ),
    optOutWords: z
      .strictObject({
        stop: ownWords.describe('Words that end the messages of a channel.'),
        start: ownWords.describe('Words that take them up again.'),
        help: ownWords.describe('Words that ask who writes.'),
      })
      .optional()
      .describe('Opt-out words of your own, besides those that Ciclo knows.'),
    optOutAnswers: z
      .strictObject({
        stop: ownAnswer.describe('That the messages have ended: one text, or one per locale.'),
        start: ownAnswer.describe('That they go on: one text, or one per locale.'),
        help: ownAnswer.describe('Who writes and where help is: one text, or one per locale.'),
      })
      .optional()
      .describe('What such a word is answered with; by default a sentence in the language of the person.'),
    access: accessSchema
      .optional()
      .describe(
        'Who of the team may see and answer conversations: `own` ones are those they are the assignee of. By default every role sees all, and every role but `viewer` answers.',
      ),
  })
  .describe('How messages that arrive become conversations.');

export type ConversationSettings = z.output<typeof conversationSettingsSchema>;

type Settings = {
  readonly from: string;
  readonly replyTo?: string | undefined;
  readonly conversations?: ConversationSettings | undefined;
};

/** The settings of conversations; the usual ones where a workspace has none. */
export const conversationSettingsOf = (settings: Pick<Settings, 'conversations'>): ConversationSettings =>
  settings.conversations ?? { addresses: [], senders: 'authenticated', unknown: 'keep' };

/** The senders under which the team answers, by their address in its one form. */
export const teamAddresses = (settings: Settings): ReadonlyMap<string, string> => {
  const { from, replyTo } = settings;
  const all = [
    ...conversationSettingsOf(settings).addresses,
    ...(replyTo === undefined ? [] : [replyTo]),
    from,
  ];
  const found = new Map<string, string>();
  for (const one of all) {
    const parsed = parseMailAddress(one);
    const plain = parsed.ok ? normaliseEmail(parsed.address.email) : undefined;
    if (plain !== undefined && !found.has(plain)) found.set(plain, one);
  }
  return found;
};
