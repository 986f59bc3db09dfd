import type { Simulation, SimulatedRun, TimelineItem } from '../simulate/simulation.ts';
import { zonedAt } from '../time/local.ts';

/** How often something happened, by its name. */
export type Counts = Readonly<Record<string, number>>;

/** What happened at one step. */
export type StepTally = {
  /** Runs that came to it. */
  readonly runs: number;
  /** What it decided, as `kind` or `kind:reason`. */
  readonly decisions: Counts;
};

/** What many people's plays of a journey came to. Sums only, so that two of them can be added. */
export type Tally = {
  /** People who were looked at, and those of them who entered. */
  readonly people: number;
  readonly entered: number;
  readonly runs: number;
  readonly heldOut: number;
  /** Entries that were not made, by reason. */
  readonly refused: Counts;
  readonly steps: Readonly<Record<string, StepTally>>;
  readonly outcomes: Counts;
  /** Runs that had not ended when the play did. */
  readonly waiting: number;
  readonly converted: number;
  /** What the goals were worth together. */
  readonly value: number;
  /** Messages by their key, and by the day on which they go out, `2026-06-01` in the zone of the business. */
  readonly messages: Counts;
  readonly days: Counts;
  /** Coupons given out, by offer. */
  readonly coupons: Counts;
  /** People who missed a message: they did not want it, are suppressed, had enough, or cannot be reached. */
  readonly missed: Readonly<Record<'optedOut' | 'suppressed' | 'capped' | 'unreachable', number>>;
  /** Plays that were cut off because something in them goes on forever. */
  readonly cut: number;
};

/** Nothing happened yet. */
export const noTally: Tally = {
  people: 0,
  entered: 0,
  runs: 0,
  heldOut: 0,
  refused: {},
  steps: {},
  outcomes: {},
  waiting: 0,
  converted: 0,
  value: 0,
  messages: {},
  days: {},
  coupons: {},
  missed: { optedOut: 0, suppressed: 0, capped: 0, unreachable: 0 },
  cut: 0,
};

/** Adds what was counted twice. */
export const addCounts = (one: Counts, two: Counts): Counts => {
  const sum = new Map(Object.entries(one));
  for (const [name, count] of Object.entries(two)) sum.set(name, (sum.get(name) ?? 0) + count);
  return Object.fromEntries(sum);
};

const countAll = (names: readonly string[]): Counts => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(counts);
};

const addSteps = (one: Tally['steps'], two: Tally['steps']): Tally['steps'] => {
  const sum = new Map(Object.entries(one));
  for (const [step, tally] of Object.entries(two)) {
    const before = sum.get(step) ?? { runs: 0, decisions: {} };
    const decisions = addCounts(before.decisions, tally.decisions);
    sum.set(step, { runs: before.runs + tally.runs, decisions });
  }
  return Object.fromEntries(sum);
};

type Totals = Omit<Tally, 'steps' | 'coupons' | 'missed'>;

/** Adds what is counted of all steps together, of different people. */
export const addTotals = (one: Totals, two: Totals): Totals => ({
  people: one.people + two.people,
  entered: one.entered + two.entered,
  runs: one.runs + two.runs,
  heldOut: one.heldOut + two.heldOut,
  refused: addCounts(one.refused, two.refused),
  outcomes: addCounts(one.outcomes, two.outcomes),
  waiting: one.waiting + two.waiting,
  converted: one.converted + two.converted,
  value: one.value + two.value,
  messages: addCounts(one.messages, two.messages),
  days: addCounts(one.days, two.days),
  cut: one.cut + two.cut,
});

/** Adds two tallies of different people. */
export const addTallies = (one: Tally, two: Tally): Tally => ({
  ...addTotals(one, two),
  steps: addSteps(one.steps, two.steps),
  coupons: addCounts(one.coupons, two.coupons),
  missed: {
    optedOut: one.missed.optedOut + two.missed.optedOut,
    suppressed: one.missed.suppressed + two.missed.suppressed,
    capped: one.missed.capped + two.missed.capped,
    unreachable: one.missed.unreachable + two.missed.unreachable,
  },
});

const optedOut: ReadonlySet<string> = new Set([
  'no-consent',
  'unsubscribed',
  'topic-withdrawn',
  'consent-expired',
  'paused-by-person',
  'restricted',
  'stopped',
]);
const unreachable: ReadonlySet<string> = new Set(['no-address', 'no-channel', 'outside-window']);

const named = ({ kind, reason }: TimelineItem): string => (reason === undefined ? kind : `${kind}:${reason}`);

const stepsOf = (runs: readonly SimulatedRun[]): Tally['steps'] =>
  runs
    .map((run): Tally['steps'] => {
      const items = run.timeline.filter((item) => item.step !== null && item.kind !== 'converted');
      const steps = [...new Set(items.flatMap((item) => item.step ?? []))];
      return Object.fromEntries(
        steps.map((step) => {
          const decisions = countAll(items.filter((item) => item.step === step).map(named));
          return [step, { runs: 1, decisions }];
        }),
      );
    })
    .reduce(addSteps, {});

const missedBy = (runs: readonly SimulatedRun[]): Tally['missed'] => {
  const reasons = runs
    .flatMap((run) => run.timeline)
    .filter((item) => item.kind === 'skipped' || item.kind === 'deferred' || item.kind === 'exited')
    .flatMap((item) => item.reason ?? []);
  const has = (isMeant: (reason: string) => boolean): number => (reasons.some(isMeant) ? 1 : 0);
  return {
    optedOut: has((reason) => optedOut.has(reason)),
    suppressed: has((reason) => reason === 'suppressed'),
    capped: has((reason) => reason === 'capped'),
    unreachable: has((reason) => unreachable.has(reason)),
  };
};

const offerOf = ({ kind, detail }: TimelineItem): string | undefined => {
  if (kind !== 'issued' || typeof detail !== 'object' || detail === null || !('offer' in detail))
    return undefined;
  return typeof detail.offer === 'string' ? detail.offer : undefined;
};

/** What one person's play came to. */
export const tallyOf = (input: { simulation: Simulation; zone: string }): Tally => {
  const { simulation, zone } = input;
  const held = simulation.runs.filter((run) => run.outcome === 'held-out');
  const runs = simulation.runs.filter((run) => run.outcome !== 'held-out');
  const dayOf = (at: number): string => zonedAt({ at, zone }).toPlainDate().toString();
  return {
    people: 1,
    entered: runs.length > 0 ? 1 : 0,
    runs: runs.length,
    heldOut: held.length,
    refused: countAll(simulation.refused.map((one) => one.reason)),
    steps: stepsOf(runs),
    outcomes: countAll(runs.flatMap((run) => run.outcome ?? [])),
    waiting: runs.filter((run) => run.outcome === null).length,
    converted: runs.filter((run) => run.converted).length,
    value: runs.reduce((sum, run) => sum + (run.value ?? 0), 0),
    messages: countAll(simulation.messages.map((one) => one.message)),
    days: countAll(simulation.messages.map((one) => dayOf(one.at))),
    coupons: countAll(runs.flatMap((run) => run.timeline.flatMap((item) => offerOf(item) ?? []))),
    missed: missedBy(runs),
    cut: simulation.isCut ? 1 : 0,
  };
};
