import { bucketOf } from '../../domain/hash.ts';
import type { EffectResult } from '../../domain/journey/effects.ts';
import type { SendStep } from '../../domain/journey/steps.ts';
import { mayMarket } from '../../domain/profiles/consents.ts';
import type { Pressure, Profile } from '../../domain/profiles/profile.ts';
import type { LiveWorkspace } from '../live/live-workspace.ts';
import { durationEnd } from '../../domain/journey/plan-wait.ts';
import { endOfQuiet } from '../../domain/time/quiet-hours.ts';

/** What the gate has to know of a message that is about to go out. */
export type Passage = {
  readonly messageId: string;
  readonly step: SendStep;
  readonly class: 'marketing' | 'transactional';
  readonly channel: string;
  readonly topic: string;
  readonly profile: Profile;
  readonly live: LiveWorkspace;
  readonly zone: string;
  readonly now: number;
};

type Refusal = Extract<EffectResult, { kind: 'skipped' | 'deferred' | 'exit' }>;

/** Whether the person wants it: not restricted, and consent for the topic on the channel. */
export const consentRefusal = (passage: Passage): Refusal | undefined => {
  const { profile, live, topic, channel } = passage;
  if (profile.restricted === true) return { kind: 'skipped', reason: 'restricted' };
  if (passage.class === 'transactional') return undefined;
  const optOut = live.published.settings.topics[topic]?.default === 'opt-out';
  const answer = mayMarket({ consents: profile.consents, channel, topic, optOut });
  return answer.allowed ? undefined : { kind: 'skipped', reason: answer.reason, detail: { topic, channel } };
};

type Cap = LiveWorkspace['published']['settings']['caps'][number];

const counted = (input: { cap: Cap; passage: Passage }): readonly Pressure[] => {
  const { cap, passage } = input;
  const covers = (what: { channel: string; topic: string }): boolean =>
    (cap.channel === undefined || cap.channel === what.channel) &&
    (cap.topic === undefined || cap.topic === what.topic);
  if (!covers(passage)) return [];
  const lengthMs = durationEnd({ from: passage.now, text: cap.within, zone: passage.zone }) - passage.now;
  return passage.profile.pressure.filter(
    (one) => one.id !== passage.messageId && covers(one) && one.at > passage.now - lengthMs,
  );
};

/** When the window of a cap has room again. */
const roomAt = (input: { cap: Cap; within: readonly Pressure[]; passage: Passage }): number => {
  const { cap, passage } = input;
  const oldest = input.within.toSorted((a, b) => a.at - b.at)[input.within.length - cap.max];
  return durationEnd({ from: oldest?.at ?? passage.now, text: cap.within, zone: passage.zone }) + 1;
};

/** Whether a frequency cap is reached; windows slide, and the message itself does not count twice. */
export const capRefusal = (passage: Passage): Refusal | undefined => {
  if (passage.class === 'transactional') return undefined;
  const full = passage.live.published.settings.caps.flatMap((cap) => {
    const within = counted({ cap, passage });
    return within.length >= cap.max && within.length > 0
      ? [{ cap, until: roomAt({ cap, within, passage }) }]
      : [];
  });
  const worst = full.toSorted((a, b) => b.until - a.until)[0];
  if (worst === undefined) return undefined;
  const detail = { max: worst.cap.max, within: worst.cap.within };
  switch (passage.step.onCap) {
    case 'wait':
      return { kind: 'deferred', reason: 'capped', until: worst.until, detail };
    case 'skip':
      return { kind: 'skipped', reason: 'capped', detail };
    case 'exit':
      return { kind: 'exit', reason: 'capped', outcome: 'capped' };
  }
};

/** Messages held by quiet hours go out over this long after them, not all at once. */
const releaseMs = 20 * 60_000;

/** Whether it is quiet hours for the person, in their own zone. */
export const quietRefusal = (passage: Passage): Refusal | undefined => {
  if (passage.class === 'transactional') return undefined;
  const country = countryOf(passage.profile);
  const quiet = passage.live.published.settings.quietHours.filter(
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
