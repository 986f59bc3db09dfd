import { z } from 'zod';
import { type Failure, isJson, type Json, type JsonObject, readSaidTime, type SyncRow } from '../contract.ts';
import { call, type Ctx } from './call.ts';

/** The types of the fields of a model, by their names. */
export type Types = ReadonlyMap<string, string>;

const described = z.record(z.string(), z.object({ type: z.string() }));

/** A field as it is asked for: `country_id.name` is the name that `country_id` brings along. */
const fieldOf = (name: string): string => (name.endsWith('.name') ? name.slice(0, -'.name'.length) : name);

/** Fetches the types of all fields of a model, once in a process; a field that the model does not have is refused. */
export const typesOf = async (
  ctx: Ctx,
  model: string,
  names: readonly string[],
): Promise<Failure | { readonly kind: 'types'; readonly types: Types }> => {
  const known = ctx.resource.types.get(model);
  let types = known;
  if (types === undefined || names.some((name) => types?.has(fieldOf(name)) === false)) {
    const asked = await call(ctx, { model, method: 'fields_get', named: { attributes: ['type'] } });
    if (asked.kind === 'failed') return asked.failure;
    const read = described.safeParse(asked.value);
    if (!read.success) return ctx.failure(asked.answer);
    types = new Map(Object.entries(read.data).map(([name, { type }]) => [name, type]));
    ctx.resource.types.set(model, types);
  }
  const missing = names.find((name) => !types.has(fieldOf(name)));
  return missing === undefined
    ? { kind: 'types', types }
    : {
        kind: 'rejected',
        code: 'invalid-field',
        message: `Odoo's ${model} has no field of one of these names.`,
      };
};

/** The names by which fields are read. */
export const readNames = (names: readonly string[]): readonly string[] => [...new Set(names.map(fieldOf))];

const pair = z.tuple([z.number(), z.string()]);

const valueIn = (found: Readonly<Record<string, unknown>>, name: string, types: Types): Json => {
  const field = fieldOf(name);
  const value = Object.hasOwn(found, field) ? found[field] : undefined;
  // Whatever has no value is false in Odoo.
  if (value === false && types.get(field) !== 'boolean') return null;
  const link = pair.safeParse(value).data;
  if (link !== undefined && types.get(field) === 'many2one') return field === name ? link[0] : link[1];
  return isJson(value) ? value : null;
};

/** A time of Odoo is UTC and has no zone. */
export const timeOf = (value: unknown): number | undefined => readSaidTime(value);

export const odooTime = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

export const record = z.looseObject({ id: z.number() });

/** A record of Odoo as the engine takes it; one that is archived counts as deleted. */
export const rowOf = (
  found: z.infer<typeof record>,
  input: { readonly fields: readonly string[]; readonly types: Types },
): SyncRow => {
  const at = timeOf(found['write_date']);
  return {
    id: String(found.id),
    fields: Object.fromEntries(input.fields.map((name) => [name, valueIn(found, name, input.types)])),
    ...(at === undefined ? {} : { updatedAt: at }),
    ...(found['active'] === false ? { deleted: true } : {}),
  };
};

const replaceAll = 6;

/** Values as Odoo takes them: none is false, several records take the place of those that were linked. */
export const valuesFor = (fields: JsonObject, types: Types): JsonObject =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]): [string, Json] => {
      const type = types.get(name) ?? '';
      if (value === null) return [name, type.endsWith('2many') ? [[replaceAll, 0, []]] : false];
      if (type.endsWith('2many')) return [name, [[replaceAll, 0, [value].flat()]]];
      if (type === 'many2one' && typeof value === 'string') return [name, Number(value)];
      return [name, value];
    }),
  );
