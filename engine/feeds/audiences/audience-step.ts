import type { FeedSettings } from '../../../domain/feeds/feed-settings.ts';
import { adPersonOf } from '../../../domain/feeds/person-to-hash.ts';
import { type Hashed, type Member, planAudience, type Place } from '../../../domain/feeds/plan-audience.ts';
import type { Profile } from '../../../domain/profiles/profile.ts';
import { durationLength } from '../../../domain/time/duration.ts';
import type { HashedPerson, PersonToHash } from '../../../plugins/contract/actions/audiences.ts';
import type { Clock } from '../../clock/clock.ts';
import type { LiveWorkspace } from '../../journeys/live-workspace.ts';
import type { Plugins } from '../../plugins/plugins.ts';
import { afterFailure } from '../../polling/look.ts';
import type { PollState, PollStore } from '../../polling/ports.ts';
import type { SyncPeople } from '../../sync/ports.ts';
import { type FeedState, feedStateIn } from '../feed-state.ts';
import type { LeftOut } from '../kinds/feed-kind.ts';
import type { HoldBack } from '../kinds/hold-back.ts';
import { type AudiencePlace, audiencePlaceIn, audienceShape } from './audience-place.ts';
import type { AskRequests } from './ask-requests.ts';
import type { AudienceMembers } from './ports.ts';
import { withTaken } from './requests.ts';
import type { Settle } from './settle.ts';

const pageSize = 500;
const hour = 3_600_000;
const lengthOf = (text: string): number => durationLength(text) ?? hour;

type Needs = {
  readonly pollStore: PollStore;
  readonly plugins: Pick<Plugins, 'runtime'>;
  readonly syncPeople: SyncPeople;
  readonly holdBack: HoldBack;
  readonly audienceMembers: AudienceMembers;
  readonly settleAudience: Settle;
  readonly askRequests: AskRequests;
  readonly clock: Clock;
};

type Input = {
  readonly live: LiveWorkspace;
  readonly feed: string;
  readonly settings: FeedSettings;
  readonly state: PollState;
  readonly token: string;
  /** Only erased people leave; nobody else is looked at. */
  readonly isPaused: boolean;
};

/** Some people to look at, and where those that follow begin. */
type Page = {
  readonly people: readonly Profile[];
  /** Members of people who were looked for and are not there any more. */
  readonly strays: readonly Member[];
  readonly place: AudiencePlace;
  readonly isEnd: boolean;
};

const noneLeftOut: LeftOut = { restricted: 0, noConsent: 0 };

/** Makes one read of the people who come next. */
const createNextPeople =
  (use: Pick<Needs, 'syncPeople' | 'audienceMembers'>) =>
  async (input: { tenant: string; feed: string; place: AudiencePlace; before: number }): Promise<Page> => {
    const { tenant, feed, place, before } = input;
    const { since } = place;
    if (place.stage === 'all') {
      const people = await use.syncPeople.all({ tenant, after: place.id, limit: pageSize });
      const last = people.at(-1);
      const isOver = last === undefined || people.length < pageSize;
      const next: AudiencePlace = isOver ? { stage: 'members', since, id: '' } : { ...place, id: last.id };
      return { people, strays: [], place: next, isEnd: false };
    }
    if (place.stage === 'members') {
      const members = await use.audienceMembers.page({ tenant, feed, after: place.id, limit: pageSize });
      const ids = [...new Set(members.flatMap(({ profileId }) => profileId ?? []))];
      const found = new Set((await use.syncPeople.some({ tenant, ids })).map(({ id }) => id));
      const strays = members.filter(({ profileId }) => profileId === undefined || !found.has(profileId));
      const last = members.at(-1);
      const isOver = last === undefined || members.length < pageSize;
      const next: AudiencePlace = isOver
        ? { stage: 'changed', since, at: since, id: '' }
        : { stage: 'members', since, id: last.id };
      return { people: [], strays, place: next, isEnd: false };
    }
    const after = { at: place.at, id: place.id };
    const all = await use.syncPeople.changed({ tenant, after, limit: pageSize });
    const people = all.filter(({ syncAt = 0 }) => syncAt < before);
    const last = people.at(-1);
    const next = last === undefined ? after : { at: last.syncAt ?? 0, id: last.id };
    return {
      people,
      strays: [],
      place: { stage: 'changed', since, ...next },
      isEnd: people.length < pageSize,
    };
  };

/** Makes the question who of some people belongs in the audience, by which hashes, and how many were left out and why. */
const createWantedOf =
  (use: Pick<Needs, 'holdBack' | 'clock'>) =>
  async (input: {
    live: LiveWorkspace;
    settings: FeedSettings;
    people: readonly Profile[];
    hash: (person: PersonToHash) => HashedPerson;
  }): Promise<{ readonly wanted: ReadonlyMap<string, Hashed>; readonly leftOut: LeftOut }> => {
    const { live, settings, hash } = input;
    const { tenant } = live;
    const { segment = '' } = settings;
    const { topics, traits } = live.published.settings;
    const people = input.people.filter(({ segments }) => segments.includes(segment));
    const now = use.clock.now(tenant);
    const held = await use.holdBack({ tenant, settings, workspace: { topics, traits }, now, people });
    const wanted = new Map<string, Hashed>();
    for (const profile of people) {
      if (held.has(profile.id)) continue;
      const hashed = hash(adPersonOf(profile));
      if (Object.keys(hashed.identifiers).length > 0) wanted.set(profile.id, hashed);
    }
    const count = (reason: string): number => [...held.values()].filter((one) => one === reason).length;
    return { wanted, leftOut: { restricted: count('restricted'), noConsent: count('noConsent') } };
  };

