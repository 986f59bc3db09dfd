import { CicloError } from '../../../domain/errors.ts';
import { isJsonObject, type Json, type JsonObject, toJson } from '../../../domain/json.ts';
import { fieldTypes, typeOfField } from '../../../domain/objects/fields.ts';
import type { EngineClient } from '../../engine-client.ts';
import { type KindView, kindOf } from './object-answer.ts';

/** What a text leaves open: an amount has to name its currency, and a time without a zone is in UTC. */
const setting = { currency: '', zone: 'UTC' } as const;

const refuse = (message: string): never => {
  throw new CicloError({ code: 'invalid-input', message });
};

const valueOf = (input: { fields: KindView['fields']; key: string; text: string }): Json => {
  const { fields, key, text } = input;
  const field = fields.get(key);
  if (text === '') return null;
  // The engine says what is wrong with a field it does not have.
  if (field === undefined) return text;
  const type = typeOfField(field);
  const read = type.readText({ field, text, path: key, setting, types: fieldTypes });
  if (read.ok) return read.value;
  return refuse(read.problems.map(({ message, hint }) => `${message} ${hint}`).join('\n'));
};

const fromJson = (text: string): JsonObject => {
  try {
    const value = toJson(JSON.parse(text));
    if (isJsonObject(value)) return value;
  } catch {
    // Said below, with what to write instead.
  }
  return refuse('`--data` is not a JSON object. Write it as \'{"name": "Roof"}\'.');
};

/**
 * The values that a command line gives: those of `--data` as JSON, and over them each `field=value`, read as the type of the
 * field reads the cell of a table. Nothing after the `=` removes the value. Throws `invalid-input` for what cannot be read.
 */
export const givenValues = async (input: {
  kind: string;
  data: string | undefined;
  set: readonly string[];
  client: EngineClient;
}): Promise<JsonObject | undefined> => {
  const { kind, data, set, client } = input;
  if (data === undefined && set.length === 0) return undefined;
  const values = new Map<string, Json>(Object.entries(data === undefined ? {} : fromJson(data)));
  const fields: KindView['fields'] = set.length === 0 ? new Map() : (await kindOf({ kind, client })).fields;
  for (const one of set) {
    const at = one.indexOf('=');
    if (at < 1) return refuse(`\`${one}\` names no value. Write --set field=value.`);
    const key = one.slice(0, at);
    values.set(key, valueOf({ fields, key, text: one.slice(at + 1).trim() }));
  }
  return Object.fromEntries(values);
};
