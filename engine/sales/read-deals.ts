import { isJsonObject, type JsonObject, own } from '../../domain/json.ts';
import type { Stage } from '../../domain/objects/definition.ts';
import type { Money } from '../../domain/objects/fields/money.ts';
import type { ReadyObject } from '../../domain/objects/ready-object.ts';
import type { Conditions } from '../../domain/rules/condition-shape.ts';
import type { Clock } from '../clock/clock.ts';
import { type ListFilter, listFilter } from '../records/lists/list-filter.ts';
import type { DealReads, DealRow } from './ports.ts';

/** More deals than this are not read one by one for one report. */
const dealsMax = 20_000;

/** Whether all deals were looked at; the newest were, when not. */
export type Whole = { readonly isWhole: boolean };

/** What reports read deals with. */
export type ReportNeeds = {
  readonly dealReads: DealReads;
  readonly zoneOf: (tenant: string) => Promise<string>;
  readonly clock: Clock;
};

type Asked = {
  readonly tenant: string;
  readonly object: ReadyObject;
  /** The stages in which they are. */
  readonly stages: readonly Stage[];
  readonly conditions: readonly (Conditions | undefined)[];
};

/** The amount of a deal. */
export const amountIn = (data: JsonObject): Money | undefined => {
  const value = own(data, 'amount');
  if (!isJsonObject(value)) return undefined;
  const { minor, currency } = value;
  return typeof minor === 'number' && typeof currency === 'string' ? { minor, currency } : undefined;
};

/** Makes what finds the deals that are in some stages and fit. */
export const createFilterDeals =
  ({ zoneOf, clock }: Pick<ReportNeeds, 'zoneOf' | 'clock'>) =>
  async ({ tenant, object, stages, conditions }: Asked): Promise<ListFilter> => {
    const filter = listFilter({
      object,
      conditions: allOf(inStages(stages), ...conditions),
      now: clock.now(tenant),
      zone: await zoneOf(tenant),
    });
    if (!filter.ok) throw new RangeError(`deals are not found by ${JSON.stringify(filter.problems)}`);
    return filter.value;
  };

/** Makes the read of the deals that fit, the newest first. */
export const createReadDeals = (use: ReportNeeds) => {
  const filterDeals = createFilterDeals(use);
  return async (asked: Asked): Promise<Whole & { readonly rows: readonly DealRow[] }> => {
    const { tenant, stages } = asked;
    if (stages.length === 0) return { isWhole: true, rows: [] };
    const filter = await filterDeals(asked);
    const rows = await use.dealReads.newest({ tenant, filter, limit: dealsMax + 1 });
    return { isWhole: rows.length <= dealsMax, rows: rows.slice(0, dealsMax) };
  };
};

const inStages = (stages: readonly Stage[]): Conditions => ({
  all: [{ fact: 'record', path: '$.stage', operator: 'in', value: stages.map(({ key }) => key) }],
});
const allOf = (...conditions: readonly (Conditions | undefined)[]): Conditions => ({
  all: conditions.flatMap((one) => one ?? []),
});

/** The conditions that a stage was entered from one instant up to another. */
export const sinceStage = ({ from, to }: { from: number; to: number }): Conditions => ({
  all: [
    { fact: 'record', path: '$.stageAt', operator: 'after', value: new Date(from - 1).toISOString() },
    { fact: 'record', path: '$.stageAt', operator: 'before', value: new Date(to).toISOString() },
  ],
});
