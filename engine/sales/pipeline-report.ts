import { stagesOf } from '../../domain/objects/definition.ts';
import type { Conditions } from '../../domain/rules/condition-shape.ts';
import { type PathLine, slippageOf, stagePathOf } from '../../domain/sales/deal-path.ts';
import {
  slippageBy,
  type SlippageSum,
  type StageHealth,
  stageHealthOf,
  type TravelledDeal,
} from '../../domain/sales/pipeline-health.ts';
import { objectOf, type ObjectsOf } from '../records/objects-of.ts';
import type { RecordStore } from '../records/ports.ts';
import { carriedLines } from '../records/tell-record.ts';
import { dealKind, type DealRow } from './ports.ts';
import { amountIn, createReadDeals, type ReportNeeds, sinceStage, type Whole } from './read-deals.ts';

export type PipelineReport = Whole & {
  readonly stages: readonly StageHealth[];
  readonly slippage: {
    readonly owners: ReadonlyMap<string | undefined, SlippageSum>;
    readonly teams: ReadonlyMap<string | undefined, SlippageSum>;
  };
};

/** How deals go through their stages, and how reliable their expected days are: those that are open, and those that ended in the period. */
export type ReportPipeline = (input: {
  tenant: string;
  from: number;
  to: number;
  within: Conditions | undefined;
}) => Promise<PipelineReport>;

type Deps = ReportNeeds & {
  readonly records: Pick<RecordStore, 'pathsOf'>;
  readonly objectsOf: ObjectsOf;
};

const pathFields = ['stage', 'closeOn'];
const batch = 2000;

/** The lines of history of deals that say of their stages and expected days, those that are yet to be told among them. */
const readPaths = async (input: {
  records: Pick<RecordStore, 'pathsOf'>;
  tenant: string;
  rows: readonly DealRow[];
}): Promise<ReadonlyMap<string, readonly PathLine[]>> => {
  const { records, tenant, rows } = input;
  const lines = new Map<string, Map<number, PathLine>>();
  const note = (record: string, line: PathLine): void => {
    const known = lines.get(record) ?? new Map<number, PathLine>();
    lines.set(record, known.set(line.revision, line));
  };
  for (let at = 0; at < rows.length; at += batch) {
    const ids = rows.slice(at, at + batch).map(({ id }) => id);
    for (const { record, ...line } of await records.pathsOf({ tenant, ids, fields: pathFields }))
      note(record, line);
  }
  for (const row of rows) for (const line of carriedLines(row)) note(row.id, line);
  return new Map([...lines].map(([id, known]) => [id, [...known.values()]]));
};

/** Makes the report on the way of deals. It goes by the stages of the object `deal` as it is published. */
export const createReportPipeline = (use: Deps): ReportPipeline => {
  const readDeals = createReadDeals(use);
  return async ({ tenant, from, to, within }) => {
    const object = await objectOf({ objectsOf: use.objectsOf, tenant, kind: dealKind });
    const all = stagesOf(object.definition);
    const openStages = all.filter(({ ends }) => ends === undefined);
    const endStages = all.filter(({ ends }) => ends === 'won' || ends === 'lost');
    const ends = new Map(all.map((stage) => [stage.key, stage.ends === 'done' ? undefined : stage.ends]));
    const open = await readDeals({ tenant, object, stages: openStages, conditions: [within] });
    const over = await readDeals({
      tenant,
      object,
      stages: endStages,
      conditions: [within, sinceStage({ from, to })],
    });
    const rows = [...open.rows, ...over.rows];
    const paths = await readPaths({ records: use.records, tenant, rows });
    const deals = rows.map(({ id, stage = '', owner, team, data }): TravelledDeal => {
      const lines = paths.get(id) ?? [];
      return {
        path: stagePathOf(lines),
        ends: ends.get(stage),
        slippage: slippageOf(lines),
        amount: amountIn(data),
        owner,
        team,
      };
    });
    return {
      stages: stageHealthOf({ deals, stages: openStages.map(({ key }) => key), now: use.clock.now(tenant) }),
      slippage: {
        owners: slippageBy(deals, ({ owner }) => owner),
        teams: slippageBy(deals, ({ team }) => team),
      },
      isWhole: open.isWhole && over.isWhole,
    };
  };
};
