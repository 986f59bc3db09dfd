import type { EventFact, StoredEvent } from '../events/event.ts';
import type { DecisionKind } from '../journey/decisions.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Order } from '../orders/orders.ts';
import type { CrmRecord } from '../records/record.ts';
import type { Profile } from '../profiles/profile.ts';
import type { Because } from '../rules/decide/because.ts';
import type { RecordAct } from './story-records.ts';

/**
 * An event of the story. `receivedAt` is when it comes; what came before the start is history: it made the person
 * what they are, and starts nothing.
 */
export type SimulatedEvent = StoredEvent & {
  /** The send step whose latest message it is about, in place of a `message_id` nobody can know beforehand. */
  readonly about?: string | undefined;
  /** Its properties name what steps gave, such as `{{steps.coupon.code}}`. */
  readonly names?: true | undefined;
};

/** Somebody asks for an entry: the API, a rule, another journey. */
export type SimulatedEntry = { readonly at: number; readonly key?: string; readonly properties?: JsonObject };

/** When a task that is waited for is done, and what comes of it. */
export type SimulatedTask = { readonly after: string; readonly output?: Json };

/** A run somebody had before a play. */
export type EarlierRun = {
  readonly entryKey: string;
  /** Epoch milliseconds. */
  readonly enteredAt: number;
  readonly isActive: boolean;
};

/** One person and what happens to them. */
export type PlayInput = {
  readonly profile: Profile;
  /**
   * What they did before and the profile knows already: conditions on past events see it, and nothing comes of it.
   */
  readonly history?: readonly StoredEvent[];
  /** The codes of coupons they were given before, by offer. */
  readonly issued?: Readonly<Record<string, readonly string[]>>;
  /** Runs of this journey they had before: for each key the latest. */
  readonly earlier?: readonly EarlierRun[];
  /** Records about them, as they are at the start. */
  readonly records?: readonly CrmRecord[];
  /** Entries by dates and schedules recur no further than this. */
  readonly entriesUntil?: number;
  readonly events: readonly SimulatedEvent[];
  /** What is done to records, in the order in which it happens. */
  readonly acts?: readonly RecordAct[];
  /** Epoch milliseconds. */
  readonly start: number;
  /** Nothing happens after this; ten years after the start by default, one where entries recur. */
  readonly until?: number;
  readonly enter?: readonly SimulatedEntry[];
  /**
   * The branch a step takes whatever the facts say, by step id: `case-0`, `event-1`, `otherwise`, `failure`, the name
   * of an arm; `round` or `end` of a `repeat`; `done` or `timeout` of a task.
   */
  readonly choose?: Readonly<Record<string, string>>;
  /** What actions give, by step id. */
  readonly results?: Readonly<Record<string, Json>>;
  /** Tasks that somebody does, by step id; others nobody does. */
  readonly tasks?: Readonly<Record<string, SimulatedTask>>;
  /** Draws splits, experiments and holdouts as for another person; as for this one when left out. */
  readonly seed?: string;
  /** False: nobody is held out. */
  readonly holdout?: boolean;
  /** Channels on which the person's address is suppressed. */
  readonly suppressed?: readonly string[];
};

/** A message that went out. */
export type SimulatedSend = {
  readonly at: number;
  readonly run: string;
  readonly entryKey: string;
  readonly step: string;
  readonly visit: number;
  readonly messageId: string;
  readonly message: string;
  readonly channel: string;
  readonly class: 'marketing' | 'transactional';
  readonly topic: string;
  readonly to: string;
  readonly locale?: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
};

/** What happened at one instant of a run, and why. */
export type TimelineItem = {
  readonly at: number;
  /** Null for what concerns the whole run. */
  readonly step: string | null;
  readonly visit: number;
  readonly kind: DecisionKind;
  readonly reason?: string;
  readonly detail?: Json;
  /** The message that went out. */
  readonly message?: SimulatedSend;
  /** The outcome was chosen and not decided. */
  readonly chosen?: true;
};

/** One run of the journey. */
export type SimulatedRun = {
  readonly id: string;
  readonly entryKey: string;
  readonly enteredAt: number;
  /** Null: it was asked for, not started by an event. */
  readonly entry: EventFact | null;
  readonly timeline: readonly TimelineItem[];
  /** Null while it has not ended. */
  readonly outcome: string | null;
  /** Where it still waits. */
  readonly waiting: { readonly step: string; readonly until: number | null } | null;
  readonly converted: boolean;
  readonly convertedAt?: number;
  readonly value?: number;
  /** What its steps gave. */
  readonly steps: Readonly<Record<string, Json>>;
};

/** An entry that was not made, and why. */
export type RefusedEntry = {
  readonly at: number;
  readonly event: string | null;
  /** As the ledger has it: `where`, `no-key`, `in-already`, `full-day`. */
  readonly reason: string;
  readonly because?: readonly Because[];
};

/** Their points of a programme at the end: what they have with what is pending, and all they earned, each less what it was before. */
export type PointsGained = {
  readonly program: string;
  readonly outstanding: number;
  readonly earned: number;
};

/** Everything that happened. */
export type Simulation = {
  readonly runs: readonly SimulatedRun[];
  /** All messages in the order in which they went out. */
  readonly messages: readonly SimulatedSend[];
  readonly refused: readonly RefusedEntry[];
  /** The person as they are in the end. */
  readonly profile: Profile;
  /** The person as they were from each instant on at which something of them changed, where that was asked for. */
  readonly profiles?: readonly { readonly at: number; readonly profile: Profile }[];
  /** The instant of the last thing that happened. */
  readonly end: number;
  /** It was ended because too much happened: something goes on forever. */
  readonly isCut: boolean;
  /** What the books of a play in memory have: points, and the orders placed from the start on. */
  readonly books?: { readonly points: readonly PointsGained[]; readonly orders: readonly Order[] };
};
