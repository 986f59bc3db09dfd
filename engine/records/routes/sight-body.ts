import type { Context } from 'hono';

import { CicloError } from '../../../domain/errors.ts';
import { isJsonObject, type JsonObject, toJson } from '../../../domain/json.ts';
import type { ReadyObject } from '../../../domain/objects/ready-object.ts';
import type { Actor } from '../../../domain/records/record.ts';
import type { ApiEnv } from '../../../api/http/env.ts';
import { requestError } from '../../../api/http/problem.ts';
import type { MomentOf } from '../moment-of.ts';
import { objectOf, type ObjectsOf } from '../objects-of.ts';
import { personalFields } from '../personal-fields.ts';
import type { Sight } from './record-body.ts';

/** The object of a kind, whether the key may see what is personal, and what time it is. Throws `not-found` for an unknown kind. */
export const sightOf = async (input: {
  c: Context<ApiEnv>;
  objectsOf: ObjectsOf;
  momentOf: MomentOf;
  kind: string;
}): Promise<Sight> => {
  const { c, objectsOf, momentOf, kind } = input;
  const { tenant, scopes } = c.get('key');
  const object = await objectOf({ objectsOf, tenant, kind });
  return { object, seesPersonal: scopes.includes('personal-data'), moment: await momentOf(tenant) };
};

/** Who changes a record: the key or the user of the request. */
export const actorOf = (c: Context<ApiEnv>): Actor => {
  const { id, user } = c.get('key');
  return { kind: user === undefined ? 'key' : 'user', id };
};

/** Throws `forbidden`, with the places, when a key without the scope `personal-data` names personal fields. */
export const refusePersonal = (input: {
  sight: Sight;
  /** Keys of fields, with where the request names each. */
  named: readonly { readonly field: string; readonly path: string }[];
}): void => {
  const { object, seesPersonal } = input.sight;
  if (seesPersonal) return;
  const personal = personalFields(object);
  const found = input.named.filter(({ field }) => isPersonalField(object, personal, field));
  if (found.length === 0) return;
  const hint = 'Use a key with the scope `personal-data`, or leave the field out.';
  throw requestError({
    code: 'forbidden',
    message: 'This key lacks personal-data for these fields.',
    problems: found.map(({ field, path }) => ({
      code: 'personal-field',
      path,
      message: `\`${field}\` is a personal field.`,
      hint,
    })),
  });
};

/** A field is personal as a whole, or has columns that are. */
const isPersonalField = (object: ReadyObject, personal: ReadonlySet<string>, field: string): boolean =>
  Object.hasOwn(object.definition.fields, field) &&
  [...personal].some((path) => path === field || path.startsWith(`${field}.`));

/** The values of a request, as plain JSON. */
export const dataOf = (values: Readonly<Record<string, unknown>>): JsonObject => {
  const data = toJson(values);
  if (isJsonObject(data)) return data;
  throw new CicloError({ code: 'invalid-input', message: 'The data is not an object.' });
};
