import type { EventFact, StoredEvent } from '../events/event.ts';
import { bucketOf, hashId } from '../hash.ts';
import { durationEnd } from '../journey/plan-wait.ts';
import type { ReadyJourney } from '../journey/ready-journey.ts';
import type { RunState } from '../journey/run-state.ts';
import type { ReduceFacts } from '../journey/transitions.ts';
import type { Json } from '../json.ts';
import type { OfferDefinition } from '../offers/offer-definition.ts';
import { bestHourOf } from '../profiles/best-hour.ts';
import type { Order } from '../profiles/orders.ts';
import { type Computed, type Profile, textTrait } from '../profiles/profile.ts';
import type { FactSource } from '../rules/facts.ts';
import { createMembership, type Membership } from '../rules/membership.ts';
import { createRuleSet, type RuleSet } from '../rules/rule-set.ts';
import { orderSegments } from '../rules/segment-order.ts';
import type { SegmentDefinition } from '../rules/segment.ts';
import { summariseEvents } from '../rules/summarise-events.ts';
import { zoneOf } from '../time/zone.ts';
import type { Catalog } from '../workspace/catalog.ts';
import type { TenantSettings } from '../workspace/tenant-settings.ts';
import { withChoices } from './choices.ts';
import type {
  RefusedEntry,
  SimulatedMessage,
  SimulatedSend,
  SimulateInput,
  TimelineItem,
} from './simulation.ts';

/** A run at work in a simulation. */
export type RunAtWork = {
  readonly id: string;
  readonly entryKey: string;
  readonly occasion: number;
  /** What asked for the entry; the same cause enters once. */
  readonly cause: string;
  readonly entry: EventFact | null;
  readonly enteredAt: number;
  readonly goalUntil: number | undefined;
  state: RunState;
  readonly timeline: TimelineItem[];
  convertedAt: number | undefined;
  value: number | undefined;
};

type Segment = {
  readonly key: string;
  readonly membership: (facts: FactSource) => Promise<Pick<Membership, 'isMember' | 'changesAt'>>;
};

/** The small world of one person in which a journey is played: its clock, the person, and what was ever made in it. */
export type World = {
  readonly input: SimulateInput;
  readonly journey: ReadyJourney;
  readonly settings: TenantSettings;
  readonly messages: ReadonlyMap<string, SimulatedMessage>;
  readonly offers: ReadonlyMap<string, OfferDefinition>;
  readonly catalog: Catalog;
  readonly segments: readonly Segment[];
  readonly rules: RuleSet;
  now: number;
  profile: Profile;
  /** What was known of orders before the story. */
  readonly before: Computed;
  readonly orders: Map<string, Order>;
  /** Everything that happened, as conditions and look-backs see it. */
  readonly log: StoredEvent[];
  /** What the engine has yet to tell itself. */
  readonly inbox: StoredEvent[];
  readonly runs: RunAtWork[];
  readonly tasks: {
    readonly at: number;
    readonly run: RunAtWork;
    readonly taskId: string;
    readonly output: Json;
  }[];
  /** Issued coupons by offer. */
  readonly issued: Map<string, string[]>;
  readonly sent: SimulatedSend[];
  readonly refused: RefusedEntry[];
  /** Channels on which nothing reaches the person any more. */
  readonly suppressed: Set<string>;
};

const toSegment = (input: {
  segment: SegmentDefinition;
  lists: Readonly<Record<string, readonly string[]>>;
  ids: () => readonly string[];
}): Segment => {
  const { segment } = input;
  if ('when' in segment) return { key: segment.key, membership: createMembership({ when: segment.when }) };
  const people = new Set(input.lists[segment.list] ?? []);
  return {
    key: segment.key,
    membership: () => Promise.resolve({ isMember: input.ids().some((id) => people.has(id)) }),
  };
};

