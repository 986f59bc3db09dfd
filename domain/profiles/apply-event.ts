import type { AcceptedEvent } from '../events/event.ts';
import { type JsonObject, own } from '../json.ts';
import { applyPushNews } from '../push/push-devices.ts';
import type { EventScope } from './event-scope.ts';
import { countActivity } from './activity.ts';
import { applyConsent } from './consents.ts';
import type { Profile } from './profile.ts';
import { profileLimits } from './profile-limits.ts';
import { withStage } from './stage.ts';
import { toldTraits } from './told-traits.ts';
import { joinIdentityTimes, seenBy } from './identities/identity-times.ts';
import { traitSource, withSeenTraits, withTraits } from './traits.ts';

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

const { reads: readsMax, channels: channelsMax, channelName } = profileLimits;

const withRead = (input: { profile: Profile; event: AcceptedEvent; hour: () => number }): Profile => {
  const { profile, event, hour } = input;
  const isRead = event.name === 'Email Opened' || event.name === 'Link Clicked';
  if (!isRead || event.properties['machine'] === true) return profile;
  const given = event.properties['channel'];
  const channel = typeof given === 'string' ? given : 'email';
  const known = own(profile.reads, channel);
  const isOneMore = known === undefined && Object.keys(profile.reads).length >= channelsMax;
  if (isOneMore || channel.length > channelName) return profile;
  const hours = [...(known ?? []), hour()].slice(-readsMax);
  return { ...profile, reads: { ...profile.reads, [channel]: hours } };
};

/**
 * Applies one event to a profile: traits by event time, consents, what was seen last, the hour of reading,
 * the first steps of the lifecycle. `hour` is the hour of the event in the person's zone, `scope` what events may say
 * of people. What depends on orders is worked out from the orders themselves.
 */
export const applyEvent = (input: {
  profile: Profile;
  event: AcceptedEvent;
  stages: readonly string[];
  scope: EventScope;
  hour: () => number;
}): Profile => {
  const { event, scope } = input;
  const at = event.timestamp;
  const seen = new Date(at).toISOString();
  const fromContext = event.trust === 'engine' ? {} : contextTraits(event);
  const withContext = withSeenTraits({ profile: input.profile, traits: fromContext, at });
  const told = toldTraits({ event, scope });
  const from = traitSource(event);
  const withShop = withTraits({ profile: withContext, traits: told.shop, at, from });
  const withTold = withTraits({ profile: withShop, traits: told.page, at, by: 'page', from });
  const identities = joinIdentityTimes(withTold, seenBy(event));
  const consents = applyConsent({ consents: withTold.consents, event, scope });
  const isOwn = event.trust === 'engine';
  const lastSeenAt = !isOwn && seen > withTold.lastSeenAt ? seen : withTold.lastSeenAt;
  // A page says when it likes; since when somebody is known is not for it to say.
  const isPage = event.trust === 'public';
  const createdAt = !isOwn && !isPage && seen < withTold.createdAt ? seen : withTold.createdAt;
  const code = referralCodeOf(event);
  const referral =
    code === undefined ? {} : earlierReferral(withTold, { referredBy: code, referredAt: event.timestamp });
  const heard = withRead({
    profile: { ...withTold, ...identities, consents, lastSeenAt, createdAt, ...referral },
    event,
    hour: input.hour,
  });
  const read = applyPushNews(countActivity(heard, event), event);
  const stage = stageByEvent.get(event.name);
  if (stage === undefined) return read;
  if (read.stage === stage && seen < (read.stageAt ?? '')) return { ...read, stageAt: seen };
  return withStage({ profile: read, stage, stages: input.stages, backward: false, now: at });
};

type Referral = Pick<Profile, 'referredBy' | 'referredAt'>;

/** The code they came with first. One whose time is not known came before all others. */
export const earlierReferral = (one: Referral, other: Referral): Referral => {
  const since = ({ referredAt }: Referral): number => referredAt ?? Number.MIN_SAFE_INTEGER;
  const [first] = [one, other]
    .filter(({ referredBy }) => referredBy !== undefined)
    .toSorted((a, b) => since(a) - since(b) || ((a.referredBy ?? '') < (b.referredBy ?? '') ? -1 : 1));
  if (first?.referredBy === undefined) return {};
  const { referredBy, referredAt } = first;
  return { referredBy, ...(referredAt === undefined ? {} : { referredAt }) };
};

/** The referral code an event brings. */
export const referralCodeOf = (event: Pick<AcceptedEvent, 'properties' | 'name'>): string | undefined => {
  const code = event.properties['referral_code'];
  return typeof code === 'string' && /^[A-Za-z0-9-]{4,40}$/.test(code) ? code.toUpperCase() : undefined;
};
