import { systemPaths } from '../../../domain/records/record-fact.ts';
import type { EventsSummary, RecordsQuery } from '../../../domain/rules/facts.ts';
import { noEvents } from '../../../domain/rules/facts.ts';
import { summariseRecords } from '../../../domain/rules/summarise-records.ts';
import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { type RecordDoc, shelfOf } from './record-schema.ts';
import { recordsOf } from './treat-record.ts';

/** Answers questions about the records of one person. */
export type SummariseRecords = (input: {
  readonly tenant: string;
  readonly profileId: string;
  readonly query: RecordsQuery;
}) => Promise<EventsSummary>;

type Shown = Pick<RecordDoc, 'data' | (typeof systemPaths)[number]>;

/** The fact `record`, with its instants as the documents have them. */
const factOf = (doc: Shown): Readonly<Record<string, unknown>> => ({
  ...doc.data,
  ...Object.fromEntries(systemPaths.flatMap((name) => (doc[name] === undefined ? [] : [[name, doc[name]]]))),
});

const projection = Object.fromEntries(['data', ...systemPaths].map((name): [string, 1] => [name, 1]));

/** Makes what answers the fact `records`: read from an index and one by one, so that a person with many of them takes no memory. */
export const createSummariseRecords = (deps: { collections: Collections }): SummariseRecords => {
  const records = recordsOf(deps.collections);
  return async ({ tenant, profileId, query }) => {
    const filter = { tenant, person: profileId, shelf: shelfOf({ kind: query.kind, isDeleted: false }) };
    if (query.where === undefined && query.sumPath === undefined) {
      const count = await records.countDocuments(filter);
      return count === 0 ? noEvents : { ...noEvents, count };
    }
    const found = records.find<Shown & { readonly _id: string }>(filter, { projection });
    const facts = async function* (): AsyncGenerator {
      for await (const doc of found) yield factOf(doc);
    };
    return summariseRecords({ records: facts(), query });
  };
};
