import { LRUCache } from 'lru-cache';

import { CicloError } from '../../domain/errors.ts';
import { type LoadedMessage, loadMessage } from '../../domain/messages/load-message.ts';
import { ownNames } from '../../domain/events/own-names.ts';
import type { DateEntry } from '../../domain/profiles/entry-dates.ts';
import type { OfferDefinition } from '../../domain/offers/offer-definition.ts';
import type { FactSource } from '../../domain/rules/facts.ts';
import { createMembership, type Membership } from '../../domain/rules/membership.ts';
import { isObject } from '../../domain/json.ts';
import { createRuleSet, type RuleSet } from '../../domain/rules/rule-set.ts';
import type { SegmentDefinition } from '../../domain/rules/segment.ts';
import { orderSegments } from '../../domain/rules/segment-order.ts';
import type { JourneyFreeze, PublishedWorkspace, WorkspaceStore } from '../ports/workspaces.ts';
import { type CompiledJourney, compileJourney } from './compiled-journey.ts';
import { dateEntriesOf, peoplePlanOf, watchedPathsOf } from './upkeep-plan.ts';

export type LiveJourney = CompiledJourney & {
  readonly takesEntries: boolean;
  /** The journey stands still with all who are in it; undefined when it does not. */
  readonly frozen: JourneyFreeze | undefined;
  /** When this version was published, on the tenant's clock. */
  readonly publishedAt: number;
};

export type LiveSegment = {
  readonly key: string;
  readonly membership: (facts: FactSource) => Promise<Membership>;
};

/** A tenant's workspace made ready for work: everything looked up by what arrives. */
export type LiveWorkspace = {
  readonly tenant: string;
  readonly revision: number;
  readonly published: PublishedWorkspace;
  readonly journeys: ReadonlyMap<string, LiveJourney>;
  /** Journeys by the event that starts them; also those whose door is shut for a while, which turn people away. */
  readonly entriesByEvent: ReadonlyMap<string, readonly LiveJourney[]>;
  readonly rules: RuleSet;
  readonly segments: readonly LiveSegment[];
  /** Journeys that start at a date of the person. */
  readonly dateEntries: readonly DateEntry[];
  /** What memberships and dates are worked out from; another plan means everybody is looked at again. */
  readonly peoplePlan: string;
  /** Paths of the profile whose change starts or moves something. */
  readonly watched: readonly string[];
  readonly messages: ReadonlyMap<string, LoadedMessage>;
  readonly offers: ReadonlyMap<string, OfferDefinition>;
};

/** The workspaces in force, kept ready and renewed when a new revision is published. */
export type LiveWorkspaces = {
  /** Throws `not-found` when nothing was published for the tenant. */
  readonly of: (tenant: string) => Promise<LiveWorkspace>;
  /** The journey version a run is pinned to. */
  readonly journey: (input: { tenant: string; journey: string; version: number }) => Promise<CompiledJourney>;
  /** Looks for a new revision now. */
  readonly refresh: (tenant: string) => Promise<void>;
};

/** Names under which a journey is started by what the engine itself finds out. */
const entryEvents = (journey: CompiledJourney): readonly string[] => {
  const { entry } = journey.definition;
  if ('on' in entry) return [entry.on];
  if ('segment' in entry) {
    if (entry.when === 'leaves') return ['Segment Left'];
    return entry.present ? ['Segment Joined', ownNames.present] : ['Segment Joined'];
  }
  if ('attribute' in entry) return [ownNames.attribute];
  if ('date' in entry) return [ownNames.date];
  if ('schedule' in entry) return [ownNames.schedule];
  return [];
};

const liveSegment = (input: {
  segment: SegmentDefinition;
  lists: PublishedWorkspace['lists'];
}): LiveSegment => {
  const { segment } = input;
  const { key } = segment;
  if ('when' in segment) return { key, membership: createMembership({ when: segment.when }) };
  const people = new Set(input.lists[segment.list] ?? []);
  return {
    key,
    membership: async ({ profile }) => {
      const ids = isObject(profile) ? profile['ids'] : undefined;
      return { isMember: Array.isArray(ids) && ids.some((id) => people.has(id)), because: [] };
    },
  };
};

