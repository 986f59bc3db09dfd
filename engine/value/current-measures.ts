import { LRUCache } from 'lru-cache';

import type { Measures } from '../../domain/value/figures.ts';
import type { ValueStore } from './ports.ts';

/** What the customers of a tenant are measured against now. */
export type CurrentMeasures = {
  /** Undefined until a tenant's buyers were measured once. At most a minute old. */
  readonly of: (tenant: string) => Promise<Measures | undefined>;
  /** Takes up what this process has just worked out. */
  readonly put: (input: { tenant: string; measures: Measures }) => void;
};

const freshForMs = 60_000;

/** Keeps the measures of tenants at hand, so that an order costs no read more. */
export const createCurrentMeasures = (deps: {
  values: Pick<ValueStore, 'get'>;
  systemTime: () => number;
}): CurrentMeasures => {
  const known = new LRUCache<string, { readonly measures: Measures | undefined; readonly since: number }>({
    max: 2000,
  });
  return {
    of: async (tenant) => {
      const now = deps.systemTime();
      const before = known.get(tenant);
      if (before !== undefined && now - before.since < freshForMs) return before.measures;
      const measures = (await deps.values.get(tenant))?.measures;
      known.set(tenant, { measures, since: now });
      return measures;
    },
    put: ({ tenant, measures }) => {
      known.set(tenant, { measures, since: deps.systemTime() });
    },
  };
};