const sumOf = (a: LeftOut, b: LeftOut): LeftOut => ({
  restricted: a.restricted + b.restricted,
  noConsent: a.noConsent + b.noConsent,
});

/** How far the audience has come after a page, with how many were left out since everybody was begun with. */
const stateAfter = (input: {
  state: FeedState;
  from: AudiencePlace;
  to: AudiencePlace;
  changes: number;
  leftOut: LeftOut;
  now: number;
}): FeedState => {
  const { state, from, to, changes, leftOut, now } = input;
  const isFirst = from.stage === 'all' && from.id === '';
  const before = isFirst ? noneLeftOut : state.leftOut;
  return {
    ...state,
    place: to,
    // Everybody is on the way again.
    requests: isFirst && from.sendsAll ? { ...state.requests, resends: false } : state.requests,
    rows: state.rows + changes,
    leftOut: from.stage === 'all' ? sumOf(before, leftOut) : before,
    last: changes === 0 ? state.last : { path: '', at: now },
  };
};

/**
 * Makes one step of a feed that keeps an audience: who was erased leaves first, then the people who come next are looked at, and who joined
 * or left the segment, or its consent, joins or leaves the audience. True when there is more to do at once.
 */
export const createAudienceStep = (use: Needs) => {
  const nextPeople = createNextPeople(use);
  const wantedOf = createWantedOf(use);
  const { audienceMembers, clock, pollStore, settleAudience } = use;

  return async (input: Input): Promise<boolean> => {
    const { live, feed, settings, state: poll, token, isPaused } = input;
    const { tenant, instance } = poll;
    const named = { tenant, instance, poll: poll.poll, token };
    const fail = async (error: string, afterMs?: number): Promise<boolean> => {
      const due = clock.now(tenant) + afterFailure({ failures: poll.failures, afterMs });
      await pollStore.failed({ ...named, due, error: error.slice(0, 500) });
      return false;
    };
    const hash = use.plugins.runtime(live).hashPerson({ tenant, instance });
    if (hash === undefined)
      return fail(`instance-off: The connector \`${instance}\` is off, or keeps no audiences.`);
    const kept = feedStateIn(poll.cursor, audienceShape(settings));
    const requests = await use.askRequests({ live, instance, requests: kept.requests });
    const state = { ...kept, requests };
    const place: Place = { instance, audience: settings.audience ?? '' };
    const before = clock.now(tenant) - lengthOf(settings.after);
    const from = audiencePlaceIn({ kept: state.place, before, resends: requests.resends });

    const erased = await audienceMembers.ofErased({ tenant, feed, limit: pageSize });
    const isErasing = erased.length > 0;
    if (isPaused && !isErasing) {
      await pollStore.done({ ...named, due: clock.now(tenant) + lengthOf(settings.every), cursor: state });
      return false;
    }
    const page: Page = isErasing
      ? { people: [], strays: erased, place: from, isEnd: false }
      : await nextPeople({ tenant, feed, place: from, before });
    const profileIds = page.people.map(({ id }) => id);
    const found = await audienceMembers.ofPeople({ tenant, feed, profileIds });
    const sendsAll = from.stage === 'all' && from.sendsAll;
    const members = sendsAll ? found.map((member) => ({ ...member, isSure: false })) : found;
    const { wanted, leftOut } = await wantedOf({ live, settings, people: page.people, hash });
    const plan = planAudience({ place, wanted, members: [...members, ...page.strays] });
    const { failed, taken } = await settleAudience({ live, feed, place, plan });
    const now = clock.now(tenant);
    const noted = { ...state, requests: withTaken(requests, taken, now) };
    // What the service took is noted before the rest is tried again.
    if (failed !== undefined && taken.length > 0) {
      await pollStore.done({ ...named, due: now, cursor: { ...noted, place: from } });
      return true;
    }
    if (failed !== undefined)
      return fail(`${failed.code}: ${failed.message}`, failed.kind === 'retry' ? failed.afterMs : undefined);
    const changes = plan.add.length + plan.remove.length;
    const cursor = isErasing
      ? { ...noted, place: from, rows: state.rows + changes }
      : stateAfter({ state: noted, from, to: page.place, changes, leftOut, now });
    await pollStore.done({ ...named, due: now + (page.isEnd ? lengthOf(settings.every) : 0), cursor });
    return !page.isEnd;
  };
};

export type AudienceStep = ReturnType<typeof createAudienceStep>;
