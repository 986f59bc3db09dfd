import type { AcceptedEvent } from '../../events/event.ts';
import { own } from '../../json.ts';
import { splitActivity } from '../activity.ts';
import { applyEvent } from '../apply-event.ts';
import type { EventScope } from '../event-scope.ts';
import { asSaid, type Consent, type Consents } from '../consents.ts';
import { type Profile, newProfile } from '../profile.ts';
import { defaultStages } from '../stage.ts';
import { joinIdentityTimes } from './identity-times.ts';
import { isTraitMark, pageMark, seenMark } from '../traits.ts';

type Told = {
  /** In the order in which they happened. */
  readonly events: readonly AcceptedEvent[];
  readonly stages?: readonly string[];
  readonly scope: EventScope;
  /** The hour of an event in the zone of the person. */
  readonly hourOf: (event: AcceptedEvent) => number;
};

const afterAll = (input: Told & { profile: Profile }): Profile => {
  const { events, stages = defaultStages, scope, hourOf } = input;
  return events.reduce<Profile>(
    (profile, event) => applyEvent({ profile, event, stages, scope, hour: () => hourOf(event) }),
    input.profile,
  );
};

/** The list without the items of another, each taken out once. */
const without = (list: readonly number[], taken: readonly number[]): readonly number[] => {
  const left = [...list];
  for (const item of taken) {
    const index = left.indexOf(item);
    if (index !== -1) left.splice(index, 1);
  }
  return left;
};

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

type Traits = Pick<Profile, 'traits' | 'traitTimes' | 'traitFrom'>;

/** What is known of one trait: its value, when it was set, and whose word it is. */
const traitOf = (profile: Traits, name: string) => [
  own(profile.traits, name) ?? null,
  own(profile.traitTimes, name) ?? null,
  own(profile.traitTimes, seenMark(name)) ?? null,
  own(profile.traitTimes, pageMark(name)) ?? null,
];

/** The traits without those that came with the other, in whose place the person's own stand. */
const traitsOf = (input: { merged: Profile; gone: Profile; replayed: Profile }): Traits => {
  const { merged, gone, replayed } = input;
  const names = Object.keys(merged.traitTimes).filter((name) => !isTraitMark(name));
  const all = [...new Set([...names, ...Object.keys(merged.traits)])];
  const traits = new Map<string, Profile['traits'][string]>();
  const times = new Map<string, number>();
  const sources = new Map<string, string>();
  for (const name of all) {
    const isGones =
      Object.hasOwn(gone.traitTimes, name) && isSame(traitOf(merged, name), traitOf(gone, name));
    const from = isGones ? replayed : merged;
    const value = own(from.traits, name);
    if (value !== undefined) traits.set(name, value);
    const source = own(from.traitFrom ?? {}, name);
    if (source !== undefined) sources.set(name, source);
    for (const key of [name, seenMark(name), pageMark(name)]) {
      const time = own(from.traitTimes, key);
      if (time !== undefined) times.set(key, time);
    }
  }
  return {
    traits: Object.fromEntries(traits),
    traitTimes: Object.fromEntries(times),
    ...(sources.size === 0 ? {} : { traitFrom: Object.fromEntries(sources) }),
  };
};

const consentsOf = (input: { merged: Profile; gone: Profile; replayed: Profile }): Consents => {
  const { merged, gone, replayed } = input;
  const channels = Object.entries(merged.consents).flatMap(([channel, topics]) => {
    const left = Object.entries(topics).flatMap(([topic, consent]): [string, Consent][] => {
      const theirs = own(own(gone.consents, channel), topic);
      const isGones = theirs !== undefined && isSame(asSaid(theirs), asSaid(consent));
      const stands = isGones ? own(own(replayed.consents, channel), topic) : consent;
      return stands === undefined ? [] : [[topic, stands]];
    });
    return left.length === 0 ? [] : [[channel, Object.fromEntries(left)] as const];
  });
  return Object.fromEntries(channels);
};

type Referral = Pick<Profile, 'referredBy' | 'referredAt'>;
const referralOf = ({ referredBy, referredAt }: Referral): Referral => ({
  ...(referredBy === undefined ? {} : { referredBy }),
  ...(referredAt === undefined ? {} : { referredAt }),
});

