import { isJsonObject, type JsonObject, own } from '../../domain/json.ts';
import type { Money } from '../../domain/objects/fields/money.ts';
import { type Stage, stagesOf } from '../../domain/objects/definition.ts';
import type { ReadyObject } from '../../domain/objects/ready-object.ts';
import type { Conditions } from '../../domain/rules/condition-shape.ts';
import {
  type EndedDeal,
  type Forecast,
  forecastOf,
  type Performance,
  performanceOf,
  type PipelineDeal,
} from '../../domain/sales/pipeline.ts';
import { localDay } from '../../domain/time/local.ts';
import type { Clock } from '../clock/clock.ts';
import { listFilter } from '../records/lists/list-filter.ts';
import { objectOf, type ObjectsOf } from '../records/objects-of.ts';
import type { ListPlace, RecordRow, RecordStore } from '../records/ports.ts';

/** The object whose records are deals. */
const dealKind = 'deal';
const pageRows = 500;
/** More deals than this are not read for one report. */
const dealsMax = 20_000;

/** Whether all deals were looked at; the newest were, when not. */
type Whole = { readonly isWhole: boolean };

export type PerformanceReport = Whole & {
  readonly owners: ReadonlyMap<string | undefined, Performance>;
  readonly teams: ReadonlyMap<string | undefined, Performance>;
};

/** What is expected of open deals, and how those did that are over. */
export type SalesReports = {
  /** `within` are further conditions on the deals, such as what the caller may see. */
  readonly forecast: (input: { tenant: string; within: Conditions | undefined }) => Promise<Forecast & Whole>;
  /** Deals that ended from one instant up to another. */
  readonly performance: (input: {
    tenant: string;
    from: number;
    to: number;
    within: Conditions | undefined;
  }) => Promise<PerformanceReport>;
};

type Deps = {
  readonly records: Pick<RecordStore, 'list'>;
  readonly objectsOf: ObjectsOf;
  readonly zoneOf: (tenant: string) => Promise<string>;
  readonly clock: Clock;
};

const amountIn = (data: JsonObject): Money | undefined => {
  const value = own(data, 'amount');
  if (!isJsonObject(value)) return undefined;
  const { minor, currency } = value;
  return typeof minor === 'number' && typeof currency === 'string' ? { minor, currency } : undefined;
};

const dealOf = ({ data, stage = '', owner, team }: RecordRow): PipelineDeal => {
  const closeOn = own(data, 'closeOn');
  const amount = amountIn(data);
  return { stage, owner, team, amount, ...(typeof closeOn === 'string' ? { closeOn } : {}) };
};

/** Makes the read of the deals that fit, the newest first, page by page on an index. */
const createReadDeals =
  ({ records, zoneOf, clock }: Deps) =>
  async (input: {
    tenant: string;
    object: ReadyObject;
    /** The stages in which they are. */
    stages: readonly Stage[];
    conditions: readonly (Conditions | undefined)[];
  }): Promise<Whole & { readonly rows: readonly RecordRow[] }> => {
    const { tenant, object, stages, conditions } = input;
    if (stages.length === 0) return { isWhole: true, rows: [] };
    const filter = listFilter({
      object,
      conditions: allOf(inStages(stages), ...conditions),
      now: clock.now(tenant),
      zone: await zoneOf(tenant),
    });
    if (!filter.ok) throw new RangeError(`deals are not found by ${JSON.stringify(filter.problems)}`);
    const sort = { by: 'createdAt', order: -1 } as const;
    const rows: RecordRow[] = [];
    let after: ListPlace | undefined;
    while (rows.length < dealsMax) {
      const query = { tenant, kind: dealKind, isDeleted: false, sort, limit: pageRows, after };
      const page = await records.list({ ...query, filter: filter.value });
      rows.push(...page.map(({ row }) => row));
      if (page.length < pageRows) return { isWhole: true, rows };
      after = page.at(-1)?.place;
    }
    return { isWhole: false, rows };
  };

const inStages = (stages: readonly Stage[]): Conditions => ({
  all: [{ fact: 'record', path: '$.stage', operator: 'in', value: stages.map(({ key }) => key) }],
});
const allOf = (...conditions: readonly (Conditions | undefined)[]): Conditions => ({
  all: conditions.flatMap((one) => one ?? []),
});

/** Makes the reports of sales. They go by the stages of the object `deal` as it is published. */
export const createSalesReports = (use: Deps): SalesReports => {
  const readDeals = createReadDeals(use);
  const dealObject = (tenant: string) => objectOf({ objectsOf: use.objectsOf, tenant, kind: dealKind });
  return {
    forecast: async ({ tenant, within }) => {
      const object = await dealObject(tenant);
      const open = stagesOf(object.definition).filter(({ ends }) => ends === undefined);
      const { rows, isWhole } = await readDeals({ tenant, object, stages: open, conditions: [within] });
      const today = localDay({ at: use.clock.now(tenant), zone: await use.zoneOf(tenant) });
      const probabilities = new Map(open.map(({ key, probability = 0 }) => [key, probability]));
      return { ...forecastOf({ deals: rows.map(dealOf), probabilities, today }), isWhole };
    },
    performance: async ({ tenant, from, to, within }) => {
      const object = await dealObject(tenant);
      const over = stagesOf(object.definition).filter(({ ends }) => ends === 'won' || ends === 'lost');
      const since: Conditions = {
        all: [
          { fact: 'record', path: '$.stageAt', operator: 'after', value: new Date(from - 1).toISOString() },
          { fact: 'record', path: '$.stageAt', operator: 'before', value: new Date(to).toISOString() },
        ],
      };
      const asked = { tenant, object, stages: over, conditions: [within, since] };
      const { rows, isWhole } = await readDeals(asked);
      const won = new Set(over.flatMap(({ key, ends }) => (ends === 'won' ? [key] : [])));
      const deals = rows.map((row): EndedDeal => {
        const deal = dealOf(row);
        const ends = won.has(deal.stage) ? 'won' : 'lost';
        return { ...deal, ends, createdAt: row.createdAt, endedAt: row.stageAt ?? row.updatedAt };
      });
      const owners = performanceOf(deals, ({ owner }) => owner);
      return { owners, teams: performanceOf(deals, ({ team }) => team), isWhole };
    },
  };
};
