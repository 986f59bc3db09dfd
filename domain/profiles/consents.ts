import type { AcceptedEvent } from '../events/event.ts';
import { own } from '../json.ts';
import type { EventScope } from './event-scope.ts';
import { profileLimits as limits } from './profile-limits.ts';

/** What a person said about one topic on one channel, and the proof of it. */
export type Consent = {
  readonly state: 'granted' | 'withdrawn';
  readonly at: number;
  readonly source: string;
  readonly textVersion?: string;
  /** The person said it themself from that address: a link in a mail to it, or what the shop vouches for. */
  readonly confirmed?: boolean;
};

/** By channel, then topic; the topic `*` stands for the whole channel. */
export type Consents = Readonly<Record<string, Readonly<Record<string, Consent>>>>;

const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** A name or a text of a consent: null and blank are nothing, a number is its text; undefined for what cannot be read. */
const textOf = (input: { value: unknown; max: number }): string | undefined => {
  const { value, max } = input;
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text.trim() !== '' && text.length <= max ? text : undefined;
};

/**
 * What a consent is about. Where a name is there and cannot be read, a no counts as one to the whole of the usual channel and
 * a yes as none: neither is guessed in favour of sending.
 */
const aboutOf = (input: {
  properties: AcceptedEvent['properties'];
  state: Consent['state'];
}): { readonly channel: string; readonly topic: string } | undefined => {
  const { channel, topic } = input.properties;
  const said = { channel: textOf({ value: channel, max: 40 }), topic: textOf({ value: topic, max: 64 }) };
  const isClear =
    (isNothing(channel) || said.channel !== undefined) && (isNothing(topic) || said.topic !== undefined);
  if (!isClear && input.state === 'granted') return undefined;
  return { channel: said.channel ?? 'email', topic: said.topic ?? '*' };
};

const isUnconfirmed = (consent: Consent): boolean =>
  consent.state === 'granted' && consent.confirmed !== true;

/**
 * What two statements about the same topic come to, in whatever order they arrive: a withdrawal and a confirmed yes
 * by the time they were said, at the same instant the withdrawal; an unconfirmed yes counts only where nobody ever
 * withdrew, since anybody can type somebody else's address into a form.
 */
export const joinConsent = (a: Consent, b: Consent): Consent => {
  if (isUnconfirmed(a) !== isUnconfirmed(b)) return isUnconfirmed(a) ? b : a;
  if (a.at !== b.at) return a.at > b.at ? a : b;
  return a.state === 'withdrawn' ? a : b;
};

/** One statement of a consent event, and what it is about. */
export type Statement = { readonly channel: string; readonly topic: string; readonly consent: Consent };

/** What an event says about consent; undefined for other events, for what cannot be read, and from a public key. */
export const statementOf = (
  event: Pick<AcceptedEvent, 'name' | 'properties' | 'timestamp' | 'source' | 'trust'>,
): Statement | undefined => {
  const state = consentEvents.get(event.name);
  if (state === undefined || event.trust === 'public') return undefined;
  const { properties } = event;
  const about = aboutOf({ properties, state });
  if (about === undefined) return undefined;
  const textVersion = textOf({ value: properties['textVersion'], max: 200 });
  const consent: Consent = {
    state,
    at: event.timestamp,
    source: textOf({ value: properties['source'], max: 200 }) ?? event.source,
    ...(textVersion === undefined ? {} : { textVersion }),
    ...(properties['confirmed'] === true && state === 'granted' ? { confirmed: true } : {}),
  };
  return { ...about, consent };
};

/**
 * Whether a statement counts in a workspace (see `eventScopeOf`). A yes to what the workspace does not have says nothing; a
 * no is kept under whatever name it has, since none may be lost.
 */
export const isKnownStatement = (input: { said: Statement; scope: EventScope }): boolean => {
  const { said, scope } = input;
  if (said.consent.state === 'withdrawn') return true;
  return scope.channels.has(said.channel) && scope.topics.has(said.topic);
};

/**
 * A statement as far as there is room for it (see `profileLimits`): one more yes is left out; one more withdrawal of a topic
 * is taken for its whole channel, since none may be lost. Undefined when it is left out.
 */
export const fittingStatement = (input: { consents: Consents; said: Statement }): Statement | undefined => {
  const { consents, said } = input;
  const { channel, consent } = said;
  const topics = own(consents, channel);
  if (topics !== undefined && Object.hasOwn(topics, said.topic)) return said;
  const isNewChannel = topics === undefined && Object.keys(consents).length >= limits.channels;
  if (isNewChannel || channel.length > limits.channelName) return undefined;
  const count = Object.values(consents).reduce((sum, one) => sum + Object.keys(one).length, 0);
  if (count < limits.consents) return said;
  return consent.state === 'withdrawn' ? { ...said, topic: '*' } : undefined;
};

/** Joins a statement into what was said before (see `joinConsent`), as far as there is room for it. */
export const withStatementOf = (input: { consents: Consents; said: Statement }): Consents => {
  const { consents } = input;
  const said = fittingStatement(input);
  if (said === undefined) return consents;
  const { channel, topic } = said;
  const topics = own(consents, channel) ?? {};
  const before = own(topics, topic);
  const consent = before === undefined ? said.consent : joinConsent(before, said.consent);
  // Entries, not an index: a name from outside is never looked up or set on a prototype.
  return withOwn(consents, channel, withOwn(topics, topic, consent));
};

/** Applies a consent event, as far as it counts (see `isKnownStatement`). Other events change nothing. */
export const applyConsent = (input: {
  consents: Consents;
  scope: EventScope;
  event: Pick<AcceptedEvent, 'name' | 'properties' | 'timestamp' | 'source' | 'trust'>;
}): Consents => {
  const { consents, event, scope } = input;
  const said = statementOf(event);
  const counts = said !== undefined && isKnownStatement({ said, scope });
  return counts ? withStatementOf({ consents, said }) : consents;
};

const withOwn = <T>(record: Readonly<Record<string, T>>, name: string, value: T): Record<string, T> =>
  Object.fromEntries([...Object.entries(record), [name, value]]);

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
 * one about the whole channel, except that a withdrawal of the whole channel stops everything until the person
 * confirms a later yes.
 * Silence is no consent, unless the topic is opt-out and the tenant says so.
 */
export const mayMarket = (input: {
  consents: Consents;
  channel: string;
  topic: string;
  optOut: boolean;
}): ConsentAnswer => {
  const said = own(input.consents, input.channel);
  const whole = own(said, '*');
  const topic = own(said, input.topic);
  const isLifted =
    whole !== undefined && topic !== undefined && joinConsent(whole, topic).state === 'granted';
  if (whole?.state === 'withdrawn' && !isLifted) return { allowed: false, reason: 'unsubscribed' };
  if (topic?.state === 'withdrawn') return { allowed: false, reason: 'topic-withdrawn' };
  if (topic?.state === 'granted' || whole?.state === 'granted') return { allowed: true };
  return input.optOut ? { allowed: true } : { allowed: false, reason: 'no-consent' };
};
