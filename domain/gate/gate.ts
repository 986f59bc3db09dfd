import { bucketOf } from '../hash.ts';
import { own } from '../json.ts';
import type { EffectResult } from '../journey/effects.ts';
import { durationEnd } from '../journey/reduce/plan-wait.ts';
import type { SendStep } from '../journey/steps.ts';
import { channelType } from '../messages/channels.ts';
import { mayMarket } from '../profiles/consents.ts';
import type { Pressure, Profile } from '../profiles/profile.ts';
import { nominalLength, toDuration } from '../time/duration.ts';
import { endOfQuiet } from '../time/quiet-hours.ts';
import type { TenantSettings } from '../workspace/tenant-settings.ts';
import { countryOf, countryQuiet } from './country-hours.ts';
import type { LimitOwner, Limits, QuietSetting } from './limits.ts';
import { isNeverOver } from './quiet-week.ts';
import { ownCaps, pausedUntil } from './wishes.ts';

/** What the gate has to know of a message that is about to go out. */
export type Passage = {
  readonly messageId: string;
  readonly step: Pick<SendStep, 'onCap' | 'onQuiet'>;
  readonly class: 'marketing' | 'transactional';
  readonly channel: string;
  readonly topic: string;
  readonly profile: Profile;
  readonly settings: Pick<TenantSettings, 'topics' | 'caps' | 'quietHours'> & {
    /** Absent in workspaces published before there was one. */
    readonly addressCeiling?: number;
    readonly countryHours?: boolean | undefined;
  };
  readonly zone: string;
  readonly now: number;
  /** What sends it: a step of a journey, and the key of the message. */
  readonly from?: { readonly journey: string; readonly step: string; readonly message: string };
  /** Limits narrower than those of the settings. */
  readonly limits?: readonly Limits[];
  /** True for what answers a message of the person: also anyone who said STOP gets the answer they asked for. */
  readonly isAnswer?: boolean;
};

/** Why a message does not go out now, and what happens instead. */
export type Refusal = Extract<EffectResult, { kind: 'skipped' | 'deferred' | 'exit' }>;

/** Whether the person wants it: not restricted, not on a pause they asked for, and consent for the topic on the channel. */
export const consentRefusal = (passage: Passage): Refusal | undefined => {
  const { profile, settings, topic, channel, now } = passage;
  if (profile.restricted === true) return { kind: 'skipped', reason: 'restricted' };
  if (passage.class === 'transactional') return undefined;
  const until = pausedUntil({ profile, now });
  if (until !== undefined) {
    return { kind: 'skipped', reason: 'paused-by-person', detail: { until: new Date(until).toISOString() } };
  }
  const optOut = own(settings.topics, topic)?.default === 'opt-out';
  const answer = mayMarket({ consents: profile.consents, channel, topic, optOut, now });
  return answer.allowed ? undefined : { kind: 'skipped', reason: answer.reason, detail: { topic, channel } };
};

type Cap = TenantSettings['caps'][number];

/** Whether a cap counts messages of a channel and topic. */
export const capCovers = (cap: Cap, what: { readonly channel: string; readonly topic: string }): boolean =>
  (cap.channel === undefined || cap.channel === what.channel) &&
  (cap.topic === undefined || cap.topic === what.topic);

/** How many messages more each cap of the tenant that covers this one leaves room for, this one included. */
export const capRooms = (passage: Passage): readonly { readonly cap: Cap; readonly room: number }[] =>
  passage.settings.caps
    .filter((cap) => capCovers(cap, passage))
    .map((cap) => ({ cap, room: cap.max - countedUntil({ rule: { by: 'tenant', cap }, passage }).length }));

/** A cap, and whose it is. */
type Rule = { readonly by: 'tenant' | 'person' | LimitOwner; readonly cap: Cap };

