import { type LoadedMessage, loadMessage } from '../../domain/messages/load-message.ts';
import { ownNames } from '../../domain/events/own-names.ts';
import { type EventScope, eventScopeOf } from '../../domain/profiles/event-scope.ts';
import type { DateEntry } from '../../domain/profiles/entry-dates.ts';
import { type ReadyObject, readyObject } from '../../domain/objects/ready-object.ts';
import type { ObjectDefinition } from '../../domain/objects/definition.ts';
import { withShipped } from '../../domain/objects/shipped.ts';
import { type ReadyProgram, readyProgram } from '../../domain/loyalty/ready-program.ts';
import type { OfferDefinition } from '../../domain/offers/offer-definition.ts';
import { entryNames } from '../../domain/journey/definition.ts';
import type { FactSource } from '../../domain/rules/facts.ts';
import { createStanding, looksAtEvents, type Standing } from '../../domain/rules/decide/membership.ts';
import { isObject } from '../../domain/json.ts';
import { createRuleSet, type RuleSet } from '../../domain/rules/decide/rule-set.ts';
import type { SegmentDefinition } from '../../domain/rules/segment.ts';
import { orderSegments } from '../../domain/rules/segment-order.ts';
import { type ReferralSettings, referralSettings } from '../../domain/workspace/referral-settings.ts';
import type { JourneyFreeze, PublishedWorkspace } from './ports.ts';
import type { CompiledJourney } from './compiled-journey.ts';
import { dateEntriesOf, peoplePlanOf, watchedPathsOf } from './upkeep-plan.ts';

export type LiveJourney = CompiledJourney & {
  readonly takesEntries: boolean;
  /** The journey stands still with all who are in it; undefined when it does not. */
  readonly frozen: JourneyFreeze | undefined;
  /** When this version was published, on the tenant's clock. */
  readonly publishedAt: number;
};

type LiveSegment = {
  readonly key: string;
  /** Whether an event that changes nothing else of the person can change who is in it: it looks at events, or when they were seen. */
  readonly looksAtEvents: boolean;
  readonly standing: (facts: FactSource) => Promise<Standing>;
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
  /** The objects whose records journeys are about. */
  readonly recordKinds: ReadonlySet<string>;
  /** Paths of the profile whose change starts or moves something. */
  readonly watched: readonly string[];
  readonly messages: ReadonlyMap<string, LoadedMessage>;
  readonly offers: ReadonlyMap<string, OfferDefinition>;
  /** Loyalty programmes by key. */
  readonly programs: ReadonlyMap<string, ReadyProgram>;
  /** Those that come with Ciclo, and in their place or beside them the tenant's own. */
  readonly objects: ReadonlyMap<string, ReadyObject>;
  /** What events may say of people. */
  readonly eventScope: EventScope;
  /** The programme of recommendations with every default; undefined when there is none. Every event is held against it. */
  readonly referral: ReferralSettings | undefined;
};

/** Names under which a journey is started by what the engine itself finds out. */
const entryEvents = (journey: CompiledJourney): readonly string[] => {
  const { entry } = journey.definition;
  if ('on' in entry) return entryNames(entry);
  if ('segment' in entry) {
    if (entry.when === 'leaves') return ['Segment Left'];
    return entry.present ? ['Segment Joined', ownNames.present] : ['Segment Joined'];
  }
  if ('attribute' in entry) return [ownNames.attribute];
  if ('date' in entry) return [ownNames.date];
  if ('schedule' in entry) return [ownNames.schedule];
  return 'record' in entry ? [ownNames.record] : [];
};

const liveSegment = (input: {
  segment: SegmentDefinition;
  lists: PublishedWorkspace['lists'];
}): LiveSegment => {
  const { segment } = input;
  const { key } = segment;
  if ('when' in segment) {
    const { when } = segment;
    return { key, looksAtEvents: looksAtEvents(when), standing: createStanding({ when }) };
  }
  const people = new Set(input.lists[segment.list] ?? []);
  return {
    key,
    looksAtEvents: false,
    standing: async ({ profile }) => {
      const ids = isObject(profile) ? profile['ids'] : undefined;
      return { isMember: Array.isArray(ids) && ids.some((id) => people.has(id)) };
    },
  };
};

const readyObjects = (own: readonly ObjectDefinition[]): LiveWorkspace['objects'] =>
  new Map([...withShipped(own)].map(([key, definition]) => [key, readyObject({ definition })]));

type JourneyOf = (version: PublishedWorkspace['journeys'][number]) => CompiledJourney;

/** The parts of a workspace that depend on its journeys. */
export const readyJourneys = (input: {
  published: PublishedWorkspace;
  journeyOf: JourneyOf;
}): Pick<
  LiveWorkspace,
  'journeys' | 'entriesByEvent' | 'dateEntries' | 'peoplePlan' | 'recordKinds' | 'watched'
> => {
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
  const dateEntries = dateEntriesOf(published.journeys);
  return {
    journeys,
    entriesByEvent,
    dateEntries,
    peoplePlan: peoplePlanOf({ published, dateEntries }),
    recordKinds: new Set([...journeys.values()].flatMap(({ recordKind }) => recordKind ?? [])),
    watched: watchedPathsOf(published.journeys),
  };
};

/** Makes a published workspace ready for work. */
export const readyWorkspace = (input: {
  published: PublishedWorkspace;
  journeyOf: JourneyOf;
}): LiveWorkspace => {
  const { published } = input;
  const segments = orderSegments(published.segments).ordered.map((segment) =>
    liveSegment({ segment, lists: published.lists }),
  );
  return {
    tenant: published.tenant,
    revision: published.revision,
    published,
    ...readyJourneys(input),
    rules: createRuleSet(published.rules),
    segments,
    messages: new Map(published.messages.map((message) => [message.key, loadMessage(message)])),
    offers: new Map(published.offers.map((offer) => [offer.key, offer])),
    programs: new Map(published.programs.map((program) => [program.key, readyProgram(program)])),
    objects: readyObjects(published.objects),
    eventScope: eventScopeOf(published),
    referral: referralSettings(published.settings),
  };
};
