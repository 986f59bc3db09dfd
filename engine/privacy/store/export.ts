import type { PeopleStore } from '../people-port.ts';
import type { AnyRow, PersonRows, Place } from '../../../platform/mongo/schema/person-rule.ts';

/** A document as JSON can say it: bytes as base64. */
const toJson = (value: unknown): unknown => {
  const text = JSON.stringify(value);
  const parsed: unknown = JSON.parse(text);
  return parsed;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Collections that are read at once. Most hold little of a person or nothing. */
const atOnce = 8;

type Declared = { readonly collection: string; readonly rule: PersonRows };
type Row = Awaited<ReturnType<PeopleStore['export']>>['rows'][number];

/**
 * Makes the reading of everything that is kept of a person, some documents at a time: collection by collection, each by
 * what it declares, from the place where the last part ended. What is written meanwhile may be missed or seen twice.
 */
export const createExport = (deps: {
  declared: readonly Declared[];
  placeOf: (collection: string) => Place;
}): PeopleStore['export'] => {
  const { declared, placeOf } = deps;

  async function* documentsOf(
    { collection, rule }: Declared,
    of: { tenant: string; profileIds: readonly string[] },
  ): AsyncGenerator<Omit<AnyRow, '_id'>> {
    const { tenant, profileIds } = of;
    for (const profileId of profileIds) yield* rule.onExport({ ...placeOf(collection), tenant, profileId });
  }

  /** At most `most` documents of a collection behind the first `skip`. */
  const readSome = async (input: {
    one: Declared;
    of: { tenant: string; profileIds: readonly string[] };
    skip: number;
    most: number;
  }): Promise<readonly Row[]> => {
    const { one, of, skip, most } = input;
    const rows: Row[] = [];
    let seen = 0;
    for await (const document of documentsOf(one, of)) {
      seen += 1;
      if (seen <= skip) continue;
      const row = toJson(document);
      rows.push({ collection: one.collection, row: isRecord(row) ? row : {} });
      if (rows.length === most) break;
    }
    return rows;
  };

  return async ({ tenant, profileIds, from, limit }) => {
    const of = { tenant, profileIds };
    const rows: Row[] = [];
    let { collection, skip } = from;
    while (collection < declared.length) {
      // A collection that is read on may fill the page alone.
      const group = declared.slice(collection, collection + (skip > 0 ? 1 : atOnce));
      const read = group.map((one) => readSome({ one, of, skip, most: limit + 1 }));
      for (const found of await Promise.all(read)) {
        const room = limit - rows.length;
        rows.push(...found.slice(0, room));
        if (found.length > room) return { rows, next: { collection, skip: skip + room } };
        collection += 1;
        skip = 0;
      }
    }
    return { rows };
  };
};
