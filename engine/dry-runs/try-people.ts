import type { JourneyDefinition } from '../../domain/journey/definition.ts';
import type { Problem } from '../../domain/problem.ts';
import { askedEvents } from '../../domain/dry-run/asked-events.ts';
import { audienceOf } from '../../domain/dry-run/audience-of.ts';
import { addCosts, noCosts, type PlayCosts } from '../../domain/dry-run/costs.ts';
import { type PricedCosts, priceCosts } from '../../domain/dry-run/price-costs.ts';
import { addTallies, noTally, type Tally, tallyOf } from '../../domain/dry-run/tally.ts';
import type { PlayInput, Simulation } from '../../domain/simulate/simulation.ts';
import type { PluginCatalog } from '../../domain/workspace/plugin-catalog.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspace, LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { OfferBooks } from '../offers/redemptions/books-port.ts';
import type { ChooseLines } from '../offers/redemptions/choose-lines.ts';
import type { OrderStore } from '../people/ports.ts';
import { type AudienceDeps, audiencePage, type AudienceQuery, audienceSize } from './audience-pages.ts';
import { type Budget, budgetsOf } from './budgets.ts';
import { journeyToTry, stageOf } from './draft.ts';
import { type Before, findPerson, type PersonDeps, readBefore } from './person-facts.ts';
import { personCosts } from './person-costs.ts';
import { pricesOf } from './prices.ts';
import type { PlayPeople } from './play-people.ts';
import type { Stage } from './stage.ts';

export type DryRunDeps = AudienceDeps &
  PersonDeps & {
    readonly live: LiveWorkspaces;
    readonly clock: Clock;
    readonly orders: Pick<OrderStore, 'of'>;
    readonly plugins: PluginCatalog;
    readonly playPeople: PlayPeople;
    readonly chooseLines: ChooseLines;
    readonly offerBooks: Pick<OfferBooks, 'accounts'>;
  };

/** What to try, and with how many people. */
export type DryRunRequest = {
  readonly tenant: string;
  readonly key: string;
  /** A draft; the published version unless given. */
  readonly definition?: unknown;
  /** So many days are looked at. */
  readonly days: number;
  /** At most so many people are played in this part. */
  readonly sample: number;
  /** `next` of the part before. */
  readonly after?: string;
  /** When it is, epoch milliseconds: parts of one dry run look at the same days. The tenant's now by default. */
  readonly now?: number;
  /** What the parts before came to, for sums over all of them. */
  readonly before?: Pick<DryRunPart, 'tally' | 'playCosts'>;
  /** The part ends after so many milliseconds; 8 seconds by default. */
  readonly forMs?: number;
};

/** One part of a dry run. */
export type DryRunPart = {
  readonly journey: JourneyDefinition;
  readonly from: number;
  readonly until: number;
  /** How many people could enter; told with the first part only. */
  readonly total?: number;
  readonly tally: Tally;
  readonly budgets: readonly Budget[];
  /** What was given away and brought in, in amounts. */
  readonly costs: PricedCosts;
  /** The same in numbers, to go on from. */
  readonly playCosts: PlayCosts;
  readonly people: readonly { readonly profileId: string; readonly simulation: Simulation }[];
  /** Where to go on; absent when everybody was played. */
  readonly next?: string;
};

export type Tried =
  | { readonly kind: 'tried'; readonly part: DryRunPart }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

/** What is the same for everybody of one dry run. */
export type Setting = {
  readonly deps: DryRunDeps;
  readonly stage: Stage;
  readonly live: LiveWorkspace;
  readonly query: AudienceQuery;
  readonly now: number;
  /** Names of the events conditions look back on. */
  readonly asked: readonly string[];
};

/** How one person is played: undefined when nothing of theirs could enter. */
export type PersonPlay = (
  input: Setting & { profileId: string; before: Before },
) => Promise<PlayInput | undefined>;

/** A part of a dry run ends after this long by default; the rest is the next part. */
const partMs = 8000;
const pageSize = 50;
const day = 86_400_000;
/** Of so many people a part tells what happened to each. */
const toldMax = 500;

