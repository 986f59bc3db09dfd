import type { Field, FieldTypes } from '../../../domain/objects/fields.ts';
import { moneyOf, typeOfField } from '../../../domain/objects/fields.ts';
import type { ReadyObject } from '../../../domain/objects/ready-object.ts';
import { own, type Json } from '../../../domain/json.ts';
import { fromMinor, toMinor } from '../../../domain/money.ts';
import type { SyncField, SyncSettings, ValueKind } from '../../../domain/sync/sync-settings.ts';
import type { RecordRow } from '../../records/ports.ts';

/** What every record has besides the fields of its kind. */
const outside = (record: RecordRow, name: string): Json | undefined => {
  const { id, stage, owner, team, createdAt } = record;
  const values = { id, stage, owner, team, createdAt: new Date(createdAt).toISOString() };
  return own<Json | undefined>(values, name);
};

/** What of a record besides its fields can be set. */
export const steerable: ReadonlySet<string> = new Set(['stage', 'owner', 'team']);

/** A field of a record as both sides are compared by it: an amount is a decimal number. */
export const recordValue = (record: RecordRow, name: string): Json | undefined => {
  const value = own(record.data, name);
  if (value === undefined) return outside(record, name);
  const money = moneyOf(value);
  return money === undefined ? value : fromMinor(money);
};

const currencyOf = (field: Field, rule: SyncField | undefined): string | undefined =>
  rule?.currency ?? (field.type === 'money' ? field.currencies?.[0] : undefined);

/** A value that came in, as a field of a record holds it. What cannot be read is given as it is, so that it is refused with its reason. */
export const storedValue = (input: {
  readonly field: Field;
  readonly rule: SyncField | undefined;
  readonly value: Json;
  readonly types: FieldTypes;
}): Json => {
  const { field, rule, value, types } = input;
  const currency = currencyOf(field, rule);
  if (field.type === 'money' && currency !== undefined) {
    const minor = toMinor({ amount: value, currency });
    return minor === undefined ? value : { minor, currency };
  }
  const type = typeOfField(field, types);
  const read = type.read({ field, value, path: '', types });
  if (read.ok) return read.value;
  const isPlain = typeof value === 'string' || typeof value === 'number';
  if (!isPlain) return value;
  const setting = { currency: currency ?? 'EUR', zone: 'UTC' };
  const said = type.readText({ field, text: String(value), path: '', setting, types });
  return said.ok ? said.value : value;
};

const kinds: ReadonlyMap<string, ValueKind> = new Map([
  ['number', 'number'],
  ['money', 'number'],
  ['date', 'date'],
  ['instant', 'instant'],
  ['yes-no', 'boolean'],
  ['choices', 'list'],
]);

/** How the fields of a sync are compared by the types of the fields of a kind of record, where nothing else is said. */
export const settledFields = (settings: SyncSettings, { definition }: ReadyObject): SyncSettings => ({
  ...settings,
  fields: settings.fields.map((rule) => {
    const type = own(definition.fields, rule.ours)?.type;
    const kind = rule.as === 'any' && type !== undefined ? kinds.get(type) : undefined;
    return kind === undefined ? rule : { ...rule, as: kind };
  }),
});
