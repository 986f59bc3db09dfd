import type { AcceptedEvent } from '../events/event.ts';
import type { Json, JsonObject } from '../json.ts';
import { applyConsent } from './consents.ts';
import { toStoredValue } from '../time/stored-value.ts';
import type { Profile } from './profile.ts';
import { withStage } from './stage.ts';

/** Beside the time of a trait: that nobody told it, it was only seen in the context of a call. */
const seenMark = (name: string): string => `seen:${name}`;

/** True for such a mark among the times of traits. */
export const isSeenMark = (name: string): boolean => name.startsWith(seenMark(''));

/** Whether a trait was only seen in the context of calls; what the person tells counts before it, however old. */
export const isOnlySeen = (input: { profile: Pick<Profile, 'traitTimes'>; name: string }): boolean =>
  Object.hasOwn(input.profile.traitTimes, seenMark(input.name));

const timeOf = (input: { profile: Pick<Profile, 'traitTimes'>; name: string }): number | undefined => {
  const { profile, name } = input;
  return Object.hasOwn(profile.traitTimes, name) ? profile.traitTimes[name] : undefined;
};

/**
 * Sets traits; for each, the value set last by the time of its event wins, of two at the same instant the one
 * that arrives last. Null removes.
 */
export const withTraits = (input: { profile: Profile; traits: JsonObject; at: number }): Profile => {
  const { profile, at } = input;
  const traits: Record<string, Json> = { ...profile.traits };
  const traitTimes: Record<string, number> = { ...profile.traitTimes };
  for (const [name, value] of Object.entries(input.traits)) {
    if (!isOnlySeen({ profile, name }) && (timeOf({ profile, name }) ?? 0) > at) continue;
    traitTimes[name] = at;
    delete traitTimes[seenMark(name)];
    if (value === null) delete traits[name];
    else traits[name] = toStoredValue(value);
  }
  return { ...profile, traits, traitTimes };
};

/** Notes traits that were seen in the context of a call: the latest, where the person told none. */
export const withSeenTraits = (input: { profile: Profile; traits: JsonObject; at: number }): Profile => {
  const { profile, at } = input;
  const news = Object.entries(input.traits).filter(([name]) => {
    const before = timeOf({ profile, name });
    return before === undefined || (isOnlySeen({ profile, name }) && before <= at);
  });
  if (news.length === 0) return profile;
  const times = news.flatMap(([name]) => [
    [name, at],
    [seenMark(name), at],
  ]);
  return {
    ...profile,
    traits: { ...profile.traits, ...Object.fromEntries(news) },
    traitTimes: { ...profile.traitTimes, ...Object.fromEntries(times) },
  };
};

const stageByEvent: ReadonlyMap<string, string> = new Map([
  ['identify', 'lead'],
  ['Order Completed', 'customer'],
]);

const contextTraits = (event: Pick<AcceptedEvent, 'context'>): JsonObject => {
  const { timezone, locale } = event.context;
  return {
    ...(typeof timezone === 'string' ? { timezone } : {}),
    ...(typeof locale === 'string' ? { locale } : {}),
  };
};

const readsMax = 50;

const withRead = (input: { profile: Profile; event: AcceptedEvent; hour: number }): Profile => {
  const { profile, event, hour } = input;
  const isRead = event.name === 'Email Opened' || event.name === 'Link Clicked';
  if (!isRead || event.properties['machine'] === true) return profile;
  const given = event.properties['channel'];
  const channel = typeof given === 'string' ? given : 'email';
  const hours = [...(profile.reads[channel] ?? []), hour].slice(-readsMax);
  return { ...profile, reads: { ...profile.reads, [channel]: hours } };
};

/**
 * Applies one event to a profile: traits by event time, consents, what was seen last, the hour of reading,
 * the first steps of the lifecycle. `hour` is the hour of the event in the person's zone. What depends on
 * orders is worked out from the orders themselves.
 */
export const applyEvent = (input: {
  profile: Profile;
  event: AcceptedEvent;
  stages: readonly string[];
  hour: number;
}): Profile => {
  const { event } = input;
  const at = event.timestamp;
  const seen = new Date(at).toISOString();
  const fromContext = event.source === 'ciclo' ? {} : contextTraits(event);
  const withContext = withSeenTraits({ profile: input.profile, traits: fromContext, at });
  const told = event.type === 'identify' ? event.traits : {};
  const withTold = withTraits({ profile: withContext, traits: told, at });
  const consents = applyConsent({ consents: withTold.consents, event });
  const isOwn = event.source === 'ciclo';
  const lastSeenAt = !isOwn && seen > withTold.lastSeenAt ? seen : withTold.lastSeenAt;
  const referredBy = withTold.referredBy ?? referralCodeOf(event);
  const read = withRead({
    profile: { ...withTold, consents, lastSeenAt, ...(referredBy === undefined ? {} : { referredBy }) },
    event,
    hour: input.hour,
  });
  const stage = stageByEvent.get(event.name);
  if (stage === undefined) return read;
  return withStage({ profile: read, stage, stages: input.stages, backward: false, now: at });
};

/** The referral code an event brings. */
export const referralCodeOf = (event: Pick<AcceptedEvent, 'properties' | 'name'>): string | undefined => {
  const code = event.properties['referral_code'];
  return typeof code === 'string' && /^[A-Za-z0-9-]{4,40}$/.test(code) ? code.toUpperCase() : undefined;
};
