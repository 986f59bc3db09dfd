import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import { messageOf } from '../../../domain/errors.ts';
import type { Member, Place } from '../../../domain/feeds/plan-audience.ts';
import { own } from '../../../domain/json.ts';
import type { Clock } from '../../clock/clock.ts';
import type { Log } from '../../events/dispatcher.ts';
import type { LiveWorkspace, LiveWorkspaces } from '../../journeys/live-workspace.ts';
import { afterFailure } from '../../polling/look.ts';
import type { PollStore } from '../../polling/ports.ts';
import { roundOf } from '../../polling/round.ts';
import { pollOfFeed } from '../carry-feeds.ts';
import { feedStateIn } from '../feed-state.ts';
import { audiencePlaceIn, audienceShape } from './audience-place.ts';
import type { AudienceMembers } from './ports.ts';
import { namesOfRemoved, pollOfLeaving } from './removed-feeds.ts';
import type { Settle } from './settle.ts';

/** A step of the feed that began before it was removed is over by then; a feed that was removed by mistake is put back until then. */
const graceMs = 10 * 60_000;
const leaseMs = graceMs;
const pageSize = 500;
/** Somebody may be erased while the others wait. */
const lookAgainMs = 60_000;
/** After so many failures in a row, at most half an hour apart and so about a month, hashes of people are kept no longer. */
const failuresMax = 1_440;

type Needs = {
  readonly live: LiveWorkspaces;
  readonly pollStore: PollStore;
  readonly audienceMembers: AudienceMembers;
  readonly settleAudience: Settle;
  readonly clock: Clock;
  readonly log: Log;
};

/** Since when the feed is seen as removed, on the tenant's clock. */
const leavingSchema = z.object({ since: z.number() });

/** What a step came to: `more` to do at once, nobody to remove yet or any more, or a failure. */
type Came =
  | { readonly kind: 'more' | 'wait' | 'over' }
  | { readonly kind: 'failed'; readonly error: string; readonly afterMs?: number | undefined };

type Step = {
  readonly use: Needs;
  readonly live: LiveWorkspace;
  readonly feed: string;
  readonly place: Place;
  readonly since: number;
  /** How many steps failed in a row. */
  readonly failures: number;
};

/** The published feeds that keep the same audience, and whether all of them have looked at everybody: until then nobody knows who stays. */
const feedsBeside = async ({ use, live, place }: Step) => {
  const { tenant, published } = live;
  const beside = Object.entries(published.settings.feeds ?? {}).filter(
    ([, { rows, plugin, audience }]) =>
      rows === 'audience' && plugin === place.instance && audience === place.audience,
  );
  const polls = beside.length === 0 ? [] : await use.pollStore.of(tenant);
  const isKnown = beside.every(([name, settings]) => {
    const poll = polls.find((one) => one.instance === settings.plugin && one.poll === pollOfFeed(name));
    const { place: kept } = feedStateIn(poll?.cursor, audienceShape(settings));
    return audiencePlaceIn({ kept, before: 0, resends: false }).stage === 'changed';
  });
  return { names: beside.map(([name]) => name), isKnown };
};

/** Removes some members there, and forgets them. */
const removeThere = async (
  step: Step,
  members: readonly Member[],
  beside: readonly string[],
): Promise<Came> => {
  const { use, live, feed, place } = step;
  const { failed } = await use.settleAudience({
    live,
    feed,
    place,
    beside,
    plan: { add: [], remove: members },
  });
  if (failed === undefined) return { kind: 'more' };
  const afterMs = failed.kind === 'retry' ? failed.afterMs : undefined;
  return { kind: 'failed', error: `${failed.code}: ${failed.message}`, afterMs };
};

/** The members whose turn it is: erased people at once, all others when it is not early any more. */
const nextMembers = async (step: Step, isEarly: boolean): Promise<readonly Member[]> => {
  const { use, live, feed, place } = step;
  const asked = { tenant: live.tenant, feed, limit: pageSize };
  const read = isEarly
    ? use.audienceMembers.ofErased(asked)
    : use.audienceMembers.page({ ...asked, after: undefined });
  return (await read).filter(
    ({ instance, audience }) => instance === place.instance && audience === place.audience,
  );
};

/** A feed that is put back begins with everybody. */
const forgetPlace = async ({ use, live, feed, place }: Step): Promise<void> => {
  const { tenant, published } = live;
  // Another kind of feed may have its name and its connector by now.
  if (own(published.settings.feeds, feed)?.plugin === place.instance) return;
  const now = use.clock.now(tenant);
  const poll = { tenant, instance: place.instance, poll: pollOfFeed(feed) };
  await use.pollStore.again({ ...poll, now, forgets: true });
};

