import { notFound } from '../../domain/errors.ts';
import type { AcceptedEvent } from '../../domain/events/event.ts';
import { ownNames } from '../../domain/events/own-names.ts';
import { hashId } from '../../domain/hash.ts';
import { mergeProfiles } from '../../domain/profiles/identities/merge-profiles.ts';
import { withComputed } from '../../domain/value/figures.ts';
import type { CurrentMeasures } from '../value/current-measures.ts';
import { computeFromOrders } from '../../domain/orders/compute-from-orders.ts';
import type { OutboxItem, Profile } from '../../domain/profiles/profile.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { ReverseOwn } from '../referrals/reverse-own.ts';
import type { PeopleStore } from '../privacy/people-port.ts';
import type { OrderStore, ProfileRow, ProfileStore } from './ports.ts';
import type { ChangeProfile } from './change-profile.ts';
import type { SettleRuns } from '../runs/settle-runs.ts';

export type MergeProfiles = (input: {
  tenant: string;
  into: string;
  from: string;
  now: number;
  /** History being imported: nobody is told of segments that are joined or left by it. */
  isSilent: boolean;
}) => Promise<ProfileRow | undefined>;

type Deps = {
  readonly profiles: ProfileStore;
  readonly people: PeopleStore;
  readonly orders: Pick<OrderStore, 'of'>;
  readonly reverseOwn: ReverseOwn;
  readonly live: LiveWorkspaces;
  readonly changeProfile: ChangeProfile;
  readonly settleRuns: SettleRuns;
  readonly measures: CurrentMeasures;
  readonly accept: (input: { tenant: string; events: readonly AcceptedEvent[] }) => Promise<unknown>;
};

type Pair = Parameters<MergeProfiles>[0];

/** Takes in what the other was, and works out what follows from both: what orders come to, segments, dates. */
const takeIn = async (input: Pair & { deps: Deps; gone: ProfileRow }): Promise<ProfileRow | undefined> => {
  const { deps, tenant, into, from, gone, now, isSilent } = input;
  const { stages, currency } = (await deps.live.of(tenant)).published.settings;
  await deps.reverseOwn({ tenant, profileId: into, now });
  const id = hashId('merge', from, gone.mergedAt ?? 0);
  const merged: OutboxItem = { id, name: ownNames.merged, properties: { from }, at: now };
  await deps.changeProfile({
    tenant,
    profileId: into,
    id,
    now,
    isSilent,
    tellsChanges: !isSilent,
    takesIn: gone,
    apply: async (profile): Promise<Profile> => {
      if (profile.merging !== from) return profile;
      const { merging: _done, ...both } = mergeProfiles({ into: profile, from: gone, stages, at: now });
      const orders = await deps.orders.of({ tenant, profileId: into });
      const computed = orders.length === 0 ? both.computed : computeFromOrders({ orders, currency });
      const measures = await deps.measures.of(tenant);
      const known = withComputed({ profile: both, computed, measures, now });
      return { ...known, outbox: [...known.outbox, merged] };
    },
  });
  return deps.profiles.get({ tenant, profileId: into });
};

/** Lets go of the identities: nobody finds the profile any more, not by its segments nor by its dates. */
const letGo = async (input: Pair & { deps: Deps; row: ProfileRow }): Promise<ProfileRow | undefined> => {
  const { deps, row, into, now } = input;
  if (row.mergedInto !== undefined) return row;
  const { rev, recheckAt: _recheck, dates: _dates, merging: _merging, ...rest } = row;
  const gone: Profile = {
    ...rest,
    ids: [],
    segments: [],
    mergedInto: into,
    mergedIds: row.ids,
    mergedSegments: row.segments,
    mergedAt: now,
  };
  const written = await deps.profiles.replace({ profile: gone, rev });
  return written === 'conflict' ? undefined : { ...gone, rev: rev + 1 };
};

/** Nothing is left to take in; the note of it goes. */
const forget = async (input: Pair & { deps: Deps; winner: ProfileRow }): Promise<ProfileRow | undefined> => {
  const { rev, merging, ...kept } = input.winner;
  if (merging !== input.from) return input.winner;
  const written = await input.deps.profiles.replace({ profile: kept, rev });
  return written === 'conflict' ? undefined : { ...kept, rev: rev + 1 };
};

/** Merges that wait for one another; more than a few are no accident. */
const depthMax = 5;

/**
 * Makes the merge of two profiles that are one person, as if it had been one from the start. Step by step, so that a crash
 * anywhere leaves a merge that the next event of the person completes: note it on the one that stays; let go of the
 * identities of the other; move what each collection declares to go along; leave one run for each key; take in what is known, and work out the
 * rest from both. Answers undefined when somebody else wrote meanwhile; the caller looks again.
 */
export const createMergeProfiles = (deps: Deps): MergeProfiles => {
  const merge = async (pair: Pair, depth: number): Promise<ProfileRow | undefined> => {
    const { tenant, into, from } = pair;
    const winner = await deps.profiles.get({ tenant, profileId: into });
    const loser = await deps.profiles.get({ tenant, profileId: from });
    if (winner === undefined) throw notFound('profile');
    if (winner.mergedInto !== undefined) return undefined;
    // Erased, or merged into somebody else, since it was found.
    const isElsewhere = loser?.mergedInto !== undefined && loser.mergedInto !== into;
    if (loser === undefined || isElsewhere) return forget({ deps, ...pair, winner });
    // What the other has half taken in is theirs, too. Two that take each other in: one is let go first, and that decides.
    const pending = loser.mergedInto === undefined ? loser.merging : undefined;
    if (pending !== undefined && pending !== into && depth < depthMax) {
      await merge({ ...pair, into: from, from: pending }, depth + 1);
      return undefined;
    }
    if (winner.merging !== from) {
      const { rev, ...kept } = winner;
      const noted = await deps.profiles.replace({ profile: { ...kept, merging: from }, rev });
      if (noted === 'conflict') return undefined;
    }
    const row = await letGo({ deps, ...pair, row: loser });
    if (row === undefined) return undefined;
    await deps.people.merge({ tenant, from, to: into });
    await deps.settleRuns({ tenant, profileId: into });
    const gone = { ...row, ids: row.mergedIds ?? [], segments: row.mergedSegments ?? [] };
    return takeIn({ deps, ...pair, gone });
  };
  return (pair) => merge(pair, 0);
};
