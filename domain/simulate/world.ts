import { type EventFact, type StoredEvent, toEventFact } from '../events/event.ts';
import { bucketOf, hashId } from '../hash.ts';
import { durationEnd } from '../journey/plan-wait.ts';
import type { RunState } from '../journey/run-state.ts';
import type { ReduceFacts } from '../journey/transitions.ts';
import type { Json } from '../json.ts';
import { bestHourOf } from '../profiles/best-hour.ts';
import type { Order } from '../profiles/orders.ts';
import { type Computed, type Profile, textTrait } from '../profiles/profile.ts';
import type { FactSource } from '../rules/facts.ts';
import { summariseEvents } from '../rules/summarise-events.ts';
import { zoneOf } from '../time/zone.ts';
import type { PlayInput, RefusedEntry, SimulatedSend, TimelineItem } from './simulation.ts';
import type { Stage } from './stage.ts';

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

/** The small world of one person in which a journey is played: its clock, the person, and what was ever made in it. */
export type World = Stage & {
  readonly input: PlayInput;
  now: number;
  profile: Profile;
  /** What was known of orders before the story. */
  readonly before: Computed;
  readonly orders: Map<string, Order>;
  /** Everything that happened since the start and was told before it, as look-backs see it. */
  readonly log: StoredEvent[];
  /** The same and the history of the person, by name, as conditions see it. */
  readonly facts: Map<string, unknown[]>;
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

/** Notes an event, so that conditions see it. */
const noteFact = (input: { facts: Map<string, unknown[]>; event: StoredEvent }): void => {
  const { facts, event } = input;
  const known = facts.get(event.name);
  if (known === undefined) facts.set(event.name, [toEventFact(event)]);
  else known.push(toEventFact(event));
};

/** Notes an event: conditions and look-backs see it from now on. */
export const noteEvent = (input: { world: World; event: StoredEvent }): void => {
  input.world.log.push(input.event);
  noteFact({ facts: input.world.facts, event: input.event });
};

/** Makes the world as it is at the start. */
export const createWorld = (input: { stage: Stage; play: PlayInput }): World => {
  const { stage, play } = input;
  const { profile, history = [], issued = {} } = play;
  const facts = new Map<string, unknown[]>();
  for (const event of history) noteFact({ facts, event });
  return {
    ...stage,
    input: play,
    now: play.start,
    profile,
    before: profile.computed,
    orders: new Map(),
    log: [],
    facts,
    inbox: [],
    runs: [],
    tasks: [],
    issued: new Map(Object.entries(issued).map(([offer, codes]) => [offer, [...codes]])),
    sent: [],
    refused: [],
    suppressed: new Set(play.suppressed ?? []),
  };
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
  events: (query) => summariseEvents({ events: world.facts.get(query.name) ?? [], query }),
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
