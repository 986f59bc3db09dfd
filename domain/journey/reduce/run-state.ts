import type { Json } from '../../json.ts';
import type { Effect } from '../effects.ts';

/** What a run is waiting for; `from` is when it began to, so that a wait can be timed again. */
export type Waiting =
  | { readonly kind: 'time'; readonly from: number; readonly until: number }
  | { readonly kind: 'events'; readonly from: number; readonly until: number }
  | {
      readonly kind: 'task';
      readonly from: number;
      readonly until: number | null;
      readonly taskId: string;
      /** It was done while the run was frozen. */
      readonly done?: { readonly output: Json };
    }
  /** An effect was asked for: it is being done, or put off until `until`. */
  | {
      readonly kind: 'effect';
      readonly from: number;
      readonly until: number | null;
      readonly effect: Effect;
    };

/**
 * Where a run stands: everything the reducer needs to go on, as plain JSON. No personal data but what
 * steps returned (`steps`), which lives in the database only and never in a workflow history.
 */
export type RunState = {
  /** The step it stands on; null before the start and after the end. */
  readonly at: string | null;
  /** Which passage through that step this is, from 1. */
  readonly visit: number;
  readonly visits: Readonly<Record<string, number>>;
  /** When it came to this step, by the instant of what brought it there; what arrived since may count. */
  readonly since: number;
  readonly waiting: Waiting | null;
  /** What steps gave: `steps.<id>`, bounded by `withResult`. */
  readonly steps: Readonly<Record<string, Json>>;
  /** Rounds done in each `repeat` around. */
  readonly rounds: Readonly<Record<string, number>>;
  /** Ids of events already taken into account, newest last, bounded. */
  readonly seen: readonly string[];
  /**
   * Stopped; everything that arrives is looked at on resume. `crossed`: it was taken to a step of another version
   * meanwhile, and has yet to take its stand there. `journey`: it stands still since its whole journey does.
   */
  readonly frozen: { readonly at: number; readonly crossed?: boolean; readonly journey?: boolean } | null;
  /** Resumed with "skip what is overdue": sends until the next wait are left out. */
  readonly skipping: boolean;
  /** Moves to this version when it reaches its next step. */
  readonly moveTo: { readonly version: number; readonly map: Readonly<Record<string, string>> } | null;
  readonly outcome: string | null;
};

/** The state of a run that has not begun. */
export const newRunState = (input: {
  since: number;
  /** Ids of the events that start it. */
  seen?: readonly string[];
}): RunState => ({
  at: null,
  visit: 0,
  visits: {},
  since: input.since,
  waiting: null,
  steps: {},
  rounds: {},
  seen: input.seen ?? [],
  frozen: null,
  skipping: false,
  moveTo: null,
  outcome: null,
});

const resultMax = 20_000;
const resultsMax = 200_000;

const sizeOf = (value: Json | Readonly<Record<string, Json>>): number => JSON.stringify(value).length;

/**
 * Keeps what a step gave. A result of more than 20,000 characters of JSON, or one that would make those of the run more
 * than 200,000, is kept as `{ truncated: true }`: conditions on it do not hold, and the run goes on.
 */
export const withResult = (input: {
  state: RunState;
  step: string;
  /** Undefined when it gave nothing. */
  output: Json | undefined;
}): RunState => {
  const { state, step, output } = input;
  if (output === undefined) return state;
  const { [step]: _before, ...others } = state.steps;
  const size = sizeOf(output);
  const fits = size <= resultMax && size + sizeOf(others) <= resultsMax;
  return { ...state, steps: { ...state.steps, [step]: fits ? output : { truncated: true } } };
};

const seenMax = 50;

/** Remembers an event as taken into account. */
export const withSeen = (input: { state: RunState; id: string }): RunState => ({
  ...input.state,
  seen: [...input.state.seen, input.id].slice(-seenMax),
});

/** Whether what a run waits for is over by time. */
export const due = (input: { waiting: Waiting | null; now: number }): boolean => {
  const until = input.waiting?.until;
  return until !== undefined && until !== null && until <= input.now;
};
