import { compareValues } from './order.ts';
import { type Test, toTest } from './match.ts';
import { RefusedWrite } from '../refused-write.ts';
import { fieldsOf, isIndex, isRow, type Row, stored, storedRow } from './values.ts';

/** Makes of what stands at a path what is to stand there; undefined for nothing. */
type Change = (old: unknown) => unknown;

/** With the code a server answers. */
const refuse = (code: number, message: string): RefusedWrite => new RefusedWrite({ code, message });

/** One field that an update changes. */
type FieldChange = { readonly fields: readonly string[]; readonly change: Change };

/** A row with one field changed; the rest is the same as it was, and not copied. */
const withField = (row: Row, field: string, value: unknown): Row => {
  if (value !== undefined) return Object.freeze({ ...row, [field]: value });
  return Object.freeze(Object.fromEntries(Object.entries(row).filter(([name]) => name !== field)));
};

/** A list with one element changed; places that nothing stands in are null. */
const withElement = (list: readonly unknown[], at: number, value: unknown): readonly unknown[] => {
  const copy = [...list];
  copy[at] = value;
  return Object.freeze(Array.from(copy, (one) => one ?? null));
};

type Place = { readonly fields: readonly string[]; readonly from: number; readonly change: Change };

/** What becomes of a value when what stands at a path in it changes; the same when nothing does. */
const changeAt = (value: unknown, place: Place): unknown => {
  const { fields, from, change } = place;
  const field = fields[from];
  if (field === undefined) return change(value);
  const next = { ...place, from: from + 1 };
  if (Array.isArray(value) && isIndex(field)) {
    const at = Number(field);
    const old: unknown = value[at];
    const made = changeAt(old, next);
    return made === old ? value : withElement(value, at, made);
  }
  if (value !== undefined && !isRow(value)) {
    if (changeAt(undefined, next) === undefined) return value;
    throw refuse(28, `The field ${field} cannot be made in something that is no object.`);
  }
  const old = value !== undefined && Object.hasOwn(value, field) ? value[field] : undefined;
  const made = changeAt(old, next);
  return made === old ? value : withField(value ?? {}, field, made);
};

const listOf = (value: unknown): readonly unknown[] => {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  throw refuse(2, 'What is no list cannot be changed as one.');
};

const numberOf = (value: unknown): number => {
  if (value === undefined) return 0;
  if (typeof value === 'number') return value;
  throw refuse(14, 'Only a number can be counted up.');
};

const addAll = (argument: unknown): { each: readonly unknown[]; slice: number | undefined } => {
  const isMany = isRow(argument) && '$each' in argument;
  const each = isMany ? listOf(argument['$each']) : [argument];
  const slice = isMany ? argument['$slice'] : undefined;
  return { each: listOf(stored(each)), slice: typeof slice === 'number' ? slice : undefined };
};

const cut = (list: readonly unknown[], slice: number | undefined): readonly unknown[] => {
  if (slice === undefined) return list;
  if (slice === 0) return [];
  return slice < 0 ? list.slice(slice) : list.slice(0, slice);
};

const isSame = (a: unknown, b: unknown): boolean =>
  (a === undefined) === (b === undefined) && compareValues(a, b) === 0;

const pulled = (argument: unknown): ((one: unknown) => boolean) => {
  const isOfRows = isRow(argument) && !Object.keys(argument).some((name) => name.startsWith('$'));
  const test: Test = toTest(isOfRows ? argument : { one: argument });
  return isOfRows ? (one) => isRow(one) && test(one) : (one) => test({ one });
};

const changes: Readonly<Record<string, (argument: unknown) => Change>> = {
  $set: (argument) => {
    const value = stored(argument);
    return (old) => (isSame(old, value) && typeof value !== 'object' ? old : value);
  },
  $unset: () => () => undefined,
  $inc: (argument) => (old) => numberOf(old) + numberOf(argument),
  $max: (argument) => {
    const value = stored(argument);
    return (old) => (old === undefined || compareValues(value, old) > 0 ? value : old);
  },
  $min: (argument) => {
    const value = stored(argument);
    return (old) => (old === undefined || compareValues(value, old) < 0 ? value : old);
  },
  $push: (argument) => {
    const { each, slice } = addAll(argument);
    return (old) => Object.freeze(cut([...listOf(old), ...each], slice));
  },
  $addToSet: (argument) => {
    const { each } = addAll(argument);
    return (old) => {
      const all = each.reduce<readonly unknown[]>(
        (list, one) => (list.some((there) => isSame(there, one)) ? list : [...list, one]),
        listOf(old),
      );
      return all === old ? old : Object.freeze(all);
    };
  },
  $pull: (argument) => {
    const isOut = pulled(argument);
    return (old) => (listOf(old).some(isOut) ? Object.freeze(listOf(old).filter((one) => !isOut(one))) : old);
  },
};

const changesOf = (operator: string, fields: unknown): FieldChange[] => {
  const make = Object.hasOwn(changes, operator) ? changes[operator] : undefined;
  if (make === undefined) throw new TypeError(`The update operator ${operator} is not known.`);
  return Object.entries(isRow(fields) ? fields : {})
    .filter(([, argument]) => argument !== undefined)
    .map(([path, argument]) => {
      if (path.includes('$')) throw new TypeError(`The path ${path} of an update is not known.`);
      return { fields: fieldsOf(path), change: make(argument) };
    });
};

/** Sets a field, whatever its name is. */
const put = (draft: Record<string, unknown>, field: string, value: unknown): void => {
  if (Object.hasOwn(draft, field)) Reflect.set(draft, field, value);
  else Object.defineProperty(draft, field, { value, writable: true, enumerable: true, configurable: true });
};

/** A document with all changes, copied once; the same when nothing changes. */
const changed = (row: Row, all: readonly FieldChange[]): Row => {
  let draft: Record<string, unknown> | undefined;
  let isSmaller = false;
  for (const { fields, change } of all) {
    const [field = ''] = fields;
    const whole = draft ?? row;
    const old = Object.hasOwn(whole, field) ? whole[field] : undefined;
    const made = changeAt(old, { fields, from: 1, change });
    if (made === old) continue;
    draft ??= { ...row };
    if (made !== undefined) put(draft, field, made);
    else isSmaller = Reflect.deleteProperty(draft, field);
  }
  if (draft === undefined) return row;
  // A copy of what had fields removed is quicker to read.
  return Object.freeze(isSmaller ? { ...draft } : draft);
};

/** Makes the change of a document that an update with operators means; the same document when nothing changes. */
export const toUpdate = (
  update: Row,
  input: { isInsert: boolean } = { isInsert: false },
): ((row: Row) => Row) => {
  const all = Object.entries(update).flatMap(([operator, fields]) => {
    if (operator !== '$setOnInsert') return changesOf(operator, fields);
    return input.isInsert ? changesOf('$set', fields) : [];
  });
  return (row) => changed(row, all);
};

/** The document an upsert begins with: the fields that the filter gives one value. */
export const seedOf = (filter: Row): Row => {
  const given = Object.entries(filter).flatMap(([path, condition]): [string, unknown][] => {
    if (path.startsWith('$')) return [];
    if (!isRow(condition)) return [[path, condition]];
    if ('$eq' in condition) return [[path, condition['$eq']]];
    return Object.keys(condition).some((name) => name.startsWith('$')) ? [] : [[path, condition]];
  });
  return toUpdate({ $set: Object.fromEntries(given) })(storedRow({}));
};
