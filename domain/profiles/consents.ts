import { z } from 'zod';

/** What a person said about one topic on one channel, and the proof of it. */
export type Consent = {
  readonly state: 'granted' | 'withdrawn';
  readonly at: number;
  readonly source: string;
  readonly textVersion?: string;
};

/** By channel, then topic; the topic `*` stands for the whole channel. */
export type Consents = Readonly<Record<string, Readonly<Record<string, Consent>>>>;

const consentProperties = z.object({
  channel: z.string().min(1).max(40).default('email'),
  topic: z.string().min(1).max(64).default('*'),
  source: z.string().max(200).optional(),
  textVersion: z.string().max(200).optional(),
});

/**
 * Applies a consent event. What was said last wins, by the time it was said; at the same instant a
 * withdrawal wins. Other events change nothing.
 */
export const applyConsent = (input: {
  consents: Consents;
  event: { name: string; properties: unknown; timestamp: number; source: string };
}): Consents => {
  const { consents, event } = input;
  const state = consentEvents.get(event.name);
  if (state === undefined) return consents;
  const parsed = consentProperties.safeParse(event.properties);
  if (!parsed.success) return consents;
  const { channel, topic, textVersion } = parsed.data;
  const before = consents[channel]?.[topic];
  const isOlder = before !== undefined && before.at > event.timestamp;
  const isTieLost = before?.at === event.timestamp && before.state === 'withdrawn';
  if (isOlder || isTieLost) return consents;
  const consent: Consent = {
    state,
    at: event.timestamp,
    source: parsed.data.source ?? event.source,
    ...(textVersion === undefined ? {} : { textVersion }),
  };
  return { ...consents, [channel]: { ...consents[channel], [topic]: consent } };
};

const consentEvents: ReadonlyMap<string, Consent['state']> = new Map([
  ['Consent Granted', 'granted'],
  ['Consent Withdrawn', 'withdrawn'],
  ['Unsubscribed', 'withdrawn'],
]);

/** Why a marketing message may or may not go out. */
export type ConsentAnswer =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reason: 'no-consent' | 'unsubscribed' | 'topic-withdrawn' };

/**
 * Whether a person wants marketing on this topic and channel. A word about the topic itself counts before
 * one about the whole channel, except that a later withdrawal of the whole channel stops everything.
 * Silence is no consent, unless the topic is opt-out and the tenant says so.
 */
export const mayMarket = (input: {
  consents: Consents;
  channel: string;
  topic: string;
  optOut: boolean;
}): ConsentAnswer => {
  const said = input.consents[input.channel] ?? {};
  const whole = said['*'];
  const topic = said[input.topic];
  if (whole?.state === 'withdrawn' && (topic === undefined || topic.at <= whole.at)) {
    return { allowed: false, reason: 'unsubscribed' };
  }
  if (topic?.state === 'withdrawn') return { allowed: false, reason: 'topic-withdrawn' };
  if (topic?.state === 'granted' || whole?.state === 'granted') return { allowed: true };
  return input.optOut ? { allowed: true } : { allowed: false, reason: 'no-consent' };
};
