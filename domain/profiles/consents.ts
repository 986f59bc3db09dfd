import type { AcceptedEvent } from '../events/event.ts';
import { own } from '../json.ts';
import { pushSubscribed, readPushNews } from '../push/push-devices.ts';
import type { EventScope } from './event-scope.ts';
import { profileLimits as limits } from './profile-limits.ts';

/** What a person said about one topic on one channel, and the proof of it. */
export type Consent = {
  /** `expired`: a yes whose time has passed. */
  readonly state: 'granted' | 'withdrawn' | 'expired';
  readonly at: number;
  readonly source: string;
  /** Nobody said it: it follows from what they did, such as an order, as far as the workspace says so. */
  readonly basis?: 'implied';
  /** From when on a yes counts no more, epoch milliseconds. */
  readonly expiresAt?: number;
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
  state: 'granted' | 'withdrawn';
}): { readonly channel: string; readonly topic: string } | undefined => {
  const { channel, topic } = input.properties;
  const said = { channel: textOf({ value: channel, max: 40 }), topic: textOf({ value: topic, max: 64 }) };
  const isClear =
    (isNothing(channel) || said.channel !== undefined) && (isNothing(topic) || said.topic !== undefined);
  if (!isClear && input.state === 'granted') return undefined;
  return { channel: said.channel ?? 'email', topic: said.topic ?? '*' };
};

const isUnconfirmed = (consent: Consent): boolean =>
  consent.state !== 'withdrawn' && consent.confirmed !== true;

const endOf = (consent: Consent): number => consent.expiresAt ?? Infinity;

/**
 * What two statements about the same topic come to, in whatever order they arrive: a withdrawal and a confirmed yes
 * by the time they were said, at the same instant the withdrawal; an unconfirmed yes counts only where nobody ever
 * withdrew, since anybody can type somebody else's address into a form. Of two unconfirmed ones the one that holds longer
 * stands.
 */
export const joinConsent = (a: Consent, b: Consent): Consent => {
  if (isUnconfirmed(a) !== isUnconfirmed(b)) return isUnconfirmed(a) ? b : a;
  if (isUnconfirmed(a) && endOf(a) !== endOf(b)) return endOf(a) > endOf(b) ? a : b;
  if (a.at !== b.at) return a.at > b.at ? a : b;
  if (a.state === 'withdrawn') return a;
  return b.state === 'granted' && a.state === 'expired' ? a : b;
};

/** What a yes is for by default. Only a yes for this lets marketing messages out. */
export const usualPurpose = 'marketing';

/** One statement of a consent event, and what it is about. */
export type Statement = {
  readonly channel: string;
  readonly topic: string;
  /** Absent for `marketing`. */
  readonly purpose?: string;
  readonly consent: Consent;
};

const instantOf = (value: unknown): number | undefined => {
  const at = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(at) ? undefined : at;
};

/** A complaint about a mail is a withdrawal of the whole channel: who marks a mail as spam wants no more of them. */
const complaint = 'Email Marked as Spam';

/** How long a yes holds; nothing for one without an end. Undefined for an end that cannot be read: that yes is none. */
const endsOf = (properties: AcceptedEvent['properties']): Pick<Consent, 'expiresAt'> | undefined => {
  if (isNothing(properties['expiresAt'])) return {};
  const expiresAt = instantOf(properties['expiresAt']);
  return expiresAt === undefined ? undefined : { expiresAt };
};

type Telling = Pick<AcceptedEvent, 'name' | 'properties' | 'timestamp' | 'source' | 'trust'>;

/** Who lets a browser show notifications wants them. It is no confirmed yes: what was withdrawn stays so. */
const browserStatement = (event: Telling): Statement | undefined =>
  readPushNews(event)?.kind === 'subscribed'
    ? { channel: 'push', topic: '*', consent: { state: 'granted', at: event.timestamp, source: 'browser' } }
    : undefined;

/**
 * What an event says about consent; undefined for other events, for what cannot be read, and from a public key, which speaks for
 * its own browser alone.
 */
export const statementOf = (event: Telling): Statement | undefined => {
  if (event.name === pushSubscribed) return browserStatement(event);
  const state = consentEvents.get(event.name);
  if (state === undefined || event.trust === 'public') return undefined;
  const { properties } = event;
  const about = aboutOf({ properties, state });
  if (about === undefined) return undefined;
  const ends = state === 'granted' ? endsOf(properties) : {};
  if (ends === undefined) return undefined;
  const textVersion = textOf({ value: properties['textVersion'], max: 200 });
  const purpose = textOf({ value: properties['purpose'], max: 64 });
  const usualSource = event.name === complaint ? 'complaint' : event.source;
  const consent: Consent = {
    state,
    at: event.timestamp,
    source: textOf({ value: properties['source'], max: 200 }) ?? usualSource,
    ...(textVersion === undefined ? {} : { textVersion }),
    ...(properties['confirmed'] === true && state === 'granted' ? { confirmed: true } : {}),
    ...ends,
  };
  const topic = event.name === complaint ? '*' : about.topic;
  const isUsual = purpose === undefined || purpose === usualPurpose;
  return { ...about, topic, ...(isUsual ? {} : { purpose }), consent };
};

/**
 * Whether a statement counts in a workspace (see `eventScopeOf`). A yes to what the workspace does not have, or for
 * another purpose than marketing, says nothing; a no is kept under whatever name it has, since none may be lost.
 */
