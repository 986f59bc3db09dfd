import { z } from 'zod';

import type { AcceptedEvent } from '../events/event.ts';
import { subscriptionRequested } from '../events/public-names.ts';

/** A subscription somebody asked for, which the owner of the address has yet to confirm. */
export type Subscription = {
  readonly channel: 'email';
  readonly address: string;
  readonly topic: string;
  readonly locale: string | undefined;
  /** When it was asked for, epoch milliseconds. */
  readonly at: number;
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

/** What an event asks for; undefined for other events, and for channels that nobody can confirm on. */
export const readSubscription = (
  event: Pick<AcceptedEvent, 'name' | 'properties' | 'timestamp'>,
): Subscription | undefined => {
  if (event.name !== subscriptionRequested) return undefined;
  const parsed = properties.safeParse(event.properties);
  if (!parsed.success) return undefined;
  const { email: address, channel, topic, locale } = parsed.data;
  return { channel, address, topic, locale, at: event.timestamp };
};