const rulesOf = ({ settings, limits = [], profile }: Passage): readonly Rule[] => [
  ...settings.caps.map((cap): Rule => ({ by: 'tenant', cap })),
  ...ownCaps(profile).map((cap): Rule => ({ by: 'person', cap })),
  ...limits.flatMap(({ by, caps }) => caps.map((cap): Rule => ({ by, cap }))),
];

/** Whether any cap counts what goes out here. */
export const isCounted = (passage: Passage): boolean =>
  passage.class === 'marketing' && rulesOf(passage).length > 0;

/** Whether a cap counts a message of late: that of a journey only what the journey sent, and so on. */
const countsFor = (input: { rule: Rule; passage: Passage; one: Pressure }): boolean => {
  const { rule, passage, one } = input;
  const { from } = passage;
  if (!capCovers(rule.cap, one)) return false;
  switch (rule.by) {
    case 'tenant':
    case 'person':
      return true;
    case 'journey':
      return one.journey === from?.journey;
    case 'message':
      return one.message === from?.message;
    case 'step':
      return one.journey === from?.journey && one.step === from?.step;
  }
};

/**
 * When each message stops counting against a cap, the first first; only those that still count. The length is
 * reckoned from the message on: a month before today and a month after it are not equally long.
 */
const countedUntil = (input: { rule: Rule; passage: Passage }): readonly number[] => {
  const { rule, passage } = input;
  const { now, zone, messageId } = passage;
  if (!capCovers(rule.cap, passage)) return [];
  return passage.profile.pressure
    .filter((one: Pressure) => one.id !== messageId && countsFor({ rule, passage, one }))
    .map((one) => durationEnd({ from: one.at, text: rule.cap.within, zone }))
    .filter((end) => end > now)
    .toSorted((a, b) => a - b);
};

/** Says whose rule it was, where it was not the tenant's. */
const named = (by: Rule['by']): { readonly by?: LimitOwner | 'person' } => (by === 'tenant' ? {} : { by });

/** Whether a frequency cap is reached; windows slide, and the message itself does not count twice. */
export const capRefusal = (passage: Passage): Refusal | undefined => {
  if (passage.class === 'transactional') return undefined;
  const full = rulesOf(passage).flatMap((rule) => {
    const ends = countedUntil({ rule, passage });
    const room = ends[ends.length - rule.cap.max];
    return room === undefined ? [] : [{ rule, until: room + 1 }];
  });
  const worst = full.toSorted((a, b) => b.until - a.until)[0];
  if (worst === undefined) return undefined;
  const { by, cap } = worst.rule;
  const detail = { max: cap.max, within: cap.within, ...named(by) };
  if (passage.step.onCap === 'skip') return { kind: 'skipped', reason: 'capped', detail };
  return passage.step.onCap === 'exit'
    ? { kind: 'exit', reason: 'capped', outcome: 'capped', detail }
    : { kind: 'deferred', reason: 'capped', until: worst.until, detail };
};

const dayMs = 24 * 3_600_000;

/**
 * How long messages are remembered for the caps, in milliseconds: as long as the longest of them, and somewhat longer,
 * since months and clocks are not equally long.
 */
export const pressureKeptMs = (caps: readonly Pick<Cap, 'within'>[]): number =>
  Math.max(0, ...caps.map(({ within }) => nominalLength(toDuration(within)))) * 1.05 + 2 * dayMs;

/** The message as it counts against caps from now on. */
export const pressureOf = (passage: Passage): Pressure => {
  const { messageId: id, now: at, channel, topic, from, settings, limits = [], profile } = passage;
  const narrower = [...ownCaps(profile), ...limits.flatMap(({ caps }) => caps)];
  const own = passage.class === 'marketing' ? narrower : [];
  const keptMs = own.length === 0 ? 0 : pressureKeptMs(own);
  const isKeptLonger = keptMs > pressureKeptMs(settings.caps);
  return { id, at, channel, topic, ...from, ...(isKeptLonger ? { keptUntil: at + keptMs } : {}) };
};

