import type { Json } from '../../json.ts';
import { readPath } from '../../rules/path.ts';
import { dateOf, nextAnniversary } from '../../time/date-attribute.ts';
import { toDuration } from '../../time/duration.ts';
import { addDuration } from '../../time/shift.ts';
import { nextOpening } from '../../time/window.ts';
import type { WaitStep } from '../steps/wait.ts';

/** What time depends on: the person's zone, the tenant's holidays, and the facts a date can be read from. */
export type WaitFacts = {
  readonly zone: string;
  /** Local dates, `2026-12-25`, on which windows stay shut. */
  readonly holidays: ReadonlySet<string>;
  readonly profile: unknown;
  readonly entry: unknown;
  /** The record the journey is about; left out where it is about none. */
  readonly record?: unknown;
  /** The hour of the day, 0 to 23, at which this person reads that channel; undefined until known. */
  readonly bestHour: (channel: string) => number | undefined;
  /** The end of a duration as written in the journey, from an instant, in the person's zone. */
  readonly durationEnd: (input: { from: number; text: string }) => number;
};

export type WaitPlan =
  | { readonly kind: 'until'; readonly until: number; readonly reason: string }
  /** Goes on at once; `skips`: the sends up to the next wait are left out, since their moment is not now. */
  | { readonly kind: 'go-on'; readonly reason: string; readonly skips: boolean }
  | { readonly kind: 'exit'; readonly reason: string };

/** The end of a duration that passed its schema. */
export const durationEnd = (input: { from: number; text: string; zone: string }): number => {
  return addDuration({ from: input.from, duration: toDuration(input.text), zone: input.zone });
};

/** Says until when a wait step waits that began at `from`: windows and best times are looked for from now on. */
export const planWait = (input: {
  step: WaitStep;
  from: number;
  now: number;
  facts: WaitFacts;
  steps: Readonly<Record<string, Json>>;
}): WaitPlan => {
  const { step, facts, from, now } = input;
  if (step.for !== undefined) {
    return { kind: 'until', until: facts.durationEnd({ from, text: step.for }), reason: 'duration' };
  }
  if (step.bestTime !== undefined) return planBestTime({ bestTime: step.bestTime, now, facts });
  const { until } = step;
  if (until === undefined) return { kind: 'go-on', reason: 'nothing-to-wait-for', skips: false };
  if ('window' in until) {
    const opening = nextOpening({
      from: now,
      window: until.window,
      zone: facts.zone,
      holidays: facts.holidays,
    });
    if (opening === undefined) return { kind: 'exit', reason: 'window-never-opens' };
    return opening <= now
      ? { kind: 'go-on', reason: 'window-open', skips: false }
      : { kind: 'until', until: opening, reason: 'window' };
  }
  return planDate({ ...input, until });
};

/** A date to wait for, as steps write it; see `planDate`. */
export type DateWait = Extract<NonNullable<WaitStep['until']>, { date: string }>;

/** A date that came so short a while ago has not passed: a run that waited for this instant wakes moments after it. */
const justComeMs = 60_000;

/** Says until when a wait for a date waits that began at `from`. */
export const planDate = (input: {
  until: DateWait;
  now: number;
  from: number;
  facts: WaitFacts;
  steps: Readonly<Record<string, Json>>;
}): WaitPlan => {
  const { until, facts, now, from } = input;
  const { profile, entry, record } = facts;
  const root = { profile, entry, record, steps: input.steps };
  const value = readPath({ value: root, path: until.date });
  const zone = facts.zone;
  const { at, offset } = until;
  // Who stands here at that very instant may have waited for it a round ago: the next is a year away.
  const instant =
    until.yearly === true
      ? nextAnniversary({ value, from: from + 1, zone, at, offset })
      : dateOf({ value, zone, at, offset });
  if (instant === undefined) {
    const reason = value === undefined || value === null || value === '' ? 'date-missing' : 'date-not-valid';
    return until.missing === 'exit'
      ? { kind: 'exit', reason }
      : { kind: 'go-on', reason, skips: until.missing === 'skip' };
  }
  if (instant > now) return { kind: 'until', until: instant, reason: 'date' };
  if (now - instant < justComeMs) return { kind: 'go-on', reason: 'date-reached', skips: false };
  return until.past === 'exit'
    ? { kind: 'exit', reason: 'date-past' }
    : { kind: 'go-on', reason: 'date-past', skips: until.past === 'skip' };
};

const planBestTime = (input: {
  bestTime: NonNullable<WaitStep['bestTime']>;
  now: number;
  facts: WaitFacts;
}): WaitPlan => {
  const { bestTime, now, facts } = input;
  const hour = facts.bestHour(bestTime.channel);
  const opens = hour === undefined ? bestTime.default : `${String(hour).padStart(2, '0')}:00`;
  const minutes = Number(opens.slice(0, 2)) * 60 + Number(opens.slice(3)) + 60;
  const closes = `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  const opening = nextOpening({ from: now, window: { from: opens, to: closes }, zone: facts.zone });
  const reason = hour === undefined ? 'default-hour' : 'learned-hour';
  if (opening === undefined || opening <= now) return { kind: 'go-on', reason, skips: false };
  return { kind: 'until', until: opening, reason };
};