const makeReady = (input: {
  published: PublishedWorkspace;
  journeyOf: (version: PublishedWorkspace['journeys'][number]) => CompiledJourney;
}): LiveWorkspace => {
  const { published } = input;
  const journeys = new Map<string, LiveJourney>();
  const entriesByEvent = new Map<string, LiveJourney[]>();
  for (const version of published.journeys) {
    const { mode, frozen, publishedAt } = version;
    const takesEntries = mode === 'live' && frozen?.entries !== 'refuse';
    const live = { ...input.journeyOf(version), takesEntries, frozen, publishedAt };
    journeys.set(live.key, live);
    for (const event of mode === 'ended' ? [] : entryEvents(live)) {
      entriesByEvent.set(event, [...(entriesByEvent.get(event) ?? []), live]);
    }
  }
  const segments = orderSegments(published.segments).ordered.map((segment) =>
    liveSegment({ segment, lists: published.lists }),
  );
  const dateEntries = dateEntriesOf(published.journeys);
  return {
    tenant: published.tenant,
    revision: published.revision,
    published,
    dateEntries,
    peoplePlan: peoplePlanOf({ published, dateEntries }),
    watched: watchedPathsOf(published.journeys),
    journeys,
    entriesByEvent,
    rules: createRuleSet(published.rules),
    segments,
    messages: new Map(published.messages.map((message) => [message.key, loadMessage(message)])),
    offers: new Map(published.offers.map((offer) => [offer.key, offer])),
  };
};

type LiveDeps = {
  readonly workspaces: WorkspaceStore;
  readonly wall: () => number;
  readonly checkEveryMs: number;
};
type Ready = Map<string, { live: LiveWorkspace; checkedAt: number }>;
type Compile = (version: Parameters<typeof compileJourney>[0], tenant: string) => CompiledJourney;

/** Compiles each version once. */
const createCompile = (): Compile => {
  const versions = new LRUCache<string, CompiledJourney>({ max: 2000 });
  return (version, tenant) => {
    const id = JSON.stringify([tenant, version.key, version.version, version.hash]);
    const known = versions.get(id);
    if (known !== undefined) return known;
    const journey = compileJourney(version);
    versions.set(id, journey);
    return journey;
  };
};

const createLoad = (input: { deps: LiveDeps; ready: Ready; compile: Compile }) => {
  const { deps, ready, compile } = input;
  return async (tenant: string): Promise<LiveWorkspace> => {
    const known = ready.get(tenant);
    const revision = await deps.workspaces.revision(tenant);
    if (known !== undefined && known.live.revision === revision) {
      known.checkedAt = deps.wall();
      return known.live;
    }
    const published = await deps.workspaces.load(tenant);
    if (published === undefined) {
      throw new CicloError({ code: 'not-found', message: `Nothing has been published for ${tenant} yet.` });
    }
    const live = makeReady({ published, journeyOf: (version) => compile(version, tenant) });
    ready.set(tenant, { live, checkedAt: deps.wall() });
    return live;
  };
};

/**
 * Keeps the workspaces in force ready. The revision is looked up at most every `checkEveryMs` of real time,
 * so a publication takes effect within that time in every process; versions are compiled once.
 */
export const createLiveWorkspaces = (deps: LiveDeps): LiveWorkspaces => {
  const ready: Ready = new Map();
  const loading = new Map<string, Promise<LiveWorkspace>>();
  const compile = createCompile();
  const load = createLoad({ deps, ready, compile });

  const loadOnce = (tenant: string): Promise<LiveWorkspace> => {
    const under = loading.get(tenant);
    if (under !== undefined) return under;
    const started = load(tenant).finally(() => loading.delete(tenant));
    loading.set(tenant, started);
    return started;
  };

  return {
    of: async (tenant) => {
      const known = ready.get(tenant);
      if (known !== undefined && deps.wall() - known.checkedAt < deps.checkEveryMs) return known.live;
      return loadOnce(tenant);
    },
    refresh: async (tenant) => {
      const known = ready.get(tenant);
      if (known !== undefined) known.checkedAt = 0;
      await loadOnce(tenant);
    },
    journey: async ({ tenant, journey, version }) => {
      const live = ready.get(tenant)?.live.journeys.get(journey);
      if (live?.version === version) return live;
      const found = await deps.workspaces.journeyVersion({ tenant, journey, version });
      if (found === undefined) {
        throw new CicloError({
          code: 'broken-definition',
          message: `Journey ${journey} has no version ${version}.`,
        });
      }
      return compile(found, tenant);
    },
  };
};
