import {
  removable,
  type AudiencePlan,
  type Member,
  type Place,
} from '../../../domain/feeds/plan-audience.ts';
import { hashId } from '../../../domain/hash.ts';
import { own } from '../../../domain/json.ts';
import { audiencePut } from '../../../plugins/contract/actions/audiences.ts';
import type { Failure } from '../../../plugins/contract/actions/outcome.ts';
import type { Clock } from '../../clock/clock.ts';
import type { LiveWorkspace } from '../../journeys/live-workspace.ts';
import type { Plugins } from '../../plugins/plugins.ts';
import type { AudienceMembers } from './ports.ts';
import type { TakenRequest } from './requests.ts';

/** A call takes no more than so many who join, and so many who leave. */
const callMax = 1_000;

type Needs = {
  readonly audienceMembers: AudienceMembers;
  readonly plugins: Pick<Plugins, 'perform'>;
  readonly clock: Clock;
};

const chunksOf = <Row>(rows: readonly Row[]): readonly (readonly Row[])[] =>
  Array.from({ length: Math.ceil(rows.length / callMax) }, (_one, n) =>
    rows.slice(n * callMax, (n + 1) * callMax),
  );

/** Members by the audience they are in. */
const byPlace = (members: readonly Member[]): readonly (Place & { members: readonly Member[] })[] => {
  const places = new Map<string, Place & { members: Member[] }>();
  for (const member of members) {
    const { instance, audience } = member;
    const key = JSON.stringify([instance, audience]);
    const known = places.get(key);
    if (known === undefined) places.set(key, { instance, audience, members: [member] });
    else known.members.push(member);
  }
  return [...places.values()];
};

type Calling = {
  readonly live: LiveWorkspace;
  readonly feed: string;
  readonly place: Place;
  /** Other feeds that keep people in the same audience. */
  readonly beside?: readonly string[];
};

/** Why not all was carried out, undefined when it was; and the requests that the service took and still works on. */
type Settled = { readonly failed: Failure | undefined; readonly taken: readonly TakenRequest[] };

const nothing: Settled = { failed: undefined, taken: [] };

/** Tells the service who joins or leaves an audience. */
const callService = async (
  use: Needs,
  input: Calling & { does: 'add' | 'remove'; people: readonly Pick<Member, 'identifiers' | 'details'>[] },
): Promise<Settled> => {
  const { live, feed, place, does } = input;
  const people = input.people.map(({ identifiers, details }) => ({ identifiers, details }));
  if (people.length === 0) return nothing;
  const { tenant } = live;
  const { instance, audience } = place;
  const outcome = await use.plugins.perform({
    live,
    tenant,
    instance,
    action: 'put-audience',
    input: { audience, [does]: people },
    idempotencyKey: hashId('audience', tenant, feed, does, audience, JSON.stringify(people)),
    now: use.clock.now(tenant),
  });
  if (outcome.kind !== 'done') return { failed: outcome, taken: [] };
  const { receipts = {} } = audiencePut.safeParse(outcome.output).data ?? {};
  const receipt = does === 'add' ? receipts.added : receipts.removed;
  return receipt === undefined
    ? nothing
    : { failed: undefined, taken: [{ receipt, does, people: people.length }] };
};

/** Removes members of one audience there, and then forgets them. */
const removeMembers = async (
  use: Needs,
  input: Calling & { members: readonly Member[] },
): Promise<Settled> => {
  const { live, feed, place, members, beside = [] } = input;
  const named = { tenant: live.tenant, feed };
  const ids = members.map(({ id }) => id);
  const identifiers = members.flatMap((member) => Object.values(member.identifiers));
  const others = await use.audienceMembers.shared({
    ...named,
    ...place,
    also: beside,
    identifiers,
    besides: ids,
  });
  let taken: Settled['taken'] = [];
  // Who was in an audience of a connector that is not configured any more can be removed by nobody here.
  if (own(live.published.settings.plugins, place.instance) !== undefined) {
    const people = removable(members, others);
    const removed = await callService(use, { live, feed, place, does: 'remove', people });
    if (removed.failed !== undefined) return removed;
    ({ taken } = removed);
  }
  await use.audienceMembers.drop({ ...named, ids });
  return { failed: undefined, taken };
};

/**
 * Makes what carries a plan out at the service, so that a crash at any point leaves nobody there whom nobody here knows: those who join are
 * noted first and confirmed afterwards, those who leave are forgotten only when they are gone there. May be repeated.
 */
export const createSettle = (use: Needs) => {
  const { audienceMembers } = use;
  return async (input: Calling & { plan: AudiencePlan }): Promise<Settled> => {
    const { live, feed, place, plan, beside = [] } = input;
    const { tenant } = live;
    const added = plan.add.map(({ profileId, hashed }): Member => ({
      id: hashId(feed, profileId, place.instance, place.audience, JSON.stringify(hashed)),
      ...place,
      ...hashed,
      profileId,
      isSure: false,
    }));
    const taken: TakenRequest[] = [];
    await audienceMembers.put({ tenant, feed, members: added });
    for (const { instance, audience, members: all } of byPlace(plan.remove))
      for (const members of chunksOf(all)) {
        const removed = await removeMembers(use, {
          live,
          feed,
          place: { instance, audience },
          beside,
          members,
        });
        taken.push(...removed.taken);
        if (removed.failed !== undefined) return { failed: removed.failed, taken };
      }
    for (const people of chunksOf(added)) {
      const joined = await callService(use, { live, feed, place, does: 'add', people });
      taken.push(...joined.taken);
      if (joined.failed !== undefined) return { failed: joined.failed, taken };
      await audienceMembers.confirm({ tenant, feed, ids: people.map(({ id }) => id) });
    }
    return { failed: undefined, taken };
  };
};

export type Settle = ReturnType<typeof createSettle>;
