import { type BuyerFacts, pointsOf, tellingCategories } from './facts.ts';
import { findRule, qualityOf, type Quality, type Test } from './find-rule.ts';
import { type Clusters, kMeans, type Point } from './k-means.ts';
import { distancesOf, silhouette } from './silhouette.ts';

/** Below so many buyers nothing is looked for. */
export const clusterMinimum = 60;
const kLeast = 2;
const kMost = 6;
/** A silhouette looks at every pair: so many points stand for all. */
const pairedMost = 400;
const seed = 20_260_101;

/** A measure of a cluster beside everybody. */
export type Differing =
  | {
      readonly fact: 'recency' | 'orders' | 'revenue';
      /** The median in the cluster, and of everybody. */
      readonly median: number;
      readonly everybody: number;
      /** How many spreads of everybody the cluster is away, on the scale that was clustered. */
      readonly away: number;
    }
  | {
      readonly fact: 'category';
      readonly name: string;
      /** What part of the cluster owns of it, and of everybody. */
      readonly share: number;
      readonly everybody: number;
      readonly away: number;
    };

export type FoundCluster = {
  readonly people: number;
  readonly share: number;
  /** What differs most, the furthest first. */
  readonly differs: readonly Differing[];
  readonly rule: readonly Test[];
  /** Of the rule, on people with whom it was not found. */
  readonly quality: Quality;
};

export type FoundClusters = {
  /** The silhouette of every number of clusters that was tried; the best was taken. */
  readonly tried: readonly { readonly k: number; readonly silhouette: number }[];
  readonly silhouette: number;
  readonly clusters: readonly FoundCluster[];
};

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
};

const meanAt = (points: readonly Point[], dim: number): number =>
  points.reduce((sum, point) => sum + (point[dim] ?? 0), 0) / Math.max(1, points.length);

const differsMost = 4;
const awayLeast = 0.4;

const differingOf = (input: {
  own: readonly BuyerFacts[];
  all: readonly BuyerFacts[];
  points: readonly Point[];
  categories: readonly string[];
}): readonly Differing[] => {
  const { own, all, points, categories } = input;
  const numbers = (['recency', 'orders', 'revenue'] as const).map((fact, dim) => ({
    fact,
    median: median(own.map((one) => one[fact])),
    everybody: median(all.map((one) => one[fact])),
    away: meanAt(points, dim),
  }));
  const shareOf = (people: readonly BuyerFacts[], name: string): number =>
    people.filter((one) => one.categories.has(name)).length / Math.max(1, people.length);
  const named = categories.map((name, at) => ({
    fact: 'category' as const,
    name,
    share: shareOf(own, name),
    everybody: shareOf(all, name),
    away: meanAt(points, 3 + at) * Math.sqrt(categories.length),
  }));
  return [...numbers, ...named]
    .filter(({ away }) => Math.abs(away) >= awayLeast)
    .toSorted((a, b) => Math.abs(b.away) - Math.abs(a.away))
    .slice(0, differsMost);
};

const clusterOf = (input: {
  people: readonly BuyerFacts[];
  points: readonly Point[];
  of: Clusters['of'];
  cluster: number;
  categories: readonly string[];
}): FoundCluster => {
  const { people, points, of, cluster, categories } = input;
  const isOwn = (at: number): boolean => of[at] === cluster;
  const own = people.filter((_one, at) => isOwn(at));
  const labelled = people.map((person, at) => ({ person, isIn: isOwn(at) }));
  // A rule is judged on people it has not seen: every other one.
  const rule = findRule({ people: labelled.filter((_one, at) => at % 2 === 0), categories });
  return {
    people: own.length,
    share: own.length / people.length,
    differs: differingOf({
      own,
      all: people,
      points: points.filter((_one, at) => isOwn(at)),
      categories,
    }),
    rule,
    quality: qualityOf(
      rule,
      labelled.filter((_one, at) => at % 2 === 1),
    ),
  };
};

/**
 * Groups of buyers that are alike in recency, orders, revenue and what they own. The number of clusters is the one with the best
 * silhouette. Undefined below `clusterMinimum` people. `breathe` is called between two steps of the work.
 */
export const findClusters = async (input: {
  people: readonly BuyerFacts[];
  breathe: () => Promise<void>;
}): Promise<FoundClusters | undefined> => {
  const { people, breathe } = input;
  if (people.length < clusterMinimum) return undefined;
  const categories = tellingCategories(people);
  const points = pointsOf(people, categories);
  const every = Math.max(1, Math.ceil(points.length / pairedMost));
  const isPaired = (_one: unknown, at: number): boolean => at % every === 0;
  const distances = distancesOf(points.filter(isPaired));
  const tried: { k: number; silhouette: number; clusters: Clusters }[] = [];
  for (let k = kLeast; k <= kMost; k += 1) {
    await breathe();
    const clusters = kMeans({ points, k, seed });
    const score = silhouette({ distances, of: clusters.of.filter(isPaired) });
    tried.push({ k, silhouette: score, clusters });
  }
  const best = tried.reduce((one, other) => (other.silhouette > one.silhouette ? other : one));
  const found: FoundCluster[] = [];
  for (let cluster = 0; cluster < best.k; cluster += 1) {
    await breathe();
    found.push(clusterOf({ people, points, of: best.clusters.of, cluster, categories }));
  }
  return {
    tried: tried.map(({ k, silhouette: score }) => ({ k, silhouette: score })),
    silhouette: best.silhouette,
    clusters: found.filter((one) => one.people > 0).toSorted((a, b) => b.people - a.people),
  };
};
