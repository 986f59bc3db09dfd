import { z } from '@hono/zod-openapi';

import { given } from '../../../api/admin/paging.ts';
import type { CompiledMessage } from '../../../domain/messages/compiled-message.ts';
import type { TemplateUse } from '../template-uses.ts';

const useSchema = z.object({
  journey: z.string(),
  name: z.string().openapi({ description: 'The name of the journey.' }),
  step: z.string(),
});

const templateFields = {
  key: z.string(),
  name: z.string(),
  channel: z.string(),
  class: z.enum(['marketing', 'transactional']),
  topic: z.string(),
  locales: z.array(z.string()).openapi({ description: 'Those it is written in; the default first.' }),
  subject: z.string().openapi({ description: 'In the default locale, as it is written.' }),
  uses: z.array(useSchema).openapi({ description: 'The steps of journeys that send it.' }),
};

export const templateSchema = z.object(templateFields).openapi('Template');

export const templateDetailSchema = z
  .object({
    ...templateFields,
    from: z.string().optional(),
    replyTo: z.string().optional(),
    whenMissing: z.enum(['default', 'skip', 'hold']),
    track: z.object({ opens: z.boolean(), clicks: z.boolean() }),
    variables: z.array(z.string()).openapi({ description: 'What its texts read, as full names.' }),
    steps: z.array(z.string()).openapi({ description: 'Steps whose results it needs.' }),
    texts: z.array(
      z.object({
        locale: z.string(),
        subject: z.string(),
        preheader: z.string(),
        text: z.string().openapi({ description: 'The plain text, as it is written.' }),
      }),
    ),
  })
  .openapi('TemplateDetail');

const localesOf = ({ locales, defaultLocale }: CompiledMessage): readonly string[] => [
  defaultLocale,
  ...Object.keys(locales).filter((one) => one !== defaultLocale),
];

/** A published message as lists show it. */
export const templateBody = (
  message: CompiledMessage,
  uses: readonly TemplateUse[],
): z.infer<typeof templateSchema> => ({
  key: message.key,
  name: message.name,
  channel: message.channel,
  class: message.class,
  topic: message.topic,
  locales: [...localesOf(message)],
  subject: message.locales[message.defaultLocale]?.subject ?? '',
  uses: uses.map((use) => ({ ...use })),
});

/** A published message with its texts and what it needs. */
export const templateDetail = (
  message: CompiledMessage,
  uses: readonly TemplateUse[],
): z.infer<typeof templateDetailSchema> => ({
  ...templateBody(message, uses),
  ...given({ from: message.from, replyTo: message.replyTo }),
  whenMissing: message.whenMissing,
  track: { ...message.track },
  variables: [...message.variables],
  steps: [...message.steps],
  texts: localesOf(message).flatMap((locale) => {
    const texts = message.locales[locale];
    if (texts === undefined) return [];
    const { subject, preheader, text } = texts;
    return [{ locale, subject, preheader, text }];
  }),
});
