import type { components } from '../../../api/schema.ts';

export type Path = components['schemas']['SimulatedPath'];
export type Moment = Path['runs'][number]['moments'][number];
export type Refused = Path['refused'][number];
export type PersonThen = Path['profiles'][number];

const secondLength = '2026-03-20T10:00:00'.length;

/** The instants at which there is something to see, the first one first; what happens within one second is one of them. */
export const instantsOf = (path: Path): readonly string[] => {
  const all = [
    path.from,
    ...path.runs.flatMap(({ moments }) => moments.map(({ at }) => at)),
    ...path.refused.map(({ at }) => at),
    ...path.profiles.map(({ at }) => at),
  ].toSorted();
  return [...new Map(all.map((at) => [at.slice(0, secondLength), at])).values()];
};

/** Where a person is at an instant, and what happened until then. */
export type PathAt = {
  /** The steps they stand on. */
  readonly here: ReadonlySet<string>;
  /** The steps they have been on, with when they last were. */
  readonly seen: ReadonlyMap<string, string>;
  /** The ways they have gone: `from to`. */
  readonly ways: ReadonlySet<string>;
  /** What happened since the instant before this one. */
  readonly news: readonly (Moment | Refused)[];
  readonly person: PersonThen | undefined;
  /** How they were at the instant before. */
  readonly before: PersonThen | undefined;
};

/** A way from one step to another, as a name. */
export const wayName = (from: string, to: string): string => `${from} ${to}`;

const lastBefore = (profiles: Path['profiles'], at: string): PersonThen | undefined =>
  profiles.findLast((one) => one.at <= at);

/** What is so at an instant; `since` is the instant before it. */
export const pathAt = (input: { path: Path; at: string; since: string | undefined }): PathAt => {
  const { path, at, since = '' } = input;
  const here = new Set<string>();
  const seen = new Map<string, string>();
  const ways = new Set<string>();
  for (const { moments, outcome } of path.runs) {
    const past = moments.filter((moment) => moment.at <= at);
    const steps = past.flatMap(({ step, at: when }) => (step === null ? [] : [{ step, when }]));
    for (const [n, { step, when }] of steps.entries()) {
      seen.set(step, when);
      const from = steps[n - 1]?.step;
      if (from !== undefined && from !== step) ways.add(wayName(from, step));
    }
    const isOver = outcome !== null && past.length === moments.length;
    const last = steps.at(-1);
    if (last !== undefined && !isOver) here.add(last.step);
  }
  const moments = path.runs.flatMap((run) => run.moments);
  const news = [...path.refused, ...moments]
    .filter((one) => one.at > since && one.at <= at)
    .toSorted((a, b) => a.at.localeCompare(b.at));
  return {
    here,
    seen,
    ways,
    news,
    person: lastBefore(path.profiles, at),
    before: since === '' ? undefined : lastBefore(path.profiles, since),
  };
};