const settingOf = async (
  deps: DryRunDeps,
  request: DryRunRequest,
): Promise<Setting | { readonly problems: readonly Problem[] }> => {
  const { tenant, key, definition, days } = request;
  const live = await deps.live.of(tenant);
  const checked = journeyToTry({ key, definition, live, plugins: deps.plugins });
  if (!checked.ok) return { problems: checked.problems };
  const journey = checked.value;
  const { rules, segments } = live.published;
  const now = request.now ?? deps.clock.now(tenant);
  const audience = audienceOf({ journey, rules });
  return {
    deps,
    stage: stageOf({ journey, live }),
    live,
    query: { tenant, journey: key, audience, from: now - days * day, until: now },
    now,
    asked: askedEvents([journey, ...segments, ...rules]),
  };
};

type Progress = {
  tally: Tally;
  costs: PlayCosts;
  after: string | undefined;
  played: number;
  readonly people: DryRunPart['people'][number][];
  /** All pages of a part compete for the places under the caps on entries. */
  readonly together: object;
};

/** Plays one page of people, side by side. */
const playPage = async (input: {
  setting: Setting;
  ids: readonly string[];
  personPlay: PersonPlay;
  progress: Progress;
}): Promise<void> => {
  const { setting, ids, progress } = input;
  const { deps, stage } = setting;
  const zone = stage.settings.timezone;
  const before = await readBefore({ deps, stage, profileIds: ids });
  const plays = await Promise.all(
    ids.map((profileId) => input.personPlay({ ...setting, profileId, before })),
  );
  const people = plays.filter((one) => one !== undefined);
  const played = await deps.playPeople({ stage, people, together: progress.together });
  for (const [index, simulation] of played.entries()) {
    progress.tally = addTallies(progress.tally, tallyOf({ simulation, zone }));
    const { chooseLines } = deps;
    progress.costs = addCosts(progress.costs, personCosts({ simulation, live: setting.live, chooseLines }));
    const profileId = people[index]?.profile.id;
    if (profileId === undefined || simulation.runs.length === 0) continue;
    if (progress.people.length < toldMax) progress.people.push({ profileId, simulation });
  }
  progress.after = ids.at(-1) ?? progress.after;
  progress.played += ids.length;
};

/**
 * Tries a journey with the people there are: each is read, played in memory, and counted; nothing is sent and
 * nothing is written. Ends after some seconds at the latest; `next` says where to go on.
 */
export const tryPeople = async (input: {
  deps: DryRunDeps;
  request: DryRunRequest;
  personPlay: PersonPlay;
}): Promise<Tried> => {
  const { deps, request, personPlay } = input;
  const setting = await settingOf(deps, request);
  if ('problems' in setting) return { kind: 'refused', problems: setting.problems };
  const { query } = setting;
  const endAt = deps.clock.systemTime() + (request.forMs ?? partMs);
  const total = request.after === undefined ? await audienceSize({ ...query, deps }) : undefined;
  const progress: Progress = {
    tally: request.before?.tally ?? noTally,
    costs: request.before?.playCosts ?? noCosts,
    after: request.after,
    played: 0,
    people: [],
    together: {},
  };
  let isMore = true;
  while (isMore && progress.played < request.sample && deps.clock.systemTime() <= endAt) {
    const limit = Math.min(pageSize, request.sample - progress.played);
    const ids = await audiencePage({ ...query, deps, after: progress.after, limit });
    await playPage({ setting, ids, personPlay, progress });
    isMore = ids.length === limit;
  }
  const offers = Object.keys(progress.costs.all.coupons);
  const prices = await pricesOf({ deps, live: setting.live, offers });
  return {
    kind: 'tried',
    part: {
      journey: setting.stage.journey.definition,
      from: query.from,
      until: query.until,
      ...(total === undefined ? {} : { total }),
      tally: progress.tally,
      budgets: await budgetsOf({ setting, coupons: progress.tally.coupons }),
      costs: priceCosts(progress.costs, prices),
      playCosts: progress.costs,
      people: progress.people,
      ...(isMore && progress.after !== undefined ? { next: progress.after } : {}),
    },
  };
};

/** A person of a dry run as they are now; undefined when they are gone. */
export const personNow = ({ deps, query, profileId }: Setting & { profileId: string }) =>
  findPerson({ deps, tenant: query.tenant, profileId });
