import { z } from 'zod';
import { messageSchema } from './message-definition.ts';

const compiledLocaleSchema = z.object({
  /** Handlebars templates, checked; `html` is absent on channels without HTML. */
  subject: z.string(),
  preheader: z.string(),
  html: z.string().optional(),
  text: z.string(),
});

/**
 * A published message: plain data, stored with its version. MJML, partials and the making of the plain-text
 * part are done; what is left are checked Handlebars templates, so that workers load it without MJML and no
 * stored code is ever executed.
 */
export const compiledMessageSchema = z.object({
  format: z.literal(1),
  key: z.string(),
  name: z.string(),
  channel: messageSchema.shape.channel,
  class: messageSchema.shape.class,
  topic: messageSchema.shape.topic,
  from: z.string().optional(),
  replyTo: z.string().optional(),
  whenMissing: z.enum(['default', 'skip', 'hold']),
  track: z.object({ opens: z.boolean(), clicks: z.boolean() }),
  utm: messageSchema.shape.utm,
  defaultLocale: z.string(),
  locales: z.record(z.string(), compiledLocaleSchema),
  /** Full names of the variables the templates read, sorted; `[]` stands for the items of a list. */
  variables: z.array(z.string()),
  /** The steps whose results the templates need, without fallback or condition: they must have run before. */
  steps: z.array(z.string()),
  sample: messageSchema.shape.sample,
});

export type CompiledMessage = z.infer<typeof compiledMessageSchema>;
export type CompiledLocale = z.infer<typeof compiledLocaleSchema>;
