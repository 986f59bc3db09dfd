import { own } from '../../json.ts';
import { joinPushDevices } from '../../push/push-devices.ts';
import { type Consents, withStatementOf } from '../consents.ts';
import type { Profile } from '../profile.ts';
import { profileLimits as limits } from '../profile-limits.ts';
import { joinActivity } from '../activity.ts';
import { earlierReferral } from '../apply-event.ts';
import { withIdentities } from './bound-identities.ts';
import { joinIdentityTimes } from './identity-times.ts';
import { isOnlySeen, isTraitMark, withSeenTraits, withTraits, wordFor } from '../traits.ts';
import { defaultStages } from '../stage.ts';

const mergeConsents = (a: Consents, b: Consents): Consents =>
  Object.entries(b)
    .flatMap(([channel, topics]) =>
      Object.entries(topics).map(([topic, consent]) => ({ channel, topic, consent })),
    )
    .reduce<Consents>((consents, said) => withStatementOf({ consents, said }), a);

const hourMs = 3_600_000;

const union = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])];

/** Takes in the traits of another: what was told or removed last, and what was only seen where nothing was told. */
const withTraitsOf = (input: { into: Profile; from: Profile }): Profile => {
  const { from } = input;
  return Object.keys(from.traits)
    .concat(Object.keys(from.traitTimes).filter((name) => !isTraitMark(name)))
    .filter((name, index, all) => all.indexOf(name) === index)
    .reduce<Profile>((profile, name) => {
      const at = own(from.traitTimes, name) ?? 0;
      const traits = { [name]: own(from.traits, name) ?? null };
      const isSeen = isOnlySeen({ profile: from, name });
      const by = wordFor({ profile: from, name }) ?? 'shop';
      const told = { profile, traits, at, from: own(from.traitFrom ?? {}, name) };
      return isSeen ? withSeenTraits(told) : withTraits({ ...told, by });
    }, input.into);
};

/** The stage that is further along; of stages that are not in the list, the one that was reached last. */
const furtherStage = (input: {
  into: Profile;
  from: Profile;
  stages: readonly string[];
}): Pick<Profile, 'stage' | 'stageAt'> => {
  const { into, from, stages } = input;
  if (into.stage === from.stage) {
    const reached = [into.stageAt, from.stageAt].filter((at) => at !== undefined).toSorted()[0];
    return { stage: into.stage, ...(reached === undefined ? {} : { stageAt: reached }) };
  }
  const [a, b] = [stages.indexOf(into.stage), stages.indexOf(from.stage)];
  const isListed = a !== -1 && b !== -1;
  const takesOther = isListed ? b > a : (from.stageAt ?? '') > (into.stageAt ?? '');
  const { stage, stageAt } = takesOther ? from : into;
  return { stage, ...(stageAt === undefined ? {} : { stageAt }) };
};

/** How many profiles both took in, and this one with them. */
const mergesOf = ({
  into,
  from,
  at,
}: {
  into: Profile;
  from: Profile;
  at?: number;
}): Pick<Profile, 'merges'> => {
  if (at === undefined) return {};
  const recent = [...(into.merges?.recent ?? []), at].filter((one) => one > at - hourMs);
  const count = (into.merges?.count ?? 0) + (from.merges?.count ?? 0) + 1;
  return { merges: { count, recent: recent.slice(-limits.mergesPerHour) } };
};

/** Whether a profile takes another in now, by how many it took in of late and ever. */
export const mayTakeIn = (input: { profile: Pick<Profile, 'merges'>; now: number }): boolean => {
  const { count = 0, recent = [] } = input.profile.merges ?? {};
  const ofLate = recent.filter((at) => at > input.now - hourMs);
  return count < limits.merges && ofLate.length < limits.mergesPerHour;
};

/** What counts against caps, each message once. */
const pressureOf = ({ into, from }: { into: Profile; from: Profile }): Profile['pressure'] =>
  [...new Map([...into.pressure, ...from.pressure].map((one) => [one.id, one])).values()]
    .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
    .slice(-limits.pressure);

/** The runs of both that are watched. */
const watchesOf = ({ into, from }: { into: Profile; from: Profile }): Pick<Profile, 'watches'> => {
  const both = [...(into.watches ?? []), ...(from.watches ?? [])];
  const watches = [...new Map(both.map((one) => [one.run, one])).values()].slice(-limits.watches);
  return watches.length === 0 ? {} : { watches };
};

const devicesOf = ({ into, from }: { into: Profile; from: Profile }): Pick<Profile, 'pushDevices'> => {
  const pushDevices = joinPushDevices(into.pushDevices ?? [], from.pushDevices ?? []);
  return pushDevices.length === 0 ? {} : { pushDevices };
};

/**
 * Joins what is known of one person under two profiles: of each trait the one set last, of each consent what
 * `joinConsent` says, the stage that is further along, scores and points added, everything else united. Who asked not
 * to be processed stays so. Facts from orders, segments and dates are worked out again by the caller.
 */
export const mergeProfiles = (input: {
  into: Profile;
  from: Profile;
  /** The stages of the tenant, in order. */
  stages?: readonly string[];
  /** When, so that it counts against the limit of merges. */
  at?: number;
}): Profile => {
  const { into, from } = input;
  const { stageAt: _reached, ...merged } = withTraitsOf(input);
  const { ids } = withIdentities({ ids: into.ids, add: from.ids });
  const apart = union(into.apartFrom ?? [], from.apartFrom ?? []).slice(-50);
  return {
    ...merged,
    ...furtherStage({ into, from, stages: input.stages ?? defaultStages }),
    ids,
    ...joinIdentityTimes({ ids, identityTimes: into.identityTimes }, from.identityTimes ?? []),
    consents: mergeConsents(into.consents, from.consents),
    tags: union(into.tags, from.tags).slice(0, limits.tags),
    scores: {
      fit: into.scores.fit + from.scores.fit,
      engagement: into.scores.engagement + from.scores.engagement,
    },
    points: into.points + from.points,
    reads: Object.fromEntries(
      union(Object.keys(into.reads), Object.keys(from.reads))
        .slice(0, limits.channels)
        .map((channel) => [
          channel,
          [...(own(from.reads, channel) ?? []), ...(own(into.reads, channel) ?? [])].slice(-limits.reads),
        ]),
    ),
    ...joinActivity(into, from),
    pressure: pressureOf(input),
    ...watchesOf(input),
    ...devicesOf(input),
    createdAt: into.createdAt < from.createdAt ? into.createdAt : from.createdAt,
    lastSeenAt: into.lastSeenAt > from.lastSeenAt ? into.lastSeenAt : from.lastSeenAt,
    outbox: [...into.outbox, ...from.outbox],
    applied: union(into.applied, from.applied).slice(-200),
    ...earlierReferral(into, from),
    ...mergesOf(input),
    ...(apart.length === 0 ? {} : { apartFrom: apart }),
    ...(into.restricted === true || from.restricted === true ? { restricted: true } : {}),
  };
};
