import type { Json } from '../json.ts';
import type { FieldChange } from '../records/record.ts';

/** The line of a history as far as it concerns the way of a record; `at` in epoch milliseconds. */
export type PathLine = {
  readonly revision: number;
  readonly at: number;
  readonly changes: readonly FieldChange[];
};

/** A stay in one stage; `to` is absent while the record is in it. Instants in epoch milliseconds. */
export type StageStay = { readonly stage: string; readonly from: number; readonly to?: number };

/** How far the day on which a deal is expected to close was moved. */
export type Slippage = {
  /** How often it was moved to a later day. */
  readonly slips: number;
  /** Days from the first expected day to the last; below 0 where it was moved to an earlier day. */
  readonly days: number;
};

const dayMs = 86_400_000;

/** The values that a field came to have, in their order, each once for every time it was set. */
const valuesOf = (lines: readonly PathLine[], name: string): readonly { at: number; value: Json }[] =>
  lines
    .toSorted((a, b) => a.revision - b.revision)
    .flatMap(({ at, changes }) =>
      changes.filter(({ field }) => field === name).map(({ to: value }) => ({ at, value })),
    );

/**
 * The stages that a record was in, in their order, from the lines of its history. A record whose lines do not reach back to its first
 * stage has only those that they tell of.
 */
export const stagePathOf = (lines: readonly PathLine[]): readonly StageStay[] => {
  const moves = valuesOf(lines, 'stage');
  return moves.flatMap(({ at, value }, index): StageStay[] => {
    if (typeof value !== 'string') return [];
    const next = moves[index + 1];
    return [{ stage: value, from: at, ...(next === undefined ? {} : { to: next.at }) }];
  });
};

const dayNumber = (value: Json): number | undefined => {
  const at = typeof value === 'string' ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(at) ? undefined : at / dayMs;
};

/** How the expected day of a deal moved, from the lines of its history; undefined for a deal that never had one. */
export const slippageOf = (lines: readonly PathLine[]): Slippage | undefined => {
  const days = valuesOf(lines, 'closeOn').flatMap(({ value }) => dayNumber(value) ?? []);
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const slips = days.filter((day, index) => index > 0 && day > (days[index - 1] ?? day)).length;
  return { slips, days: last - first };
};
