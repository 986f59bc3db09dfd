import type { DecisionView } from '../../api/ports/views.ts';
import type { EventFact } from '../../domain/events/event.ts';
import type { Effect, EffectResult } from '../../domain/journey/effects.ts';
import type { Command } from '../../domain/journey/reduce/commands.ts';
import type { RunState } from '../../domain/journey/reduce/run-state.ts';

/** One customer in one journey version, for one entry key. */
export type Run = {
  readonly id: string;
  readonly tenant: string;
  readonly journey: string;
  readonly version: number;
  readonly profileId: string;
  /** What the run is about, as the marketer sees it; empty without a key. */
  readonly entryKey: string;
  /** Which entry for this person and key it is, from 1. */
  readonly occasion: number;
  /** What asked for the entry: an event, a rule, a call; the same cause enters once. */
  readonly cause: string;
  readonly entry: EventFact | null;
  readonly enteredAt: number;
  readonly endedAt?: number;
  readonly status: 'active' | 'ended';
  readonly outcome?: string;
  readonly state: RunState;
  /** The step it stands on, for reports. */
  readonly step: string | null;
  /** When it wakes by itself; absent when it waits for an event only, or is done. */
  readonly wakeAt?: number;
  /** Names of the events it must hear of; also after its end, until `goalUntil`. */
  readonly hears: readonly string[];
  readonly goalUntil?: number;
  readonly convertedAt?: number;
  /** What the goal was worth as the event says it, and in minor units of a currency. */
  readonly goalValue?: number;
  readonly goalMinor?: number;
  readonly goalCurrency?: string;
  /** The Temporal workflow that carries it; absent while it never had to wait. */
  readonly workflowId: string;
  readonly parked: boolean;
  readonly rev: number;
  /** Rows of the ledger that this revision decided: written with it, and appended right after. */
  readonly decided?: readonly LedgerRow[];
};

/** Runs; unique by (tenant, journey, profile, entry key, occasion) through their id. */
export type RunStore = {
  readonly get: (input: { tenant: string; run: string }) => Promise<Run | undefined>;
  /**
   * Of a person's runs in a journey for a key: the one entered last, the one that something asked for, and the highest
   * occasion, which a merge may leave with an earlier run.
   */
  readonly before: (input: {
    tenant: string;
    journey: string;
    profileId: string;
    entryKey: string;
    cause: string;
  }) => Promise<{
    readonly latest: Run | undefined;
    readonly told: Run | undefined;
    readonly occasions: number;
  }>;
  /** A person's runs in a journey for a key. */
  readonly ofEntry: (input: {
    tenant: string;
    journey: string;
    profileId: string;
    entryKey: string;
  }) => Promise<readonly Run[]>;
  readonly insert: (run: Run) => Promise<'inserted' | 'exists'>;
  /** Writes the run if nobody else wrote since `rev`; never touches `convertedAt` and what the goal was worth. */
  readonly save: (input: { run: Run; rev: number }) => Promise<'saved' | 'conflict'>;
  /** Notes the conversion, once: false when it was noted before. */
  readonly convert: (input: {
    tenant: string;
    run: string;
    at: number;
    value?: number;
    minor?: number;
    currency?: string;
  }) => Promise<boolean>;
  /** Runs of a person that must hear of an event: the `waits` index. */
  readonly hearing: (input: { tenant: string; profileId: string; event: string }) => Promise<readonly Run[]>;
  /** Active runs due by `now` on the tenant's clock, earliest first; for the development clock and the sweeper. */
  readonly due: (input: { tenant: string; now: number; limit: number }) => Promise<readonly Run[]>;
  readonly activeOf: (input: { tenant: string; profileId: string }) => Promise<readonly Run[]>;
};

/** A row of the ledger. Its id is a hash of (run, step, visit, kind, n), so that a repeat adds nothing. */
export type LedgerRow = DecisionView & { readonly tenant: string };

export type LedgerStore = {
  readonly append: (rows: readonly LedgerRow[]) => Promise<void>;
  /** Which of these rows there are. */
  readonly present: (input: { tenant: string; ids: readonly string[] }) => Promise<ReadonlySet<string>>;
};

/** Effects under way outside a burst, and what came of them; unique by (run, step, visit, turn). */
export type EffectStore = {
  readonly settle: (input: {
    tenant: string;
    run: string;
    effect: Effect;
    result: EffectResult;
    at: number;
  }) => Promise<void>;
  readonly result: (input: {
    tenant: string;
    run: string;
    effect: Effect;
  }) => Promise<EffectResult | undefined>;
  /** Begins an attempt, unless it has a result or another attempt goes on. `firstTried` is `at` if this is the first one. */
  readonly begin: (input: {
    tenant: string;
    run: string;
    effect: Effect;
    at: number;
    claim: string;
    /** Real time. */
    systemTime: number;
    leaseUntil: number;
  }) => Promise<
    | { readonly kind: 'begun'; readonly firstTried: number }
    | { readonly kind: 'settled' }
    | { readonly kind: 'elsewhere' }
  >;
  /** Makes the lease of an attempt longer; one that is over by now ends it. */
  readonly renew: (input: {
    tenant: string;
    run: string;
    effect: Effect;
    claim: string;
    leaseUntil: number;
  }) => Promise<'renewed' | 'lost'>;
};

/** Commands of operators to runs. */
export type CommandStore = {
  readonly add: (input: {
    tenant: string;
    id: string;
    run: string;
    command: Command;
    at: number;
  }) => Promise<void>;
  readonly get: (input: {
    tenant: string;
    id: string;
  }) => Promise<{ readonly run: string; readonly command: Command } | undefined>;
};
