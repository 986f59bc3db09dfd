import {
  removable,
  type AudiencePlan,
  type Member,
  type Place,
} from '../../../domain/feeds/plan-audience.ts';
import { hashId } from '../../../domain/hash.ts';
import { own } from '../../../domain/json.ts';
import type { Failure } from '../../../plugins/contract/actions/outcome.ts';
import type { Clock } from '../../clock/clock.ts';
import type { LiveWorkspace } from '../../journeys/live-workspace.ts';
import type { Plugins } from '../../plugins/plugins.ts';
import type { AudienceMembers } from './ports.ts';

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

/**
 * Makes what carries a plan out at the service, so that a crash at any point leaves nobody there whom nobody here knows: those who join are
 * noted first and confirmed afterwards, those who leave are forgotten only when they are gone there. May be repeated.
 */
export const createSettle = (use: Needs) => {
  const { audienceMembers, plugins, clock } = use;

  const call = async (input: {
    live: LiveWorkspace;
    feed: string;
    place: Place;
    does: 'add' | 'remove';
    people: readonly Pick<Member, 'identifiers' | 'details'>[];
  }): Promise<Failure | undefined> => {
    const { live, feed, place, does, people } = input;
    if (people.length === 0) return undefined;
    const { tenant } = live;
    const { instance, audience } = place;
    const outcome = await plugins.perform({
      live,
      tenant,
      instance,
      action: 'put-audience',
      input: { audience, [does]: people.map(({ identifiers, details }) => ({ identifiers, details })) },
      idempotencyKey: hashId('audience', tenant, feed, does, audience, JSON.stringify(people)),
      now: clock.now(tenant),
    });
    return outcome.kind === 'done' ? undefined : outcome;
  };

  const removeFrom = async (input: {
    live: LiveWorkspace;
    feed: string;
    place: Place;
    members: readonly Member[];
  }): Promise<Failure | undefined> => {
    const { live, feed, place, members } = input;
    const { tenant } = live;
    const ids = members.map(({ id }) => id);
    const identifiers = members.flatMap((member) => Object.values(member.identifiers));
    const others = await audienceMembers.shared({
      tenant,
      feed,
      ...place,
      identifiers,
      besides: ids,
    });
    // Who was in an audience of a connector that is not configured any more can be removed by nobody here.
    if (own(live.published.settings.plugins, place.instance) !== undefined) {
      const failed = await call({ live, feed, place, does: 'remove', people: removable(members, others) });
      if (failed !== undefined) return failed;
    }
    await audienceMembers.drop({ tenant, feed, ids });
    return undefined;
  };

  /** Undefined when all was carried out. */
  return async (input: {
    live: LiveWorkspace;
    feed: string;
    place: Place;
    plan: AudiencePlan;
  }): Promise<Failure | undefined> => {
    const { live, feed, place, plan } = input;
    const { tenant } = live;
    const added = plan.add.map(({ profileId, hashed }): Member => ({
      id: hashId(feed, profileId, place.instance, place.audience, JSON.stringify(hashed)),
      ...place,
      ...hashed,
      profileId,
      isSure: false,
    }));
    await audienceMembers.put({ tenant, feed, members: added });
    for (const group of byPlace(plan.remove))
      for (const members of chunksOf(group.members)) {
        const failed = await removeFrom({
          live,
          feed,
          place: { instance: group.instance, audience: group.audience },
          members,
        });
        if (failed !== undefined) return failed;
      }
    for (const people of chunksOf(added)) {
      const failed = await call({ live, feed, place, does: 'add', people });
      if (failed !== undefined) return failed;
      await audienceMembers.confirm({ tenant, feed, ids: people.map(({ id }) => id) });
    }
    return undefined;
  };
};

export type Settle = ReturnType<typeof createSettle>;