export const isKnownStatement = (input: { said: Statement; scope: EventScope }): boolean => {
  const { said, scope } = input;
  if (said.consent.state === 'withdrawn') return true;
  if (said.purpose !== undefined) return false;
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

/**
 * The consents that follow from what somebody did, as far as the workspace says so (`impliedConsent`): an order lets a shop
 * write about similar products for a time. Nothing follows from what a page tells.
 */
export const impliedBy = (input: { event: Telling; scope: EventScope }): readonly Statement[] => {
  const { event, scope } = input;
  if (event.trust === 'public') return [];
  return scope.implied
    .filter(({ on }) => on === event.name)
    .flatMap(({ channel, topics, endsAt }) =>
      topics.map((topic): Statement => ({
        channel,
        topic,
        consent: {
          state: 'granted',
          at: event.timestamp,
          source: `implied: ${event.name}`,
          basis: 'implied',
          expiresAt: endsAt(event.timestamp),
        },
      })),
    );
};

/** Everything an event says of consent that counts in a workspace: what was said, and what follows from what was done. */
export const statementsOf = (input: { event: Telling; scope: EventScope }): readonly Statement[] => {
  const { event, scope } = input;
  const said = statementOf(event);
  const counts = said !== undefined && isKnownStatement({ said, scope });
  return [...(counts ? [said] : []), ...impliedBy(input)];
};

/** Applies what an event says of consent, as far as it counts (see `statementsOf`). Other events change nothing. */
export const applyConsent = (input: { consents: Consents; scope: EventScope; event: Telling }): Consents => {
  const { consents, ...told } = input;
  return statementsOf(told).reduce((before, said) => withStatementOf({ consents: before, said }), consents);
};

/** A consent as it stands at an instant: a yes whose time has passed is `expired`. */
export const standingAt = (consent: Consent, now: number): Consent =>
  consent.state === 'granted' && consent.expiresAt !== undefined && consent.expiresAt <= now
    ? { ...consent, state: 'expired' }
    : consent;

/** A consent as it was said, whatever time has passed since. */
export const asSaid = (consent: Consent): Consent =>
  consent.state === 'expired' ? { ...consent, state: 'granted' } : consent;

/** What time alone makes of consents. */
export type Expiry = {
  /** As they stand now; the same object when none has expired. */
  readonly consents: Consents;
  /** Those that have expired since they were looked at last. */
  readonly expired: readonly Statement[];
  /** When the next one expires, epoch milliseconds. */
  readonly nextAt: number | undefined;
};

/** Works out which consents have expired by now. */
export const expireConsents = (input: { consents: Consents; now: number }): Expiry => {
  const { consents, now } = input;
  const expired: Statement[] = [];
  let nextAt: number | undefined;
  for (const [channel, topics] of Object.entries(consents)) {
    for (const [topic, said] of Object.entries(topics)) {
      if (said.state !== 'granted' || said.expiresAt === undefined) continue;
      const consent = standingAt(said, now);
      if (consent.state === 'expired') expired.push({ channel, topic, consent });
      else nextAt = Math.min(nextAt ?? said.expiresAt, said.expiresAt);
    }
  }
  const after = expired.reduce(
    (before, { channel, topic, consent }) =>
      withOwn(before, channel, withOwn(own(before, channel) ?? {}, topic, consent)),
    consents,
  );
  return { consents: after, expired, nextAt };
};

const withOwn = <T>(record: Readonly<Record<string, T>>, name: string, value: T): Record<string, T> =>
  Object.fromEntries([...Object.entries(record), [name, value]]);

const consentEvents: ReadonlyMap<string, 'granted' | 'withdrawn'> = new Map([
  ['Consent Granted', 'granted'],
  ['Consent Withdrawn', 'withdrawn'],
  ['Unsubscribed', 'withdrawn'],
  [complaint, 'withdrawn'],
]);

/** Why a marketing message may or may not go out. */
export type ConsentAnswer =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      readonly reason: 'no-consent' | 'unsubscribed' | 'topic-withdrawn' | 'consent-expired';
    };

/**
 * Whether a person wants marketing on this topic and channel, at an instant. A word about the topic itself counts before
 * one about the whole channel, except that a withdrawal of the whole channel stops everything until the person
 * confirms a later yes.
 * Silence is no consent, unless the topic is opt-out and the tenant says so. A yes that has expired is no silence: it ends
 * what it began, also for a topic that is opt-out.
 */
export const mayMarket = (input: {
  consents: Consents;
  channel: string;
  topic: string;
  optOut: boolean;
  /** Epoch milliseconds. */
  now: number;
}): ConsentAnswer => {
  const { now } = input;
  const said = own(input.consents, input.channel);
  const at = (consent: Consent | undefined) => (consent === undefined ? undefined : standingAt(consent, now));
  const whole = at(own(said, '*'));
  const topic = at(own(said, input.topic));
  const isLifted =
    whole !== undefined && topic !== undefined && joinConsent(whole, topic).state === 'granted';
  if (whole?.state === 'withdrawn' && !isLifted) return { allowed: false, reason: 'unsubscribed' };
  if (topic?.state === 'withdrawn') return { allowed: false, reason: 'topic-withdrawn' };
  if (topic?.state === 'granted' || whole?.state === 'granted') return { allowed: true };
  if (topic !== undefined || whole !== undefined) return { allowed: false, reason: 'consent-expired' };
  return input.optOut ? { allowed: true } : { allowed: false, reason: 'no-consent' };
};
