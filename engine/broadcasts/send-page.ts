import { dueFor } from '../../domain/broadcasts/due-for.ts';
import { isInTest, journeyKeyOf, partVersions } from '../../domain/broadcasts/journey-of.ts';
import { CicloError } from '../../domain/errors.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import type { EnterJourney } from '../entries/enter-journey.ts';
import type { Log } from '../events/dispatcher.ts';
import type { LiveJourney, LiveWorkspace, LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { ProfileStore } from '../people/ports.ts';
import { zoneOfProfile } from '../runs/burst/session.ts';
import type { AudienceStore } from '../segments/audience-port.ts';
import { planOfAudience } from './audience-plan.ts';
import type { TakenBroadcast } from './ports.ts';

export type PageDeps = {
  readonly audience: AudienceStore;
  readonly profiles: ProfileStore;
  readonly live: LiveWorkspaces;
  readonly enter: EnterJourney;
  readonly log: Log;
};

/** What a page of people came to. */
export type Page = {
  /** How many came in. */
  readonly entered: number;
  /** The last of them; undefined when nobody is left behind it. */
  readonly last: string | undefined;
  /** The earliest time of somebody who was left for later. */
  readonly nextAt: number | undefined;
};

const pageSize = 200;
const sideBySide = 64;
/** With a limit on the pace a page holds so many seconds of it. */
const pageSeconds = 5;

/** The journey that carries a broadcast, as the door of journeys takes it. */
const journeyOf = async (input: {
  live: LiveWorkspaces;
  broadcast: TakenBroadcast;
}): Promise<LiveJourney> => {
  const { live, broadcast } = input;
  const { tenant, id, phase, startedAt = 0 } = broadcast;
  const version = phase === 'winner' ? partVersions.winner : partVersions.lot;
  const compiled = await live.journey({ tenant, journey: journeyKeyOf(id), version });
  return { ...compiled, takesEntries: true, frozen: undefined, publishedAt: startedAt };
};

/** When this pass reaches somebody; undefined when they belong to another part, or had their turn. */
const turnOf = (input: {
  broadcast: TakenBroadcast;
  live: LiveWorkspace;
  profile: Profile;
}): number | undefined => {
  const { broadcast, live, profile } = input;
  const { id, plan, phase, startedAt = 0, doneUpTo } = broadcast;
  if (phase !== 'all' && plan.test !== undefined) {
    const isTried = isInTest({ id, share: plan.test.share, profileId: profile.id });
    if (isTried !== (phase === 'test')) return undefined;
  }
  const at = dueFor({
    schedule: plan.schedule,
    start: startedAt,
    zone: zoneOfProfile({ profile, live }),
  });
  return doneUpTo !== undefined && at <= doneUpTo ? undefined : at;
};

const pageLimit = (perMinute: number | undefined): number =>
  perMinute === undefined
    ? pageSize
    : Math.max(1, Math.min(pageSize, Math.floor((perMinute * pageSeconds) / 60)));

/**
 * Makes the work on one page: people come into the journey of the broadcast through the door of all journeys, which lets each
 * in once, whatever is repeated. A fault that may pass ends the page, and all of it is done again.
 */
export const createSendPage = (deps: PageDeps) => {
  return async (input: { broadcast: TakenBroadcast; now: number; passAt: number }): Promise<Page> => {
    const { broadcast, now, passAt } = input;
    const { tenant, id, plan, cursor, startedAt = now } = broadcast;
    const live = await deps.live.of(tenant);
    const journey = await journeyOf({ live: deps.live, broadcast });
    const limit = pageLimit(plan.perMinute);
    const asked = planOfAudience({ audience: plan.audience, live, store: deps.audience, now });
    const ids = await deps.audience.find({
      tenant,
      plan: asked,
      limit,
      ...(cursor === undefined ? {} : { after: cursor }),
    });
    let count = 0;
    let nextAt = Infinity;
    const reach = async (profileId: string): Promise<void> => {
      const profile = await deps.profiles.get({ tenant, profileId });
      if (profile === undefined || profile.mergedInto !== undefined) return;
      const at = turnOf({ broadcast, live, profile });
      if (at === undefined) return;
      if (at > passAt) {
        nextAt = Math.min(nextAt, at);
        return;
      }
      const cause = journeyKeyOf(id);
      try {
        const entered = await deps.enter({
          live,
          journey,
          profile,
          entry: null,
          key: '',
          cause,
          now,
          onceSince: startedAt,
        });
        if (entered.kind === 'entered') count += 1;
      } catch (thrown) {
        // One person must not hold up all others.
        if (!(thrown instanceof CicloError) || thrown.retryable || thrown.code === 'conflict') throw thrown;
        deps.log.warn({ tenant, broadcast: id, profileId, error: thrown.message }, 'Somebody was left out.');
      }
    };
    const left = ids[Symbol.iterator]();
    const lane = async (): Promise<void> => {
      for (const profileId of left) await reach(profileId);
    };
    // All lanes come to rest before the page is given up: none may go on beside the next attempt.
    const ends = await Promise.allSettled(Array.from({ length: sideBySide }, lane));
    const broken = ends.find((end) => end.status === 'rejected');
    if (broken !== undefined) throw broken.reason;
    return {
      entered: count,
      last: ids.length < limit ? undefined : ids.at(-1),
      nextAt: nextAt === Infinity ? undefined : nextAt,
    };
  };
};

export type SendPage = ReturnType<typeof createSendPage>;
