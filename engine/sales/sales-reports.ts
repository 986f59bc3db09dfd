import { stagesOf } from '../../domain/objects/definition.ts';
import type { Conditions } from '../../domain/rules/condition-shape.ts';
import {
  type EndedDeal,
  type Forecast,
  forecastOf,
  type Performance,
  performanceOf,
} from '../../domain/sales/pipeline.ts';
import { localDay } from '../../domain/time/local.ts';
import { objectOf, type ObjectsOf } from '../records/objects-of.ts';
import { dealKind } from './ports.ts';
import {
  amountIn,
  createFilterDeals,
  createReadDeals,
  type ReportNeeds,
  sinceStage,
  type Whole,
} from './read-deals.ts';

export type PerformanceReport = Whole & {
  readonly owners: ReadonlyMap<string | undefined, Performance>;
  readonly teams: ReadonlyMap<string | undefined, Performance>;
  /** By the month in which they ended, in the zone of the business: `2027-03`. */
  readonly months: ReadonlyMap<string | undefined, Performance>;
};

/** What is expected of open deals, and how those did that are over. */
export type SalesReports = {
  /** Of all open deals. `within` are further conditions on them, such as what the caller may see. */
  readonly forecast: (input: { tenant: string; within: Conditions | undefined }) => Promise<Forecast>;
  /** Deals that ended from one instant up to another. */
  readonly performance: (input: {
    tenant: string;
    from: number;
    to: number;
    within: Conditions | undefined;
  }) => Promise<PerformanceReport>;
};

type Deps = ReportNeeds & { readonly objectsOf: ObjectsOf };

/** Makes the reports of sales. They go by the stages of the object `deal` as it is published. */
export const createSalesReports = (use: Deps): SalesReports => {
  const readDeals = createReadDeals(use);
  const filterDeals = createFilterDeals(use);
  const dealObject = (tenant: string) => objectOf({ objectsOf: use.objectsOf, tenant, kind: dealKind });
  return {
    forecast: async ({ tenant, within }) => {
      const object = await dealObject(tenant);
      const open = stagesOf(object.definition).filter(({ ends }) => ends === undefined);
      if (open.length === 0) return { rows: [], withoutAmount: 0 };
      const filter = await filterDeals({ tenant, object, stages: open, conditions: [within] });
      const today = localDay({ at: use.clock.now(tenant), zone: await use.zoneOf(tenant) });
      const sums = await use.dealReads.sums({ tenant, filter, today });
      return forecastOf({
        sums,
        probabilities: new Map(open.map(({ key, probability = 0 }) => [key, probability])),
      });
    },
    performance: async ({ tenant, from, to, within }) => {
      const object = await dealObject(tenant);
      const over = stagesOf(object.definition).filter(({ ends }) => ends === 'won' || ends === 'lost');
      const asked = { tenant, object, stages: over, conditions: [within, sinceStage({ from, to })] };
      const { rows, isWhole } = await readDeals(asked);
      const won = new Set(over.flatMap(({ key, ends }) => (ends === 'won' ? [key] : [])));
      const deals = rows.map((row): EndedDeal => {
        const { owner, team, data, stage = '', createdAt } = row;
        const ends = won.has(stage) ? 'won' : 'lost';
        return {
          owner,
          team,
          amount: amountIn(data),
          ends,
          createdAt,
          endedAt: row.stageAt ?? row.updatedAt,
        };
      });
      const zone = await use.zoneOf(tenant);
      return {
        owners: performanceOf(deals, ({ owner }) => owner),
        teams: performanceOf(deals, ({ team }) => team),
        months: performanceOf(deals, ({ endedAt }) => localDay({ at: endedAt, zone }).slice(0, 7)),
        isWhole,
      };
    },
  };
};