/** Messages held by quiet hours go out over this long after them, not all at once. */
const releaseMs = 20 * 60_000;

/** Quiet hours that hold for the message, and whose they are. */
const quietOf = (passage: Passage): readonly { readonly by: Rule['by']; readonly hours: QuietSetting }[] => {
  const { settings, limits = [], channel } = passage;
  const country = countryOf(passage.profile);
  return [
    ...settings.quietHours.map((hours) => ({ by: 'tenant' as const, hours })),
    ...limits.flatMap(({ by, quietHours }) => quietHours.map((hours) => ({ by, hours }))),
  ].filter(
    ({ hours }) =>
      (hours.channel === undefined || hours.channel === channel) &&
      (hours.country === undefined || hours.country === country),
  );
};

/** The end of quiet hours that hold together. Where they leave no time at all, since those of the tenant were changed after, these count alone. */
const endOfAll = (input: {
  all: ReturnType<typeof quietOf>;
  at: number;
  zone: string;
}): number | undefined => {
  const { all, at, zone } = input;
  const ofTenant = all.filter(({ by }) => by === 'tenant');
  const quiet = (some: typeof all): QuietSetting[] => some.map(({ hours }) => hours);
  if (all.length === 0) return undefined;
  if (ofTenant.length < all.length && isNeverOver(quiet(all))) {
    return ofTenant.length === 0 ? undefined : endOfQuiet({ at, quiet: quiet(ofTenant), zone });
  }
  return endOfQuiet({ at, quiet: quiet(all), zone });
};

/** What holds a message at an hour: when it ends, and whose rule it is. */
type Quiet = { readonly end: number; readonly detail?: Readonly<Record<string, string>> };

const quietOfTenant = (passage: Passage, at: number): Quiet | undefined => {
  const { zone } = passage;
  const all = quietOf(passage);
  const end = endOfAll({ all, at, zone });
  if (end === undefined) return undefined;
  const whose = all.find(({ hours }) => endOfQuiet({ at, quiet: hours, zone }) !== undefined)?.by;
  return whose === undefined || whose === 'tenant' ? { end } : { end, detail: { by: whose } };
};

const quietOfCountry = (passage: Passage, at: number): Quiet | undefined => {
  const { profile, channel, settings } = passage;
  if (settings.countryHours === false) return undefined;
  const held = countryQuiet({ profile, channel, at });
  if (held === undefined) return undefined;
  const { key: rule, source } = held.rule;
  return { end: held.end, detail: { by: 'country', rule, source } };
};

const turnsMax = 20;

/** Both hold: what ends the one may fall into the other. */
const quietAt = (passage: Passage): Quiet | undefined => {
  const lookAt = (at: number) => quietOfTenant(passage, at) ?? quietOfCountry(passage, at);
  const first = lookAt(passage.now);
  if (first === undefined) return undefined;
  let { end } = first;
  for (let turn = 0; turn < turnsMax; turn += 1) {
    const next = lookAt(end);
    if (next === undefined) break;
    end = next.end;
  }
  return { ...first, end };
};

/** Whether it is quiet hours for the person: those of the tenant in their own zone, and those of their country. */
export const quietRefusal = (passage: Passage): Refusal | undefined => {
  if (passage.class === 'transactional' || channelType(passage.channel).anyHour === true) return undefined;
  const quiet = quietAt(passage);
  if (quiet === undefined) return undefined;
  const detail = quiet.detail === undefined ? {} : { detail: quiet.detail };
  if (passage.step.onQuiet === 'skip') return { kind: 'skipped', reason: 'quiet-hours', ...detail };
  const spread = bucketOf({ salt: passage.messageId, profileId: passage.profile.id }) * releaseMs;
  return { kind: 'deferred', reason: 'quiet-hours', until: quiet.end + Math.floor(spread), ...detail };
};
