import { bucketOf } from '../hash.ts';
import { own } from '../json.ts';
import type { EffectResult } from '../journey/effects.ts';
import { durationEnd } from '../journey/reduce/plan-wait.ts';
import type { SendStep } from '../journey/steps.ts';
import { mayMarket } from '../profiles/consents.ts';
import type { Pressure, Profile } from '../profiles/profile.ts';
import { nominalLength, toDuration } from '../time/duration.ts';
import { endOfQuiet } from '../time/quiet-hours.ts';
import type { TenantSettings } from '../workspace/tenant-settings.ts';

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
  };
  readonly zone: string;
  readonly now: number;
};

/** Why a message does not go out now, and what happens instead. */
export type Refusal = Extract<EffectResult, { kind: 'skipped' | 'deferred' | 'exit' }>;

/** Whether the person wants it: not restricted, and consent for the topic on the channel. */
export const consentRefusal = (passage: Passage): Refusal | undefined => {
  const { profile, settings, topic, channel } = passage;
  if (profile.restricted === true) return { kind: 'skipped', reason: 'restricted' };
  if (passage.class === 'transactional') return undefined;
  const optOut = own(settings.topics, topic)?.default === 'opt-out';
  const answer = mayMarket({ consents: profile.consents, channel, topic, optOut });
  return answer.allowed ? undefined : { kind: 'skipped', reason: answer.reason, detail: { topic, channel } };
};

type Cap = TenantSettings['caps'][number];

/** Whether a cap counts messages of a channel and topic. */
export const capCovers = (cap: Cap, what: { readonly channel: string; readonly topic: string }): boolean =>
  (cap.channel === undefined || cap.channel === what.channel) &&
  (cap.topic === undefined || cap.topic === what.topic);

/** How many messages more each cap that covers this one leaves room for, this one included. */
export const capRooms = (passage: Passage): readonly { readonly cap: Cap; readonly room: number }[] =>
  passage.settings.caps
    .filter((cap) => capCovers(cap, passage))
    .map((cap) => ({ cap, room: cap.max - countedUntil({ cap, passage }).length }));

/**
 * When each message stops counting against a cap, the first first; only those that still count. The length is
 * reckoned from the message on: a month before today and a month after it are not equally long.
 */
const countedUntil = (input: { cap: Cap; passage: Passage }): readonly number[] => {
  const { cap, passage } = input;
  const { now, zone } = passage;
  if (!capCovers(cap, passage)) return [];
  return passage.profile.pressure
    .filter((one: Pressure) => one.id !== passage.messageId && capCovers(cap, one))
    .map((one) => durationEnd({ from: one.at, text: cap.within, zone }))
    .filter((end) => end > now)
    .toSorted((a, b) => a - b);
};

/** Whether a frequency cap is reached; windows slide, and the message itself does not count twice. */
export const capRefusal = (passage: Passage): Refusal | undefined => {
  if (passage.class === 'transactional') return undefined;
  const full = passage.settings.caps.flatMap((cap) => {
    const ends = countedUntil({ cap, passage });
    const room = ends[ends.length - cap.max];
    return room === undefined ? [] : [{ cap, until: room + 1 }];
  });
  const worst = full.toSorted((a, b) => b.until - a.until)[0];
  if (worst === undefined) return undefined;
  const detail = { max: worst.cap.max, within: worst.cap.within };
  if (passage.step.onCap === 'skip') return { kind: 'skipped', reason: 'capped', detail };
  return passage.step.onCap === 'exit'
    ? { kind: 'exit', reason: 'capped', outcome: 'capped' }
    : { kind: 'deferred', reason: 'capped', until: worst.until, detail };
};

const dayMs = 24 * 3_600_000;

/**
 * How long messages are remembered for the caps, in milliseconds: as long as the longest of them, and somewhat longer,
 * since months and clocks are not equally long.
 */
export const pressureKeptMs = (caps: readonly Pick<Cap, 'within'>[]): number =>
  Math.max(0, ...caps.map(({ within }) => nominalLength(toDuration(within)))) * 1.05 + 2 * dayMs;

/** Messages held by quiet hours go out over this long after them, not all at once. */
const releaseMs = 20 * 60_000;

/** Whether it is quiet hours for the person, in their own zone. */
export const quietRefusal = (passage: Passage): Refusal | undefined => {
  if (passage.class === 'transactional') return undefined;
  const country = countryOf(passage.profile);
  const quiet = passage.settings.quietHours.filter(
    (hours) =>
      (hours.channel === undefined || hours.channel === passage.channel) &&
      (hours.country === undefined || hours.country === country),
  );
  if (quiet.length === 0) return undefined;
  const end = endOfQuiet({ at: passage.now, quiet, zone: passage.zone });
  if (end === undefined) return undefined;
  if (passage.step.onQuiet === 'skip') return { kind: 'skipped', reason: 'quiet-hours' };
  const spread = bucketOf({ salt: passage.messageId, profileId: passage.profile.id }) * releaseMs;
  return { kind: 'deferred', reason: 'quiet-hours', until: end + Math.floor(spread) };
};

const countryOf = (profile: Profile): string | undefined => {
  const { address, country } = profile.traits;
  if (typeof country === 'string') return country.toUpperCase();
  if (typeof address !== 'object' || address === null || !('country' in address)) return undefined;
  return typeof address.country === 'string' ? address.country.toUpperCase() : undefined;
};
