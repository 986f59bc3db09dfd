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

/**
 * Makes the reading of everything that is kept of a person, some documents at a time: collection by collection, each by
 * what it declares, from the place where the last part ended. What is written meanwhile may be missed or seen twice.
 */
export const createExport = (deps: {
  declared: readonly { readonly collection: string; readonly rule: PersonRows }[];
  placeOf: (collection: string) => Place;
}): PeopleStore['export'] => {
  const { declared, placeOf } = deps;

  async function* rowsOf(input: {
    tenant: string;
    profileIds: readonly string[];
    collection: number;
  }): AsyncGenerator<Omit<AnyRow, '_id'>> {
    const one = declared[input.collection];
    if (one === undefined) return;
    const { tenant } = input;
    for (const profileId of input.profileIds) {
      yield* one.rule.onExport({ ...placeOf(one.collection), tenant, profileId });
    }
  }

  return async ({ tenant, profileIds, from, limit }) => {
    const rows: { collection: string; row: Record<string, unknown> }[] = [];
    for (let collection = from.collection; collection < declared.length; collection += 1) {
      const name = declared[collection]?.collection ?? '';
      let seen = 0;
      const behind = collection === from.collection ? from.skip : 0;
      for await (const document of rowsOf({ tenant, profileIds, collection })) {
        seen += 1;
        if (seen <= behind) continue;
        if (rows.length === limit) return { rows, next: { collection, skip: seen - 1 } };
        const row = toJson(document);
        if (isRecord(row)) rows.push({ collection: name, row });
      }
    }
    return { rows };
  };
};
