type Point = { readonly at: readonly number[]; readonly value: number };

/** Where a search ended: the best place, its value, and whether it had come to rest there. */
export type Found = { readonly at: readonly number[]; readonly value: number; readonly converged: boolean };

const stepsMax = 2000;
const tolerance = 1e-9;

const along = (input: { from: readonly number[]; to: readonly number[]; by: number }): number[] =>
  input.from.map((value, n) => value + input.by * ((input.to[n] ?? value) - value));

const centreOf = (points: readonly Point[]): number[] =>
  (points[0]?.at ?? []).map((_, n) => points.reduce((sum, { at }) => sum + (at[n] ?? 0), 0) / points.length);

type Corners = {
  readonly best: Point;
  readonly others: readonly Point[];
  readonly second: Point;
  readonly worst: Point;
};

const cornersOf = (points: readonly Point[]): Corners | undefined => {
  const sorted = points.toSorted((a, b) => a.value - b.value);
  const [best] = sorted;
  const [second, worst] = [sorted.at(-2), sorted.at(-1)];
  if (best === undefined || second === undefined || worst === undefined) return undefined;
  return { best, others: sorted.slice(0, -1), second, worst };
};

/**
 * Looks for the least value of a function by the simplex of J. A. Nelder and R. Mead (The Computer Journal 7, 1965). Gives way
 * after every step (`yield`), so that anyone who runs it can let others have their turn: `runAtOnce`, `runInTurns`.
 */
export function* nelderMead(input: {
  readonly start: readonly number[];
  readonly of: (at: readonly number[]) => number;
}): Generator<void, Found, void> {
  const point = (at: readonly number[]): Point => {
    const value = input.of(at);
    return { at, value: Number.isNaN(value) ? Infinity : value };
  };
  const { start } = input;
  let points = [
    point(start),
    ...start.map((_, n) => point(start.map((value, m) => (m === n ? value + 0.5 : value)))),
  ];
  for (let step = 0; step < stepsMax; step += 1) {
    yield;
    const corners = cornersOf(points);
    if (corners === undefined) break;
    const { best, others, second, worst } = corners;
    const spread = Math.max(
      ...others.flatMap(({ at }) => at.map((value, n) => Math.abs(value - (worst.at[n] ?? value)))),
    );
    if (spread < 1e-6 && Math.abs(worst.value - best.value) < tolerance * (1 + Math.abs(best.value))) {
      return { ...best, converged: true };
    }
    const centre = centreOf(others);
    const towards = (by: number): Point => point(along({ from: centre, to: worst.at, by }));
    const reflected = towards(-1);
    if (reflected.value < best.value) {
      const expanded = towards(-2);
      points = [...others, expanded.value < reflected.value ? expanded : reflected];
    } else if (reflected.value < second.value) {
      points = [...others, reflected];
    } else {
      const contracted = towards(reflected.value < worst.value ? -0.5 : 0.5);
      points =
        contracted.value < Math.min(reflected.value, worst.value)
          ? [...others, contracted]
          : [
              best,
              ...points
                .filter((one) => one !== best)
                .map(({ at }) => point(along({ from: best.at, to: at, by: 0.5 }))),
            ];
    }
  }
  const [best] = points.toSorted((a, b) => a.value - b.value);
  return { at: best?.at ?? start, value: best?.value ?? Infinity, converged: false };
}

/** Runs what gives way to its end, at once. */
export const runAtOnce = <T>(work: Generator<void, T, void>): T => {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
};
