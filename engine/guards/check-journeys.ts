import { guardsOf } from '../../domain/guards/guard-settings.ts';
import { sayTrip, type TripNumbers } from '../../domain/guards/trip.ts';
import { eventIdOf } from '../../domain/events/event.ts';
import { ownNames } from '../../domain/events/own-names.ts';
import { hashId } from '../../domain/hash.ts';
import type { Clock } from '../clock/clock.ts';
import type { Log } from '../events/dispatcher.ts';
import type { SteerJourney } from '../journeys/steer-journey.ts';
import type { LiveJourney, LiveWorkspace, LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { EventStore } from '../events/ports.ts';
import type { GuardCounts, Trip, TripStore } from './ports.ts';
import { judgeJourney } from './judge-journey.ts';

type Deps = {
  readonly live: LiveWorkspaces;
  readonly counts: GuardCounts;
  readonly trips: TripStore;
  readonly events: Pick<EventStore, 'insert'>;
  readonly steer: SteerJourney;
  readonly clock: Clock;
  readonly log: Log;
  readonly count: (input: { tenant: string; journey: string; guard: string }) => void;
};

export type CheckJourneys = {
  /** Looks at the next journeys of a tenant, a page at each call; whether there are more. */
  readonly turn: (tenant: string) => Promise<'more' | 'end'>;
  /** Looks at all journeys of a tenant. */
  readonly all: (tenant: string) => Promise<void>;
};

const pageSize = 40;

/** A run can only be harmed by a journey that does not stand still; one that has ended may have people inside. */
const isJudged = (journey: LiveJourney): boolean => journey.frozen === undefined;

/** An event about nobody: it is listed, and starts nothing. */
const tell = async (input: { deps: Deps; trip: Trip }): Promise<void> => {
  const { tenant, id, journey, at, numbers, text } = input.trip;
  const { insert } = input.deps.events;
  const event = {
    tenant,
    id: eventIdOf({ trust: 'engine', messageId: `trip:${id}` }),
    messageId: `trip:${id}`,
    type: 'track',
    name: ownNames.tripped,
    externalIds: [],
    properties: { journey, text, ...numbers },
    traits: {},
    context: {},
    timestamp: at,
    receivedAt: at,
    source: 'ciclo',
    trust: 'engine',
    backfill: false,
  } as const;
  await insert({ rows: [{ event, state: 'done' }] });
};

/**
 * Stops a journey. What it is about is written first, under an id that follows from when it last went on: of several
 * processes that find out at once all write the same, and after a crash the next look ends what was begun.
 */
const stop = async (input: {
  deps: Deps;
  tenant: string;
  journey: string;
  since: number;
  numbers: TripNumbers;
}): Promise<void> => {
  const { deps, tenant, journey, since, numbers } = input;
  const id = hashId('trip', tenant, journey, since);
  const at = deps.clock.now(tenant);
  const trip = await deps.trips.add({ id, tenant, journey, at, numbers, text: sayTrip(numbers) });
  // Somebody let it go on while we counted.
  if (trip.resumedAt !== undefined) return;
  await tell({ deps, trip });
  const steering = { kind: 'freeze', entries: 'hold', reason: trip.text } as const;
  await deps.steer({ tenant, journey, steering, dryRun: false, trip: id });
  deps.count({ tenant, journey, guard: trip.numbers.guard });
  deps.log.warn({ tenant, journey, trip: id, ...trip.numbers }, trip.text);
};

/**
 * Makes the guards of journeys: each journey is looked at by indexed counts, and one in which too much goes wrong is
 * frozen, exactly as a person would freeze it. It stays so until a person lets it go on.
 */
export const createCheckJourneys = (deps: Deps): CheckJourneys => {
  const places = new Map<string, string>();

  const check = async (live: LiveWorkspace, journey: LiveJourney): Promise<void> => {
    const { tenant } = live;
    const [last] = await deps.trips.list({ tenant, journey: journey.key, limit: 1 });
    const since = last?.resumedAt ?? 0;
    const numbers =
      last !== undefined && last.resumedAt === undefined
        ? last.numbers
        : await judgeJourney({
            counts: deps.counts,
            tenant,
            journey: journey.key,
            now: deps.clock.now(tenant),
            since,
            guards: guardsOf(live.published.settings.guards),
            definition: journey.definition,
          });
    if (numbers === undefined) return;
    await stop({ deps, tenant, journey: journey.key, since, numbers });
  };

  const turn: CheckJourneys['turn'] = async (tenant) => {
    const live = await deps.live.of(tenant);
    const after = places.get(tenant) ?? '';
    const left = [...live.journeys.values()]
      .filter((journey) => journey.key > after && isJudged(journey))
      .toSorted((a, b) => (a.key < b.key ? -1 : 1));
    const page = left.slice(0, pageSize);
    for (const journey of page) await check(live, journey);
    const last = page.at(-1);
    if (last === undefined || left.length <= pageSize) {
      places.delete(tenant);
      return 'end';
    }
    places.set(tenant, last.key);
    return 'more';
  };

  return {
    turn,
    all: async (tenant) => {
      const live = await deps.live.of(tenant);
      for (const journey of live.journeys.values()) if (isJudged(journey)) await check(live, journey);
    },
  };
};
