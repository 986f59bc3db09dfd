import { kmeans } from 'ml-kmeans';

/** A point in a space of so many dimensions as it has numbers. */
export type Point = readonly number[];

/** The squared Euclidean distance. */
export const squaredDistance = (a: Point, b: Point): number => {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += ((a[at] ?? 0) - (b[at] ?? 0)) ** 2;
  return sum;
};

export type Clusters = {
  /** The cluster of each point. */
  readonly of: readonly number[];
  readonly centers: readonly Point[];
  /** The sum of squared distances to the centres. */
  readonly inertia: number;
};

const attempts = 4;
const roundsMost = 60;

const once = (input: { points: readonly Point[]; k: number; seed: number }): Clusters => {
  const { points, k, seed } = input;
  const { clusters: of, centroids: centers } = kmeans(
    points.map((point) => [...point]),
    k,
    { seed, initialization: 'kmeans++', maxIterations: roundsMost },
  );
  const inertia = points.reduce(
    (sum, point, at) => sum + squaredDistance(point, centers[of[at] ?? 0] ?? point),
    0,
  );
  return { of, centers, inertia };
};

/**
 * Puts points into at most `k` clusters so that they are near to the centre of their own: Lloyd's algorithm (S. Lloyd, "Least squares
 * quantization in PCM", 1982) from several beginnings (D. Arthur and S. Vassilvitskii, "k-means++", SODA 2007), of which the tightest is
 * kept. The same points and seed give the same clusters.
 */
export const kMeans = (input: { points: readonly Point[]; k: number; seed: number }): Clusters => {
  const { points, k, seed } = input;
  const tried = Array.from({ length: attempts }, (_one, n) => once({ points, k, seed: seed + n }));
  return tried.reduce((best, one) => (one.inertia < best.inertia ? one : best));
};
