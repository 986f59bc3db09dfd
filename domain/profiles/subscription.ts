import { z } from 'zod';

import type { AcceptedEvent } from '../events/event.ts';
import { subscriptionRequested } from '../events/public-names.ts';
import type { Answers } from '../forms/read-answers.ts';

/** A subscription somebody asked for, which the owner of the address has yet to confirm. */
export type Subscription = {
  readonly channel: 'email';
  readonly address: string;
  readonly topic: string;
  readonly locale: string | undefined;
  /** When it was asked for, epoch milliseconds. */
  readonly at: number;
  /** The form that asked, with what was answered in it. Only what our own page took is believed. */
  readonly form?: { readonly key: string; readonly answers: Answers };
};

/** Null and blank are nothing. */
const said = (value: unknown): unknown =>
  value === null || (typeof value === 'string' && value.trim() === '') ? undefined : value;

const properties = z.object({
  email: z.string().min(3).max(320),
  channel: z.preprocess(said, z.literal('email').default('email')),
  topic: z.preprocess(said, z.string().max(64).default('*')),
  locale: z.string().max(20).optional().catch(undefined),
});

const formSaid = z.object({
  form: z.string().min(1).max(64),
  answers: z.record(z.string(), z.union([z.string(), z.boolean()])).default({}),
});

/** What an event asks for; undefined for other events, and for channels that nobody can confirm on. */
export const readSubscription = (
  event: Pick<AcceptedEvent, 'name' | 'properties' | 'timestamp'> & Partial<Pick<AcceptedEvent, 'trust'>>,
): Subscription | undefined => {
  if (event.name !== subscriptionRequested) return undefined;
  const parsed = properties.safeParse(event.properties);
  if (!parsed.success) return undefined;
  const { email: address, channel, topic, locale } = parsed.data;
  const asked = { channel, address, topic, locale, at: event.timestamp };
  const form = event.trust === 'engine' ? formSaid.safeParse(event.properties).data : undefined;
  return form === undefined ? asked : { ...asked, form: { key: form.form, answers: form.answers } };
};
