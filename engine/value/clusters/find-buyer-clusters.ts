import { createHash } from 'node:crypto';

import { LRUCache } from 'lru-cache';

import { type BuyerFacts, factsOf } from '../../../domain/clusters/facts.ts';
import { findClusters, type FoundClusters } from '../../../domain/clusters/find-clusters.ts';
import { breathe } from '../../../domain/in-turns.ts';
import type { Clock } from '../../clock/clock.ts';
import type { LiveWorkspaces } from '../../journeys/live-workspace.ts';
import type { ValueStore } from '../ports.ts';

/** So many buyers are looked at; ids are keyed hashes, so the first in their order are drawn at random. */
const lookedAtMost = 2000;

/** The groups that are found among buyers, and of how many they were. */
export type BuyerClusters = {
  readonly lookedAt: number;
  /** Everybody who bought was looked at. */
  readonly isExact: boolean;
  readonly currency: string;
  /** Undefined with too few buyers. */
  readonly found: FoundClusters | undefined;
};

/** Tenants whose groups are remembered. */
const rememberedMost = 100;

/** What the groups follow from. */
const nameOf = (people: readonly BuyerFacts[]): string => {
  const hash = createHash('sha256');
  for (const { recency, orders, revenue, categories } of people)
    hash.update(JSON.stringify([recency, orders, revenue, ...categories]));
  return hash.digest('base64url');
};

/** Groups of buyers; those of a tenant are found again only when a fact of one of the buyers changed. */
const createRememberedClusters = () => {
  const last = new LRUCache<string, { readonly of: string; readonly found: ReturnType<typeof findClusters> }>(
    {
      max: rememberedMost,
    },
  );
  return (tenant: string, people: readonly BuyerFacts[]): ReturnType<typeof findClusters> => {
    const of = nameOf(people);
    const known = last.get(tenant);
    if (known?.of === of) return known.found;
    const found = findClusters({ people, breathe });
    last.set(tenant, { of, found });
    return found;
  };
};

/** Makes the search for groups of buyers who are alike. People who asked not to be processed are left out. */
export const createFindBuyerClusters = (deps: {
  values: Pick<ValueStore, 'buyerFacts'>;
  live: LiveWorkspaces;
  clock: Clock;
}) => {
  const clustersOf = createRememberedClusters();
  return async (tenant: string): Promise<BuyerClusters> => {
    const { currency } = (await deps.live.of(tenant)).published.settings;
    const now = deps.clock.now(tenant);
    const rows = await deps.values.buyerFacts({ tenant, limit: lookedAtMost });
    const people = rows.flatMap(({ restricted, computed }): readonly BuyerFacts[] => {
      const facts = restricted === true ? undefined : factsOf({ computed, now });
      return facts === undefined ? [] : [facts];
    });
    return {
      lookedAt: people.length,
      isExact: rows.length < lookedAtMost,
      currency,
      found: await clustersOf(tenant, people),
    };
  };
};

export type FindBuyerClusters = ReturnType<typeof createFindBuyerClusters>;
