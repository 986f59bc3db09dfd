/** A point in a space of so many dimensions as it has numbers. */
export type Point = readonly number[];

/** Numbers in [0, 1) that follow from a seed: mulberry32 (T. Ettinger, 2017, public domain). */
export const createRandom = (seed: number): (() => number) => {
  let state = Math.trunc(seed);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** The squared Euclidean distance. */
export const squaredDistance = (a: Point, b: Point): number => {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += ((a[at] ?? 0) - (b[at] ?? 0)) ** 2;
  return sum;
};

/** The centre that is nearest to a point, and how far it is, squared. */
const nearestTo = (point: Point, centers: readonly Point[]): { at: number; distance: number } => {
  let best = { at: 0, distance: Infinity };
  for (const [at, center] of centers.entries()) {
    const distance = squaredDistance(point, center);
    if (distance < best.distance) best = { at, distance };
  }
  return best;
};

/** First centres far from each other (D. Arthur and S. Vassilvitskii, "k-means++", SODA 2007). */
const firstCenters = (input: { points: readonly Point[]; k: number; random: () => number }): Point[] => {
  const { points, k, random } = input;
  const first = points[Math.floor(random() * points.length)] ?? [];
  const centers: Point[] = [first];
  while (centers.length < k) {
    const far = points.map((point) => nearestTo(point, centers).distance);
    let left = random() * far.reduce((sum, one) => sum + one, 0);
    const at = far.findIndex((one) => {
      left -= one;
      return left < 0;
    });
    centers.push(points[at === -1 ? points.length - 1 : at] ?? first);
  }
  return centers;
};

/** The mean of the points of each cluster; an empty one keeps its centre. */
const meansOf = (points: readonly Point[], of: readonly number[], before: readonly Point[]): Point[] =>
  before.map((center, cluster) => {
    const own = points.filter((_point, at) => of[at] === cluster);
    if (own.length === 0) return center;
    return center.map((_one, dim) => own.reduce((sum, point) => sum + (point[dim] ?? 0), 0) / own.length);
  });

export type Clusters = {
  /** The cluster of each point. */
  readonly of: readonly number[];
  readonly centers: readonly Point[];
  /** The sum of squared distances to the centres. */
  readonly inertia: number;
};

const roundsMost = 60;

const once = (input: { points: readonly Point[]; k: number; random: () => number }): Clusters => {
  const { points } = input;
  let centers = firstCenters(input);
  let of: readonly number[] = [];
  let inertia = 0;
  for (let round = 0; round < roundsMost; round += 1) {
    const nearest = points.map((point) => nearestTo(point, centers));
    const next = nearest.map(({ at }) => at);
    inertia = nearest.reduce((sum, { distance }) => sum + distance, 0);
    const isSame = next.length === of.length && next.every((one, at) => one === of[at]);
    of = next;
    if (isSame) break;
    centers = meansOf(points, of, centers);
  }
  return { of, centers, inertia };
};

const attempts = 4;

/**
 * Puts points into `k` clusters so that they are near to the centre of their own: Lloyd's algorithm (S. Lloyd, "Least squares quantization
 * in PCM", 1982) from several beginnings, of which the tightest is kept. The same points and seed give the same clusters.
 */
export const kMeans = (input: { points: readonly Point[]; k: number; seed: number }): Clusters => {
  const { points, k, seed } = input;
  const random = createRandom(seed);
  const tried = Array.from({ length: attempts }, () => once({ points, k, random }));
  return tried.reduce((best, one) => (one.inertia < best.inertia ? one : best));
};