/** Forgets all members here; nobody could remove them there. */
const forgetAll = async ({ use, live: { tenant }, feed }: Step): Promise<void> => {
  use.log.warn(
    { tenant, feed },
    'The people of a removed feed could not be removed there, and are forgotten here.',
  );
  const next = () => use.audienceMembers.page({ tenant, feed, after: undefined, limit: pageSize });
  for (let members = await next(); members.length > 0; members = await next())
    await use.audienceMembers.drop({ tenant, feed, ids: members.map(({ id }) => id) });
};

/** One step: erased people leave at once, all others once the time in which the feed can be put back is over. */
const leaveStep = async (step: Step): Promise<Came> => {
  const { use, live, place, since, failures } = step;
  const { tenant, published } = live;
  const now = use.clock.now(tenant);
  const { names, isKnown } = await feedsBeside(step);
  const isEarly = now < since + graceMs || !isKnown;
  const members = await nextMembers(step, isEarly);
  if (members.length === 0) return isEarly ? { kind: 'wait' } : { kind: 'over' };
  if (failures >= failuresMax) {
    await forgetAll(step);
    return { kind: 'over' };
  }
  if (own(published.settings.plugins, place.instance) === undefined)
    return { kind: 'failed', error: `instance-off: The connector \`${place.instance}\` is not set up.` };
  if (!isEarly) await forgetPlace(step);
  const came = await removeThere(step, members, names);
  return came.kind === 'more' && !isEarly && members.length < pageSize ? { kind: 'over' } : came;
};

/** Takes the step that is due and notes what it came to; true when there is more to do at once. */
const takeStep = async (input: Omit<Step, 'since' | 'failures'>): Promise<boolean> => {
  const { use, live, feed, place } = input;
  const { tenant } = live;
  const { pollStore, clock } = use;
  const named = { tenant, instance: place.instance, poll: pollOfLeaving(feed), token: randomUUID() };
  const systemTime = clock.systemTime();
  const now = clock.now(tenant);
  const state = await pollStore.take({ ...named, now, systemTime, lease: systemTime + leaseMs });
  if (state === undefined) return false;
  const { failures } = state;
  const cursor = leavingSchema.safeParse(state.cursor).data;
  if (cursor === undefined) {
    await pollStore.done({ ...named, due: now, cursor: { since: now } });
    return true;
  }
  const fail = async (error: string, afterMs?: number): Promise<false> => {
    const due = clock.now(tenant) + afterFailure({ failures, afterMs });
    await pollStore.failed({ ...named, due, error: error.slice(0, 500) });
    return false;
  };
  try {
    const came = await leaveStep({ ...input, since: cursor.since, failures });
    if (came.kind === 'failed') return await fail(came.error, came.afterMs);
    const due = came.kind === 'wait' ? now + lookAgainMs : now;
    await pollStore.done({ ...named, due, cursor: came.kind === 'over' ? null : cursor });
    return came.kind === 'more';
  } catch (thrown) {
    return fail(messageOf(thrown));
  }
};

/**
 * Makes one look at the feeds of all tenants that were removed and kept an audience: the people of each leave it, page by page, in one
 * process at a time. True when one of them has more to do.
 */
export const createLeaveAudiences = (use: Needs) => {
  const underWay = new Set<string>();

  const one = async (live: LiveWorkspace, feed: string): Promise<boolean> => {
    const { tenant } = live;
    const key = JSON.stringify([tenant, feed]);
    if (underWay.has(key)) return false;
    underWay.add(key);
    try {
      const [member] = await use.audienceMembers.page({ tenant, feed, after: undefined, limit: 1 });
      if (member === undefined) return false;
      const { instance, audience } = member;
      return await takeStep({ use, live, feed, place: { instance, audience } });
    } catch (thrown) {
      use.log.warn({ tenant, feed, error: messageOf(thrown) }, 'A removed feed could not be carried on.');
      return false;
    } finally {
      underWay.delete(key);
    }
  };

  return async (): Promise<boolean> => {
    const steps: Promise<boolean>[] = [];
    for (const tenant of await use.live.tenants()) {
      const live = await use.live.of(tenant);
      const names = await namesOfRemoved({ audienceMembers: use.audienceMembers, live });
      // As it stands now: a feed that was put back meanwhile keeps its people.
      const fresh = names.length === 0 ? live : await use.live.fresh(tenant);
      const left = names.filter((name) => own(fresh.published.settings.feeds, name)?.rows !== 'audience');
      steps.push(...left.map((name) => one(fresh, name)));
    }
    return steps.length > 0 && (await roundOf(steps));
  };
};
