import { CicloError, notFound } from '../../domain/errors.ts';
import { ownNames } from '../../domain/events/own-names.ts';
import { hashId } from '../../domain/hash.ts';
import { identitiesOf } from '../../domain/profiles/identities/identity.ts';
import { withComputed } from '../../domain/value/figures.ts';
import type { CurrentMeasures } from '../value/current-measures.ts';
import { computeFromOrders } from '../../domain/orders/compute-from-orders.ts';
import type { OutboxItem, Profile } from '../../domain/profiles/profile.ts';
import { keptApart, leavesOf, staysOf } from '../../domain/profiles/identities/split-profiles.ts';
import { defaultStages } from '../../domain/profiles/stage.ts';
import { hourIn } from '../../domain/time/hour-in.ts';
import { zoneOfProfile } from '../runs/burst/session.ts';
import type { Clock } from '../clock/clock.ts';
import { livingOf } from './follow-merges.ts';
import type { LiveWorkspace, LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { ConsentLedger } from '../consents/ports.ts';
import type { EventRow, EventStore } from '../events/ports.ts';
import type { PeopleStore } from '../privacy/people-port.ts';
import type { OrderStore, ProfileRow, ProfileStore } from './ports.ts';
import type { DryRunReads } from '../dry-runs/ports.ts';
import type { ChangeProfile } from './change-profile.ts';

/** What a split came to: the profile that is one of its own again, the identities it has, and how many events are theirs. */
export type Split = {
  readonly profileId: string;
  readonly from: string;
  readonly ids: readonly string[];
  readonly events: number;
};

/**
 * Undoes a merge. `id`: the person as they are now; `from`: the profile that was merged into theirs. Throws `not-found` when
 * there is no such person or merge.
 */
export type SplitProfile = (input: { tenant: string; id: string; from: string }) => Promise<Split>;

type Deps = {
  readonly profiles: ProfileStore;
  readonly people: Pick<PeopleStore, 'family' | 'split'>;
  readonly events: Pick<EventStore, 'give'>;
  readonly orders: Pick<OrderStore, 'of' | 'give'>;
  readonly consentLedger: Pick<ConsentLedger, 'give'>;
  readonly dryRunReads: Pick<DryRunReads, 'eventsOf'>;
  readonly live: LiveWorkspaces;
  readonly clock: Clock;
  readonly changeProfile: ChangeProfile;
  readonly measures: CurrentMeasures;
};

/** As many events of each are applied again, the latest; earlier ones stand by what the profile says. */
const eventsMax = 10_000;

type At = { readonly deps: Deps; readonly tenant: string; readonly main: ProfileRow };

const noMerge = (): CicloError =>
  new CicloError({ code: 'not-found', message: 'No profile was merged into this one by that id.' });

const isPart = (main: ProfileRow, one: ProfileRow): boolean =>
  one.mergedInto === main.id || one.splitting?.from === main.id;

/** Makes it a profile again, still without identities, which lead to the other until that has let them go. */
const stand = async (input: At & { gone: ProfileRow; now: number }): Promise<ProfileRow> => {
  const { deps, main, gone, now } = input;
  if (gone.splitting !== undefined) return gone;
  const { rev, mergedInto: _into, ...rest } = gone;
  const row = { ...rest, splitting: { from: main.id, at: now } };
  if ((await deps.profiles.replace({ profile: row, rev })) === 'conflict') {
    throw new CicloError({ code: 'conflict', message: 'The profile is being changed; try again.' });
  }
  return { ...row, rev: rev + 1 };
};

/** Events since the merge whose surest identity is of the other: those are theirs, with the orders they are about. */
const giveLater = async (input: At & { gone: ProfileRow }): Promise<void> => {
  const { deps, tenant, main, gone } = input;
  const theirs = new Set(gone.mergedIds);
  const known = new Set([...main.ids, ...theirs]);
  const since = { from: gone.mergedAt ?? 0, until: Number.MAX_SAFE_INTEGER, limit: eventsMax };
  const rows = await deps.dryRunReads.eventsOf({ tenant, profileId: main.id, ...since });
  const moved = rows.filter((row) => theirs.has(identitiesOf(row).find((id) => known.has(id)) ?? ''));
  await deps.events.give({ tenant, ids: moved.map(({ id }) => id), profileId: gone.id });
  const given = { tenant, from: main.id, to: gone.id };
  await deps.consentLedger.give({ ...given, events: moved.map(({ id }) => id) });
  const orderIds = moved.flatMap(({ properties }) => {
    const id = properties['order_id'];
    return typeof id === 'string' || typeof id === 'number' ? [String(id)] : [];
  });
  await deps.orders.give({ ...given, orderIds });
};

const toldOf = (input: { live: LiveWorkspace; rows: readonly EventRow[]; profile: Profile }) => {
  const { live, rows, profile } = input;
  const zone = zoneOfProfile({ profile, live });
  return {
    events: rows.toSorted((a, b) => a.timestamp - b.timestamp),
    stages: live.published.settings.stages ?? defaultStages,
    scope: live.eventScope,
    hourOf: ({ timestamp }: { timestamp: number }) => hourIn({ at: timestamp, zone }),
  };
};

/** What both are now, each from what is their own. */
const workOutBoth = async (input: At & { gone: ProfileRow; at: number }): Promise<Split> => {
  const { deps, tenant, main, gone, at } = input;
  const live = await deps.live.of(tenant);
  const { currency } = live.published.settings;
  const until = { until: Number.MAX_SAFE_INTEGER, limit: eventsMax };
  const theirs = await deps.dryRunReads.eventsOf({ tenant, profileId: gone.id, from: 0, ...until });
  const own = await deps.dryRunReads.eventsOf({ tenant, profileId: main.id, from: 0, ...until });
  const later = theirs.filter((row) => row.receivedAt >= (gone.mergedAt ?? 0));
  const left = { ...toldOf({ live, rows: later, profile: gone }), gone, ids: gone.mergedIds ?? [] };
  const tell = (properties: OutboxItem['properties']): OutboxItem => {
    const id = hashId('split', gone.id, at, JSON.stringify(properties));
    return { id, name: ownNames.split, properties, at };
  };
  const ordersOf = async (profile: Profile): Promise<Profile> => {
    const orders = await deps.orders.of({ tenant, profileId: profile.id });
    const computed = computeFromOrders({ orders, currency });
    const measures = await deps.measures.of(tenant);
    return withComputed({ profile, computed, measures, now: deps.clock.now(tenant) });
  };
  const change = { tenant, id: hashId('split', gone.id, at), now: deps.clock.now(tenant) };
  await deps.changeProfile({
    ...change,
    profileId: main.id,
    apply: async (merged) => {
      const stays = staysOf({
        ...toldOf({ live, rows: own, profile: merged }),
        merged,
        gone: leavesOf(left),
      });
      return ordersOf({
        ...keptApart(stays, gone.id),
        outbox: [...stays.outbox, tell({ to: gone.id })],
      });
    },
  });
  // What somebody else has claimed since it was let go stays theirs.
  const taken = await deps.profiles.withIds({ tenant, ids: left.ids });
  const others = new Set(taken.filter(({ id }) => id !== gone.id).flatMap((row) => row.ids));
  const ids = left.ids.filter((id) => !others.has(id));
  await deps.changeProfile({
    ...change,
    profileId: gone.id,
    apply: (profile) => {
      const leaves = leavesOf({ ...left, gone: profile, ids });
      return ordersOf({
        ...keptApart(leaves, main.id),
        outbox: [...leaves.outbox, tell({ from: main.id })],
      });
    },
  });
  return { profileId: gone.id, from: main.id, ids, events: theirs.length };
};

/**
 * Makes the split of two profiles that were merged. Each gets back what came from it, and is worked out again from its own
 * events. Step by step, each of which may be repeated: a split that was cut off is completed by asking for it again.
 */
export const createSplitProfile = (deps: Deps): SplitProfile => {
  return async ({ tenant, id, from }) => {
    const main = await livingOf({ profiles: deps.profiles, tenant, profileId: id });
    if (main === undefined) throw notFound('person');
    const at = { deps, tenant, main };
    const found = await deps.profiles.get({ tenant, profileId: from });
    if (found === undefined || !isPart(main, found)) throw noMerge();
    const gone = await stand({ ...at, gone: found, now: deps.clock.now(tenant) });
    const family = await deps.people.family({ tenant, profileId: gone.id });
    await deps.people.split({ tenant, from: main.id, to: gone.id, family });
    await giveLater({ ...at, gone });
    return workOutBoth({ ...at, gone, at: gone.splitting?.at ?? 0 });
  };
};
