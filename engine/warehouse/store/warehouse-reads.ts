import type { mongo } from 'mongoose';

import { isObject } from '../../../domain/json.ts';
import { parsePath, valueAt } from '../../../domain/rules/path.ts';
import type { Part } from '../../../domain/warehouse/parts.ts';
import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { AnyRow } from '../../../platform/mongo/schema/person-rule.ts';
import { eventSchema } from '../../events/store/event-schema.ts';
import { profileSchema } from '../../people/store/profile-schema.ts';
import { collectionOf } from '../../../platform/mongo/schema/define.ts';
import type { WarehouseReads } from '../ports.ts';
import { instantOf, type TableSource, type WarehouseTable } from './define-table.ts';
import { warehouseTables } from './tables.ts';

type Filter = mongo.Filter<AnyRow>;

const batch = 1000;
const tableBy: ReadonlyMap<string, WarehouseTable> = new Map(
  warehouseTables.map((table) => [table.name, table]),
);
const tableOf = (name: string): WarehouseTable => {
  const table = tableBy.get(name);
  if (table === undefined) throw new RangeError(`there is no table ${name}`);
  return table;
};

/** The span of a part as a filter; without bounds everything that has the field. */
const spanOf = ({ at }: TableSource, { from, to }: Part): Filter => {
  if (at === undefined) return {};
  const said = (instant: number): number | string => (at.isText ? new Date(instant).toISOString() : instant);
  const least = at.isText ? '' : -Number.MAX_SAFE_INTEGER;
  const span = {
    $gte: from === undefined ? least : said(from),
    ...(to === undefined ? {} : { $lt: said(to) }),
  };
  return { [at.path]: span };
};

/** All documents of a tenant by their ids, which begin with the tenant: found and sorted on the index that every collection has. */
const byIds = (tenant: string): Filter => ({ _id: { $gte: `${tenant}:`, $lt: `${tenant};` } });

const readAt = (row: AnyRow, { at }: TableSource): number | undefined => {
  const value = valueAt({ value: row, parts: parsePath(`$.${at?.path ?? ''}`) ?? [] });
  return typeof value === 'number' ? value : typeof value === 'string' ? instantOf(value) : undefined;
};

/** Each value of the fields that the index has before the instant, as a filter. */
const prefixesOf = async (input: {
  collections: Collections;
  tenant: string;
  source: TableSource;
}): Promise<readonly Filter[]> => {
  const { collections, tenant, source } = input;
  const rows = collections.named<AnyRow>(source.collection);
  let prefixes: Filter[] = [{ [source.tenant]: tenant }];
  for (const field of source.by) {
    const next: Filter[] = [];
    for (const prefix of prefixes) {
      const values: readonly unknown[] = await rows.distinct(field, prefix);
      for (const value of values) if (typeof value === 'string') next.push({ ...prefix, [field]: value });
    }
    prefixes = next;
  }
  return prefixes;
};

const createRows = (collections: Collections): WarehouseReads['rows'] =>
  async function* rowsOfPart({ tenant, table: name, part }) {
    const table = tableOf(name);
    const { source } = table;
    if (source.at === undefined) {
      const filter = { ...byIds(tenant), ...source.only };
      yield* table.read({ collections, filter, sort: { _id: 1 } });
      return;
    }
    for (const prefix of await prefixesOf({ collections, tenant, source })) {
      const filter = { ...prefix, ...spanOf(source, part), ...source.only };
      yield* table.read({ collections, filter, sort: { [source.at.path]: 1 } });
    }
  };

const createEarliest =
  (collections: Collections): WarehouseReads['earliest'] =>
  async ({ tenant, table: name }) => {
    const { source } = tableOf(name);
    if (source.at === undefined) return undefined;
    let earliest: number | undefined;
    for (const prefix of await prefixesOf({ collections, tenant, source })) {
      const filter = { ...prefix, ...spanOf(source, { name: 'all' }) };
      const options = {
        projection: { [source.at.path]: 1 as const },
        sort: { [source.at.path]: 1 as const },
      };
      const first = await collections.named<AnyRow>(source.collection).findOne(filter, options);
      const at = first === null ? undefined : readAt(first, source);
      if (at !== undefined) earliest = Math.min(earliest ?? at, at);
    }
    return earliest;
  };

type Naming = { readonly profileId?: string; readonly properties?: unknown };

const createTouched = (collections: Collections): WarehouseReads['touched'] =>
  async function* touchedSince({ tenant, since }) {
    const events = collections.named<AnyRow>(collectionOf(eventSchema));
    const projection = { profileId: 1, 'properties.order_id': 1, 'properties.message_id': 1 } as const;
    const found = events
      .find<Naming>({ 'listed.tenant': tenant, 'listed.at': { $gte: since } }, { projection })
      .sort({ 'listed.at': 1 });
    let ids = new Map<string, Set<string>>();
    let count = 0;
    const add = (name: string, value: unknown): void => {
      if (typeof value !== 'string' && typeof value !== 'number') return;
      const known = ids.get(name) ?? new Set<string>();
      known.add(String(value));
      ids.set(name, known);
    };
    for await (const { profileId, properties } of found) {
      add('profileId', profileId);
      if (isObject(properties)) {
        add('order_id', properties['order_id']);
        add('message_id', properties['message_id']);
      }
      count += 1;
      if (count < batch) continue;
      yield ids;
      ids = new Map();
      count = 0;
    }
    if (ids.size > 0) yield ids;
  };

/** Reads the documents that the files of the warehouse are made of. */
export const createWarehouseReads = (deps: { collections: Collections }): WarehouseReads => {
  const { collections } = deps;
  const single = guarded({
    earliest: createEarliest(collections),
    births: async ({ tenant, table, touched }: Parameters<WarehouseReads['births']>[0]) => {
      const { source } = tableOf(table);
      const ids = source.named === undefined ? undefined : touched.get(source.named);
      if (ids === undefined || source.at === undefined) return [];
      const found = await collections
        .named<AnyRow>(source.collection)
        .find(
          { _id: { $in: [...ids].map((id) => keyOf(tenant, id)) } },
          { projection: { [source.at.path]: 1 } },
        )
        .toArray();
      return found.flatMap((row) => readAt(row, source) ?? []);
    },
    profilesAmong: async ({ tenant, ids }: Parameters<WarehouseReads['profilesAmong']>[0]) => {
      const found = await collections
        .named<AnyRow>(collectionOf(profileSchema))
        .find({ _id: { $in: ids.map((id) => keyOf(tenant, id)) } }, { projection: { _id: 1 } })
        .toArray();
      return new Set(found.map(({ _id }) => _id.slice(tenant.length + 1)));
    },
  });
  return {
    tables: warehouseTables,
    ...single,
    rows: createRows(collections),
    touched: createTouched(collections),
  };
};
