import { isJsonObject, type JsonObject, own } from '../../domain/json.ts';
import type { Stage } from '../../domain/objects/definition.ts';
import type { Money } from '../../domain/objects/fields/money.ts';
import type { ReadyObject } from '../../domain/objects/ready-object.ts';
import type { Conditions } from '../../domain/rules/condition-shape.ts';
import type { PipelineDeal } from '../../domain/sales/pipeline.ts';
import type { Clock } from '../clock/clock.ts';
import { listFilter } from '../records/lists/list-filter.ts';
import type { ListPlace, RecordRow, RecordStore } from '../records/ports.ts';

/** The object whose records are deals. */
export const dealKind = 'deal';
const pageRows = 500;
/** More deals than this are not read for one report. */
const dealsMax = 20_000;

/** Whether all deals were looked at; the newest were, when not. */
export type Whole = { readonly isWhole: boolean };

/** What reports read deals with. */
export type DealReads = {
  readonly records: Pick<RecordStore, 'list'>;
  readonly zoneOf: (tenant: string) => Promise<string>;
  readonly clock: Clock;
};

/** The amount of a deal. */
export const amountIn = (data: JsonObject): Money | undefined => {
  const value = own(data, 'amount');
  if (!isJsonObject(value)) return undefined;
  const { minor, currency } = value;
  return typeof minor === 'number' && typeof currency === 'string' ? { minor, currency } : undefined;
};

/** A deal as reports see it. */
export const dealOf = ({ data, stage = '', owner, team }: RecordRow): PipelineDeal => {
  const closeOn = own(data, 'closeOn');
  const amount = amountIn(data);
  return { stage, owner, team, amount, ...(typeof closeOn === 'string' ? { closeOn } : {}) };
};

/** Makes the read of the deals that fit, the newest first, page by page on an index. */
export const createReadDeals =
  ({ records, zoneOf, clock }: DealReads) =>
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

/** The conditions that a stage was entered from one instant up to another. */
export const sinceStage = ({ from, to }: { from: number; to: number }): Conditions => ({
  all: [
    { fact: 'record', path: '$.stageAt', operator: 'after', value: new Date(from - 1).toISOString() },
    { fact: 'record', path: '$.stageAt', operator: 'before', value: new Date(to).toISOString() },
  ],
});
