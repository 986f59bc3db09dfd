import type { Consents, Consent } from './consents.ts';
import type { Profile } from './profile.ts';
import { withTraits } from './apply-event.ts';

const mergeConsents = (a: Consents, b: Consents): Consents => {
  const merged: Record<string, Record<string, Consent>> = {};
  for (const consents of [a, b]) {
    for (const [channel, topics] of Object.entries(consents)) {
      const into = (merged[channel] ??= {});
      for (const [topic, consent] of Object.entries(topics)) {
        const before = into[topic];
        const isLater = before === undefined || consent.at > before.at;
        const isTieLost = before?.at === consent.at && consent.state === 'withdrawn';
        if (isLater || isTieLost) into[topic] = consent;
      }
    }
  }
  return merged;
};

const union = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])];

/**
 * Joins what is known of one person under two profiles: of each trait the one set last, of each consent what
 * was said last, scores and points added, everything else united. Facts worked out from orders are worked out
 * anew by the caller.
 */
export const mergeProfiles = (input: { into: Profile; from: Profile }): Profile => {
  const { into, from } = input;
  let merged: Profile = into;
  for (const [name, value] of Object.entries(from.traits)) {
    merged = withTraits({ profile: merged, traits: { [name]: value }, at: from.traitTimes[name] ?? 0 });
  }
  const referredBy = into.referredBy ?? from.referredBy;
  return {
    ...merged,
    ids: union(into.ids, from.ids),
    consents: mergeConsents(into.consents, from.consents),
    tags: union(into.tags, from.tags),
    scores: {
      fit: into.scores.fit + from.scores.fit,
      engagement: into.scores.engagement + from.scores.engagement,
    },
    points: into.points + from.points,
    reads: Object.fromEntries(
      union(Object.keys(into.reads), Object.keys(from.reads)).map((channel) => [
        channel,
        [...(from.reads[channel] ?? []), ...(into.reads[channel] ?? [])].slice(-50),
      ]),
    ),
    pressure: [...into.pressure, ...from.pressure].toSorted((a, b) => a.at - b.at),
    createdAt: into.createdAt < from.createdAt ? into.createdAt : from.createdAt,
    lastSeenAt: into.lastSeenAt > from.lastSeenAt ? into.lastSeenAt : from.lastSeenAt,
    outbox: [...into.outbox, ...from.outbox],
    applied: union(into.applied, from.applied).slice(-200),
    ...(referredBy === undefined ? {} : { referredBy }),
  };
};
