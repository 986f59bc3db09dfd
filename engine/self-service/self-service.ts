import { closedId, type KnownTrait, ownTraits, type SelfService } from '../../api/ports/self-service.ts';
import type { Json } from '../../domain/json.ts';
import { eventIdOf } from '../../domain/events/event.ts';
import type { Clock } from '../clock/clock.ts';
import type { EventStore } from '../events/ports.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import { livingOf } from '../people/follow-merges.ts';
import type { ProfileStore } from '../people/ports.ts';
import { createOwnCases } from './own-cases.ts';
import { createOwnOrders } from './own-orders.ts';
import { createOwnPoints } from './own-points.ts';
import { createOwnQuotes } from './own-quotes.ts';
import { createOwnReferrals } from './own-referrals.ts';
import type { SelfServiceEndStore } from './ports.ts';
import { creditCurrency } from '../../domain/loyalty/store-credit.ts';
import { referralSettings } from '../../domain/workspace/referral-settings.ts';

type Deps = Parameters<typeof createOwnCases>[0] &
  Parameters<typeof createOwnOrders>[0] &
  Parameters<typeof createOwnPoints>[0] &
  Parameters<typeof createOwnQuotes>[0] &
  Parameters<typeof createOwnReferrals>[0] & {
    readonly profiles: ProfileStore;
    readonly live: LiveWorkspaces;
    readonly events: Pick<EventStore, 'get'>;
    readonly selfServiceEnds: SelfServiceEndStore;
    readonly clock: Pick<Clock, 'systemTime'>;
  };

const names: ReadonlySet<string> = new Set(ownTraits);

const shown = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** What can be corrected stands first, whether it is known or not. */
const knownOf = (traits: Readonly<Record<string, Json>>): readonly KnownTrait[] => {
  const own = ownTraits.flatMap((name): KnownTrait[] => {
    const value = Object.hasOwn(traits, name) ? traits[name] : undefined;
    // An object or list is nothing that a field of a form can hold.
    if (typeof value === 'object' && value !== null) return [{ name, value: shown(value), isTheirs: false }];
    return [{ name, value: value === undefined || value === null ? '' : shown(value), isTheirs: true }];
  });
  const others = Object.entries(traits).flatMap(([name, value]) =>
    names.has(name) || value === null ? [] : [{ name, value: shown(value), isTheirs: false }],
  );
  return [...own, ...others.toSorted((a, b) => (a.name < b.name ? -1 : 1))];
};

/** Makes what knows whether pages are open, and ends them. */
const createEnds = (deps: Deps): Pick<SelfService, 'isClosed' | 'isEnded' | 'endAll'> => {
  const { selfServiceEnds, events, clock } = deps;
  const isEnded: SelfService['isEnded'] = async ({ tenant, profileId, at }) => {
    const ended = await selfServiceEnds.of({ tenant, profileId });
    return ended !== undefined && at <= ended;
  };
  return {
    isEnded,
    isClosed: async ({ tenant, profileId, asked, at }) => {
      const id = eventIdOf({ trust: 'engine', messageId: closedId(asked) });
      const [closed, ended] = await Promise.all([
        events.get({ tenant, id }),
        isEnded({ tenant, profileId, at }),
      ]);
      return closed !== undefined || ended;
    },
    endAll: async ({ tenant, profileId }) => {
      const row = await livingOf({ profiles: deps.profiles, tenant, profileId });
      if (row === undefined) return undefined;
      const at = Math.floor(clock.systemTime() / 1000);
      await selfServiceEnds.end({ tenant, profileId: row.id, at });
      return at * 1000;
    },
  };
};

/** Makes what the self-service pages know and do. */
export const createSelfService = (deps: Deps): SelfService => ({
  ...createEnds(deps),
  ...createOwnOrders(deps),
  ...createOwnCases(deps),
  ...createOwnQuotes(deps),
  ...createOwnPoints(deps),
  ...createOwnReferrals(deps),
  self: async ({ tenant, profileId }) => {
    const row = await livingOf({ profiles: deps.profiles, tenant, profileId });
    return row === undefined ? undefined : { tenant, profileId: row.id };
  },
  offered: async (who) => {
    const live = await deps.live.of(who.tenant);
    const hasCredit = async () =>
      (await deps.points.of(who)).some(({ program }) => creditCurrency(program) !== undefined);
    return {
      cases: live.objects.has('case'),
      points: live.programs.size > 0 || (await hasCredit()),
      referrals: referralSettings(live.published.settings) !== undefined,
    };
  },
  known: async ({ tenant, profileId }) => {
    const row = await livingOf({ profiles: deps.profiles, tenant, profileId });
    return knownOf(row?.traits ?? {});
  },
});
