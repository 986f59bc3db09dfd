import type { mongo } from 'mongoose';

import { isObject } from '../../domain/json.ts';
import { schemas } from '../../server/stores/schemas.ts';
import { collectionOf } from '../../platform/mongo/schema/define.ts';

/**
 * Which shards of a cluster a command is sent to: those its ids are on, or all. `refused` when a router would not
 * take it, since one that changes a single document has to name its shard key.
 */
export type Reach = 'by id' | 'all' | 'refused';

const namesId = (filter: unknown): boolean => {
  if (!isObject(filter)) return false;
  const id = filter['_id'];
  return typeof id === 'string' || (isObject(id) && ('$in' in id || '$eq' in id));
};

const reachOfWrite = (statement: mongo.Document): Reach => {
  if (namesId(statement['q'])) return 'by id';
  const isMany = statement['multi'] === true || statement['limit'] === 0;
  return isMany && statement['upsert'] !== true ? 'all' : 'refused';
};

/** The collections that spread over shards. */
export const sharded: ReadonlySet<string> = new Set(
  schemas.flatMap((schema) => ('by' in schema.sharding ? [collectionOf(schema)] : [])),
);

/** Where the parts of a command go; nothing for a collection that stays whole. */
export const reachOf = (input: { name: string; command: mongo.Document }): readonly Reach[] => {
  const { name, command } = input;
  if (!sharded.has(String(command[name]))) return [];
  if (name === 'find') return [namesId(command['filter']) ? 'by id' : 'all'];
  if (name === 'findAndModify') return [namesId(command['query']) ? 'by id' : 'refused'];
  if (name === 'aggregate') return [namesId(command['pipeline'][0]?.['$match']) ? 'by id' : 'all'];
  const statements: readonly mongo.Document[] = command['updates'] ?? command['deletes'] ?? [];
  return statements.map(reachOfWrite);
};
