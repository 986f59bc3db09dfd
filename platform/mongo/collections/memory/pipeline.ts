import { Aggregator } from 'mingo/aggregator';
import { ProcessingMode } from 'mingo/core';
import type { Options } from 'mingo/types';

import { optionsOf } from './expressions.ts';
import { operators } from './operators.ts';
import { toSimpleUpdate } from './simple-stages.ts';
import type { Table } from './table.ts';
import { adopted, isRow, type Row, storedRow } from './values.ts';

const isNested = (stage: Row): boolean =>
  Object.values(stage).some(
    (fields) => isRow(fields) && Object.keys(fields).some((name) => name.includes('.')),
  );

/** Pipelines of stages over the tables of one database. */
export type Pipelines = {
  /** What an aggregation over a table gives. Its first `$match` goes by the indexes. */
  readonly aggregate: (from: Table, stages: readonly Row[]) => Row[];
  /** Makes the change of a document that an update by stages means. */
  readonly toUpdate: (stages: readonly Row[]) => (row: Row) => Row;
};

/** Makes the pipelines; the tables are for stages that read other collections. */
export const createPipelines = (tables: (name: string) => Table): Pipelines => {
  const collectionResolver = (name: string): Row[] => [...tables(name).all()];
  const made = new Map<ProcessingMode, Partial<Options>>();
  // Made when they are first of use: many databases never see a pipeline.
  const options = (processingMode: ProcessingMode): Partial<Options> => {
    const known =
      made.get(processingMode) ?? optionsOf({ context: operators, collectionResolver, processingMode });
    made.set(processingMode, known);
    return known;
  };
  const run = (rows: readonly Row[], stages: readonly Row[]): Row[] => {
    // What changes a field within another one would change the documents themselves.
    const mode = stages.some(isNested) ? ProcessingMode.CLONE_INPUT : ProcessingMode.CLONE_OFF;
    return new Aggregator([...stages], options(mode)).run([...rows]);
  };
  return {
    aggregate: (from, stages) => {
      const [first, ...rest] = stages;
      const match = first?.['$match'];
      return isRow(match)
        ? run(from.match(match), rest).map(storedRow)
        : run([...from.all()], stages).map(storedRow);
    },
    toUpdate: (stages) => {
      // What they say is stored then; the rest of what they make is made of it, and of the document.
      const known = stages.map(storedRow);
      const simple = toSimpleUpdate(known);
      return (row) => {
        const [changed = row] = simple === undefined ? run([row], known) : [simple(row)];
        return adopted('_id' in changed ? changed : { _id: row['_id'], ...changed });
      };
    },
  };
};
