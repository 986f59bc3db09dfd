import type { PageOf, Position } from '../../domain/page.ts';
import type { EventType, Trust } from '../../domain/events/event.ts';
import type { Ignored } from '../../domain/events/ignored.ts';
import type { JourneyDefinition } from '../../domain/journey/definition.ts';
import type { Decision } from '../../domain/journey/decisions.ts';
import type { JsonObject } from '../../domain/json.ts';

export type { PageOf, Position };

export type JourneyView = {
  readonly key: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly stage: string;
  readonly version: number;
  readonly mode: 'live' | 'paused' | 'ended';
  /** It stands still with all who are in it; absent when it does not. */
  readonly frozen?: {
    readonly at: number;
    readonly entries: 'hold' | 'refuse';
    readonly reason?: string;
    readonly by?: 'guard';
  };
  readonly publishedAt: number;
  /** Over all versions. */
  readonly entered: number;
  readonly active: number;
  readonly converted: number;
};

export type JourneyDetail = JourneyView & {
  readonly definition: JourneyDefinition;
  readonly versions: readonly {
    readonly version: number;
    readonly publishedAt: number;
    readonly active: number;
  }[];
};

/** How many people, runs, and passages. */
export type Counted = { readonly people: number; readonly runs: number; readonly total: number };

/** Money of one currency, in its minor units. */
export type Revenue = { readonly currency: string; readonly minor: number };

/** The counts behind a funnel, of one version or of all. */
export type FunnelCounts = {
  readonly entered: number;
  readonly people: number;
  readonly heldOut: number;
  readonly active: number;
  readonly converted: number;
  readonly convertedPeople: number;
  /** What the goals that were reached were worth, by currency. */
  readonly revenue: readonly Revenue[];
  readonly outcomes: readonly { readonly outcome: string; readonly runs: number }[];
  /** How many people the door refused, by reason; they are in no other count. */
  readonly turnedAway: readonly { readonly reason: string; readonly people: number }[];
  /** Active runs by the step they stand on. */
  readonly standing: readonly { readonly step: string; readonly runs: number }[];
  /** Who came to each step, and who of them got through. */
  readonly visits: readonly {
    readonly step: string;
    readonly entered: Counted;
    readonly passed: Counted;
  }[];
  /** Runs that came to a step and reached the goal after that. */
  readonly conversions: readonly {
    readonly step: string;
    readonly runs: number;
    readonly revenue: readonly Revenue[];
  }[];
  /** Rows of the ledger by step, kind and reason. */
  readonly decisions: readonly (Counted & {
    readonly step: string;
    readonly kind: Decision['kind'];
    readonly reason?: string;
  })[];
};

export type RunView = {
  readonly id: string;
  readonly journey: string;
  readonly version: number;
  readonly profileId: string;
  readonly entryKey: string;
  readonly occasion: number;
  readonly enteredAt: number;
  readonly endedAt?: number;
  readonly status: 'active' | 'ended';
  readonly outcome?: string;
  readonly step: string | null;
  readonly wakeAt?: number;
  readonly hears: readonly string[];
  readonly convertedAt?: number;
  readonly goalValue?: number;
  readonly parked: boolean;
  readonly state: { readonly frozen: { readonly at: number } | null };
};

/** A run that stands on a step. */
export type StandingView = {
  readonly run: string;
  readonly journey: string;
  readonly version: number;
  readonly profileId: string;
  readonly entryKey: string;
  readonly step: string;
  readonly visit: number;
  /** When it came to the step. */
  readonly since: number;
  /** When it goes on by itself. */
  readonly until?: number;
  readonly frozenAt?: number;
};

/** What became of a message on one device of a person. `gone`: its subscription has ended, and it was forgotten. */
export type DeviceOutcome = {
  readonly device: string;
  readonly outcome: 'sent' | 'failed' | 'gone';
  readonly reason?: string;
};

export type MessageView = {
  readonly id: string;
  readonly run: string;
  readonly journey: string;
  readonly version: number;
  readonly step: string;
  readonly profileId: string;
  readonly channel: string;
  readonly message: string;
  readonly class: 'marketing' | 'transactional';
  readonly topic: string;
  readonly subject: string;
  readonly locale: string;
  readonly plannedAt: number;
  readonly status: 'sending' | 'retrying' | 'accepted' | 'rejected' | 'cancelled';
  readonly attempts: number;
  readonly acceptedAt?: number;
  readonly reason?: string;
  /** What became of it on each device of the person, where the channel has devices. */
  readonly devices?: readonly DeviceOutcome[];
  readonly openedAt?: number;
  readonly clickedAt?: number;
  readonly bouncedAt?: number;
  readonly complainedAt?: number;
  readonly unsubscribedAt?: number;
};

/** Work for a person of the team. */
export type TaskView = {
  readonly id: string;
  readonly title: string;
  readonly state: 'open' | 'done';
  readonly profileId: string;
  /** The run it was given in, with its journey and step; null when a rule gave it. */
  readonly run: string | null;
  readonly journey?: string;
  readonly step?: string;
  readonly team?: string;
  /** The user who has claimed it, or was given it. */
  readonly assignee?: string;
  readonly createdAt: number;
  readonly dueAt?: number;
  readonly doneAt?: number;
  readonly output?: TaskOutputView;
};

/** What somebody said of a task they have done. */
export type TaskOutputView = { readonly outcome: string; readonly note?: string; readonly by?: string };

export type EventView = {
  readonly id: string;
  readonly messageId: string;
  readonly type: EventType;
  readonly name: string;
  readonly timestamp: number;
  readonly receivedAt: number;
  readonly source: string;
  readonly trust: Trust;
  readonly backfill: boolean;
  readonly properties: JsonObject;
  readonly traits: JsonObject;
  readonly profileId?: string;
  readonly state: 'pending' | 'done' | 'recorded' | 'quarantined' | 'dead' | 'refused';
  readonly attempts: number;
  readonly error?: string;
  readonly ignored?: readonly Ignored[];
};

export type DecisionView = Decision & {
  readonly id: string;
  readonly run: string;
  readonly journey: string;
  readonly version: number;
  readonly profileId: string;
  readonly at: number;
  readonly n: number;
};

export type SegmentView = {
  readonly key: string;
  readonly name: string;
  readonly members: number;
  /** `rule` follows its conditions; `list` is a fixed list of people. */
  readonly kind: 'rule' | 'list';
};

export type SuppressionView = {
  readonly channel: string;
  readonly addressHash: string;
  readonly reason: string;
  readonly at: number;
};
