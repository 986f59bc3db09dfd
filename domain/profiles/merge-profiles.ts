import type { Consents, Consent } from './consents.ts';
import type { Profile } from './profile.ts';
import { isOnlySeen, isSeenMark, withSeenTraits, withTraits } from './apply-event.ts';
import { defaultStages } from './stage.ts';

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

/** Takes in the traits of another: what was told or removed last, and what was only seen where nothing was told. */
const withTraitsOf = (input: { into: Profile; from: Profile }): Profile => {
  const { from } = input;
  return Object.keys(from.traits)
    .concat(Object.keys(from.traitTimes).filter((name) => !isSeenMark(name)))
    .filter((name, index, all) => all.indexOf(name) === index)
    .reduce<Profile>((profile, name) => {
      const at = from.traitTimes[name] ?? 0;
      const traits = { [name]: from.traits[name] ?? null };
      const isSeen = isOnlySeen({ profile: from, name });
      return isSeen ? withSeenTraits({ profile, traits, at }) : withTraits({ profile, traits, at });
    }, input.into);
};

/** The stage that is further along; of stages that are not in the list, the one that was reached last. */
const furtherStage = (input: {
  into: Profile;
  from: Profile;
  stages: readonly string[];
}): Pick<Profile, 'stage' | 'stageAt'> => {
  const { into, from, stages } = input;
  const [a, b] = [stages.indexOf(into.stage), stages.indexOf(from.stage)];
  const isListed = a !== -1 && b !== -1;
  const takesOther = isListed ? b > a : (from.stageAt ?? '') > (into.stageAt ?? '');
  const { stage, stageAt } = takesOther ? from : into;
  return { stage, ...(stageAt === undefined ? {} : { stageAt }) };
};

/**
 * Joins what is known of one person under two profiles: of each trait the one set last, of each consent what
 * was said last, the stage that is further along, scores and points added, everything else united. Who asked not to
 * be processed stays so. Facts worked out from orders are worked out anew by the caller.
 */
export const mergeProfiles = (input: {
  into: Profile;
  from: Profile;
  /** The stages of the tenant, in order. */
  stages?: readonly string[];
}): Profile => {
  const { into, from } = input;
  const { stageAt: _reached, ...merged } = withTraitsOf(input);
  const referredBy = into.referredBy ?? from.referredBy;
  return {
    ...merged,
    ...furtherStage({ into, from, stages: input.stages ?? defaultStages }),
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
    ...(into.restricted === true || from.restricted === true ? { restricted: true } : {}),
  };
};