/** Makes the world as it is at the start. Throws `invalid-input` when a choice names what is not in the journey. */
export const createWorld = (input: SimulateInput): World => {
  const { workspace, profile } = input;
  const { settings, lists = {} } = workspace;
  const world: World = {
    input,
    journey: withChoices(input),
    settings,
    messages: workspace.messages ?? new Map(),
    offers: new Map((workspace.offers ?? []).map((offer) => [offer.key, offer])),
    catalog: workspace.catalog ?? { products: [] },
    segments: orderSegments(workspace.segments ?? []).ordered.map((segment) =>
      toSegment({ segment, lists, ids: () => world.profile.ids }),
    ),
    rules: createRuleSet(workspace.rules ?? []),
    now: input.start,
    profile,
    before: profile.computed,
    orders: new Map(),
    log: [],
    inbox: [],
    runs: [],
    tasks: [],
    issued: new Map(),
    sent: [],
    refused: [],
    suppressed: new Set(input.suppressed ?? []),
  };
  return world;
};

/** The zone the person lives by. */
export const zoneIn = ({ profile, settings }: Pick<World, 'profile' | 'settings'>): string =>
  zoneOf({ profile: textTrait(profile, 'timezone'), tenant: settings.timezone });

/** The end of a duration as written, in the zone of the person. */
export const endIn = (input: { world: World; from: number; text: string }): number =>
  durationEnd({ from: input.from, text: input.text, zone: zoneIn(input.world) });

/** As whom the person is drawn into splits, experiments and holdouts. */
const drawnAs = ({ input, profile }: World): string =>
  input.seed === undefined ? profile.id : hashId(profile.id, input.seed);

/** What the reducer may know. */
export const reduceFactsIn = (input: { world: World; run: RunAtWork }): ReduceFacts => {
  const { world, run } = input;
  const { settings, profile } = world;
  const profileId = drawnAs(world);
  const bucket = bucketOf({ salt: `${settings.tenant}:holdout`, profileId }) * 100;
  return {
    profileId,
    globalHoldout: world.input.holdout !== false && bucket < settings.holdout,
    zone: zoneIn(world),
    holidays: new Set(settings.holidays),
    profile,
    entry: run.entry,
    bestHour: (channel) => bestHourOf({ profile, channel }),
    durationEnd: ({ from, text }) => endIn({ world, from, text }),
  };
};

/** The facts conditions about the person alone are decided by. */
export const personFactsIn = (world: World): FactSource => ({
  now: world.now,
  zone: zoneIn(world),
  profile: world.profile,
  segments: world.profile.segments,
  events: (query) => summariseEvents({ events: world.log.map(factOf), query }),
});

/** The facts conditions of a run are decided by. */
export const runFactsIn = (input: { world: World; run: RunAtWork; event?: EventFact }): FactSource => {
  const { world, run, event } = input;
  return {
    ...personFactsIn(world),
    ...(event === undefined ? {} : { event }),
    ...(run.entry === null ? {} : { entry: run.entry }),
    run: {
      id: run.id,
      journey: world.journey.definition.key,
      version: 0,
      entryKey: run.entryKey,
      enteredAt: new Date(run.enteredAt).toISOString(),
    },
    steps: run.state.steps,
    enteredAt: run.enteredAt,
  };
};

const factOf = (event: StoredEvent): unknown => ({
  event: event.name,
  timestamp: new Date(event.timestamp).toISOString(),
  properties: event.properties,
  traits: event.traits,
  context: event.context,
  messageId: event.messageId,
  type: event.type,
});

/** What templates see of the business. */
export const tenantIn = ({ settings }: World): Readonly<Record<string, unknown>> => ({
  key: settings.tenant,
  name: settings.name,
  url: settings.url,
  postalAddress: settings.postalAddress,
  currency: settings.currency,
  timeZone: settings.timezone,
  locale: settings.defaultLocale,
});

/** What templated values of a step see. */
export const templateContextIn = (input: {
  world: World;
  run: RunAtWork;
}): Readonly<Record<string, unknown>> => {
  const { world, run } = input;
  return {
    profile: world.profile,
    entry: run.entry ?? {},
    event: run.entry ?? {},
    steps: run.state.steps,
    run: { id: run.id, journey: world.journey.definition.key, entryKey: run.entryKey },
    tenant: tenantIn(world),
  };
};
