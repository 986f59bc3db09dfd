import type { BroadcastPlan, BroadcastState } from '../../domain/broadcasts/plan.ts';
import type { PageOf } from '../../domain/page.ts';

/** Something that is done to those who wait in a broadcast, as a bulk operation under `id`. */
export type BroadcastControl = { readonly id: string; readonly kind: 'freeze' | 'resume' | 'exit' };

/** Which part of a broadcast is under way: the variants by lot, to all or to those of the test; or the winner, to the others. */
export type BroadcastPhase = 'all' | 'test' | 'winner';

/** A broadcast. Times are on the tenant's clock, in epoch milliseconds. */
export type Broadcast = {
  readonly id: string;
  readonly tenant: string;
  readonly plan: BroadcastPlan;
  readonly state: BroadcastState;
  /** Counts up with everything people do to it. */
  readonly rev: number;
  readonly createdAt: number;
  readonly changedAt: number;
  /** The first instant at which it has something to do; from when it was scheduled on. */
  readonly startAt?: number;
  /** When the first page began. */
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** How many people matched when it began. */
  readonly matched?: number;
  readonly phase: BroadcastPhase;
  /** The last person of the page before; absent at the beginning of a pass. */
  readonly cursor?: string;
  /** When the present pass began: it reaches people whose time had come by then. */
  readonly passAt?: number;
  /** People whose time had come by then were dealt with in the passes before. */
  readonly doneUpTo?: number;
  /** The earliest time of a person that this pass left for later. */
  readonly nextAt?: number;
  /** Nobody is left to come in; some may wait still. */
  readonly isThrough: boolean;
  /** How often it was looked for people who wait. */
  readonly looks: number;
  readonly testUntil?: number;
  readonly winner?: { readonly variant: string; readonly by: 'rate' | 'hand'; readonly at: number };
  readonly pausedFrom?: BroadcastState;
  /** Why it paused by itself. */
  readonly problem?: string;
  readonly control?: BroadcastControl;
  /** Pages in a row that failed. */
  readonly attempts: number;
};

/** What the work on a broadcast changes. */
export type BroadcastProgress = Partial<
  Omit<Broadcast, 'id' | 'tenant' | 'plan' | 'rev' | 'createdAt' | 'changedAt'>
>;

/** Fields that can be taken away again. */
export type BroadcastField = 'cursor' | 'nextAt' | 'doneUpTo' | 'control' | 'problem' | 'pausedFrom';

/** A broadcast that a process works on, with the claim its writes have to name. */
export type TakenBroadcast = Broadcast & { readonly claim: string };

export type BroadcastStore = {
  /** Adds it, unless there is one of this id. */
  readonly add: (broadcast: Broadcast) => Promise<'added' | 'exists'>;
  readonly get: (input: { tenant: string; id: string }) => Promise<Broadcast | undefined>;
  /** Newest first, by `createdAt`, then `id`; with drafts by default. */
  readonly list: (
    input: PageOf & { tenant: string; state?: BroadcastState; campaign?: string; withDrafts?: boolean },
  ) => Promise<readonly Broadcast[]>;
  /** What somebody does to it, if it stands as they saw it. `due`: when there is work; null: there is none. */
  readonly change: (input: {
    tenant: string;
    id: string;
    rev: number;
    state: BroadcastState;
    set: Partial<Broadcast>;
    unset?: readonly BroadcastField[];
    due: number | null;
  }) => Promise<Broadcast | undefined>;
  readonly remove: (input: { tenant: string; id: string; rev: number }) => Promise<boolean>;
  /** Takes one that is due, for as long as `leaseUntil` (real time); undefined when none is free. */
  readonly take: (input: {
    tenant: string;
    now: number;
    systemTime: number;
    leaseUntil: number;
    claim: string;
  }) => Promise<TakenBroadcast | undefined>;
  readonly renew: (input: { taken: TakenBroadcast; leaseUntil: number }) => Promise<'renewed' | 'lost'>;
  /**
   * Writes how far it has come and gives it back. Where somebody changed it meanwhile, only the place is kept, and what
   * they decided stands.
   */
  readonly progress: (input: {
    taken: TakenBroadcast;
    set: BroadcastProgress;
    unset?: readonly BroadcastField[];
    due: number | null;
  }) => Promise<void>;
  /** When the next work is due, on the tenant's clock. */
  readonly next: (tenant: string) => Promise<number | undefined>;
};

/** What came of the messages of a step of a journey, without what machines opened. */
export type StepOutcomes = {
  readonly journey: string;
  readonly step: string;
  readonly sent: number;
  readonly opened: number;
  readonly clicked: number;
  readonly bounced: number;
  readonly complained: number;
  readonly unsubscribed: number;
};

/** Sums over the messages of journeys. */
export type MessageOutcomes = {
  readonly ofSteps: (input: {
    tenant: string;
    journeys: readonly string[];
  }) => Promise<readonly StepOutcomes[]>;
};

/** How many people each of some broadcasts has dealt with, by its id: sent to, left out or held out. Those who wait are not among them. */
export type CountDealt = (input: {
  tenant: string;
  ids: readonly string[];
}) => Promise<ReadonlyMap<string, number>>;
