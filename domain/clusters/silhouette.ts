import { type Point, squaredDistance } from './k-means.ts';

/** How far each of some points is from each. */
export type Distances = readonly Float64Array[];

/** The Euclidean distances of points, which are the same whatever clusters they are in. */
export const distancesOf = (points: readonly Point[]): Distances =>
  points.map((point) => Float64Array.from(points, (there) => Math.sqrt(squaredDistance(point, there))));

/**
 * How well points stand apart, from -1 to 1: the mean over points of how much nearer each is to its own cluster than to the next one
 * (P. Rousseeuw, "Silhouettes", Journal of Computational and Applied Mathematics 20, 1987). A point that is alone in its cluster counts 0.
 */
export const silhouette = (input: { distances: Distances; of: readonly number[] }): number => {
  const { distances, of } = input;
  const clusters = [...new Set(of)];
  if (clusters.length < 2) return 0;
  const sizes = new Map(clusters.map((one) => [one, of.filter((other) => other === one).length]));
  const scores = distances.map((row, at) => {
    const own = of[at] ?? 0;
    const size = sizes.get(own) ?? 0;
    if (size < 2) return 0;
    const sums = new Map<number, number>();
    for (const [other, distance] of row.entries()) {
      const cluster = of[other] ?? 0;
      sums.set(cluster, (sums.get(cluster) ?? 0) + distance);
    }
    const within = (sums.get(own) ?? 0) / (size - 1);
    const next = Math.min(
      ...clusters.filter((one) => one !== own).map((one) => (sums.get(one) ?? 0) / (sizes.get(one) ?? 1)),
    );
    const most = Math.max(within, next);
    return most === 0 ? 0 : (next - within) / most;
  });
  return scores.reduce((sum, one) => sum + one, 0) / scores.length;
};

/** What a silhouette says of the structure (L. Kaufman and P. Rousseeuw, "Finding Groups in Data", 1990, table 4). */
export const structureOf = (score: number): 'strong' | 'reasonable' | 'weak' | 'none' => {
  if (score > 0.7) return 'strong';
  if (score > 0.5) return 'reasonable';
  return score > 0.25 ? 'weak' : 'none';
};
