import { hashId } from '../../domain/hash.ts';
import { type JsonObject, own } from '../../domain/json.ts';
import type { ObjectDefinition } from '../../domain/objects/definition.ts';
import type { Actor, CrmRecord } from '../../domain/records/record.ts';
import type { Self } from '../../api/ports/self-service.ts';
import type { OpenRecordStore } from '../records/open-records-port.ts';

/** Who changes records in the name of their person. */
export const selfActor: Actor = { kind: 'engine', id: 'self-service' };

/** So many records of a kind are shown. */
const shownMax = 200;

/** The records of a kind about a person, the newest first. */
export const ownRecords = async (
  input: Self & { openRecords: Pick<OpenRecordStore, 'ofPeople'>; kind: string },
): Promise<readonly CrmRecord[]> => {
  const { openRecords, tenant, profileId, kind } = input;
  const found = await openRecords.ofPeople({
    tenant,
    profileIds: [profileId],
    kinds: [kind],
    limit: shownMax,
  });
  return found.toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
};

/** A text of a record; undefined where it has none. */
export const textIn = (data: JsonObject, key: string): string | undefined => {
  const value = own(data, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** The choices of a field, where the object has it. */
export const choicesOf = (definition: ObjectDefinition, field: string): readonly string[] => {
  const found = own(definition.fields, field);
  return found?.type === 'choice' ? found.choices : [];
};

/** Fields that the object has, with what is known for them. */
export const fieldsFor = (
  definition: ObjectDefinition,
  given: Readonly<Record<string, JsonObject[string] | undefined>>,
): JsonObject =>
  Object.fromEntries(
    Object.entries(given).flatMap(([key, value]): [string, JsonObject[string]][] =>
      value === undefined || !Object.hasOwn(definition.fields, key) ? [] : [[key, value]],
    ),
  );

/** The id of what a person asks for, the same for the same request. */
export const idOf = (what: string, who: Self, once: string): string =>
  hashId('self-service', what, who.tenant, who.profileId, once);