type Stage = Pick<Profile, 'stage' | 'stageAt'>;
const stageOf = ({ stage, stageAt }: Stage): Stage => ({
  stage,
  ...(stageAt === undefined ? {} : { stageAt }),
});

/** What both added, without what came with the other. */
const sumsOf = ({ merged, gone }: { merged: Profile; gone: Profile }) => ({
  points: merged.points - gone.points,
  scores: {
    fit: merged.scores.fit - gone.scores.fit,
    engagement: merged.scores.engagement - gone.scores.engagement,
  },
});

/**
 * What a profile is without another that was merged into it; `gone` as `leavesOf` gives it. What came with the other goes: where it stood before
 * something of the person's own, that is found in their events, which are applied again. Scores, points and tags that
 * both have go with the other. Facts from orders, segments and dates are worked out by the caller.
 */
export const staysOf = (input: Told & { merged: Profile; gone: Profile }): Profile => {
  const { merged, gone, events } = input;
  const { id, tenant, referralCode } = merged;
  const [first] = events;
  const now = first?.timestamp ?? Date.parse(merged.createdAt);
  const replayed = afterAll({ ...input, profile: newProfile({ id, tenant, ids: [], referralCode, now }) });
  const both = { merged, gone, replayed };
  const {
    stage: _stage,
    stageAt: _at,
    referredBy: _by,
    referredAt: _when,
    traitFrom: _from,
    identityTimes,
    activity: _activity,
    visits: _visits,
    ...rest
  } = merged;
  const ids = new Set(gone.ids);
  const kept = merged.ids.filter((one) => !ids.has(one));
  const pressed = new Set(gone.pressure.map((one) => one.id));
  const isGonesStage = merged.stage === gone.stage;
  const isGonesReferral = isSame(referralOf(merged), referralOf(gone));
  const watched = new Set(gone.watches?.map(({ run }) => run));
  const merges = merged.merges;
  return {
    ...rest,
    ...traitsOf(both),
    ...stageOf(isGonesStage ? replayed : merged),
    ...referralOf(isGonesReferral ? replayed : merged),
    ...sumsOf(both),
    ...splitActivity(both),
    consents: consentsOf(both),
    ids: kept,
    ...joinIdentityTimes({ ids: kept, identityTimes }, []),
    tags: merged.tags.filter((tag) => !gone.tags.includes(tag)),
    reads: Object.fromEntries(
      Object.entries(merged.reads)
        .map(([channel, hours]) => [channel, without(hours, own(gone.reads, channel) ?? [])] as const)
        .filter(([, hours]) => hours.length > 0),
    ),
    pressure: merged.pressure.filter((one) => !pressed.has(one.id)),
    ...(merged.watches === undefined
      ? {}
      : { watches: merged.watches.filter(({ run }) => !watched.has(run)) }),
    ...(first === undefined ? {} : { createdAt: replayed.createdAt, lastSeenAt: replayed.lastSeenAt }),
    ...(merges === undefined
      ? {}
      : { merges: { ...merges, count: Math.max(0, merges.count - 1 - (gone.merges?.count ?? 0)) } }),
  };
};

/** Whom a profile was split from is remembered of so many, the latest. */
const apartMax = 50;

/** Keeps a profile apart from another from now on, whatever they share: else the next event would merge them again. */
export const keptApart = (profile: Profile, from: string): Profile => ({
  ...profile,
  apartFrom: [...(profile.apartFrom ?? []).filter((id) => id !== from), from].slice(-apartMax),
});

/** What the other profile is: as it was when it was merged, with what happened of theirs since. */
export const leavesOf = (input: Told & { gone: Profile; ids: readonly string[] }): Profile => {
  const { gone, ids } = input;
  const {
    mergedInto: _into,
    mergedIds: _ids,
    mergedSegments,
    mergedAt: _at,
    splitting: _splitting,
    ...rest
  } = gone;
  return afterAll({ ...input, profile: { ...rest, ids, segments: mergedSegments ?? gone.segments } });
};
