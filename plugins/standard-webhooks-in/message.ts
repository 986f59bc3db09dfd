import { z } from 'zod';

import type { InboundMessage } from '../contract.ts';

const text = z.string().trim().min(1);
const id = z.union([text, z.int().transform(String)]);

/** The type under which a message arrives that somebody wrote. */
const type = 'message.received';

const envelope = z.object({
  type: z.literal(type),
  timestamp: z.union([z.string(), z.number()]).nullish().catch(undefined),
  data: z.object({
    id: id.pipe(z.string().max(500)),
    channel: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'a channel such as `sms` or `chat`'),
    from: z.object({ address: id.pipe(z.string().max(320)), name: z.string().max(200).nullish() }),
    authenticated: z.boolean().nullish(),
    to: z.string().max(320).nullish(),
    subject: z.string().max(1_000).nullish(),
    text: z.string().max(200_000),
    thread: id.pipe(z.string().max(500)).nullish(),
    automatic: z.boolean().nullish(),
  }),
});

/** Whether a body says that somebody wrote. */
export const isMessage = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && 'type' in json && json.type === type;

/** What of an object is there: null and undefined say nothing. */
const said = <K extends string, V>(name: K, value: V | null | undefined): Partial<Record<K, V>> => {
  const fields: Partial<Record<K, V>> = {};
  if (value !== null && value !== undefined) fields[name] = value;
  return fields;
};

/** The message of a body, or what is wrong with it in one sentence. */
export const messageOf = (
  json: unknown,
):
  | { readonly ok: true; readonly value: InboundMessage }
  | { readonly ok: false; readonly message: string } => {
  const parsed = envelope.safeParse(json);
  if (!parsed.success) {
    const [first] = parsed.error.issues;
    return { ok: false, message: `${first?.path.join('.') ?? ''}: ${first?.message ?? ''}` };
  }
  const { data, timestamp } = parsed.data;
  const { from } = data;
  return {
    ok: true,
    value: {
      type: 'message',
      id: data.id,
      channel: data.channel,
      from: { address: from.address, ...said('name', from.name) },
      text: data.text,
      ...said('authenticated', data.authenticated),
      ...said('to', data.to),
      ...said('subject', data.subject),
      ...said('thread', data.thread),
      ...said('automatic', data.automatic),
      ...said('timestamp', timestamp),
    },
  };
};
