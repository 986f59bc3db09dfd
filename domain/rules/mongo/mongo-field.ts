import { own } from '../../json.ts';
import type { FactName } from '../facts.ts';
import type { PathPart } from '../path.ts';

/** A MongoDB query filter, as plain JSON. */
export type MongoFilter = Readonly<Record<string, unknown>>;

/** Where documents keep a fact. */
export type MongoRoot = {
  /** Put before every field, such as `profile.`; empty when the fact is the document itself. */
  readonly prefix: string;
  /** Fields the documents call otherwise than the fact does. */
  readonly renamed: Readonly<Record<string, string>>;
  /** The field that has all others, those that `renamed` does not name; by default they are where the fact is. */
  readonly others?: string;
  /** Fields that are always objects. */
  readonly objects: ReadonlySet<string>;
  /** Fields that are always missing or a stored instant (UTC with milliseconds), as dotted paths. */
  readonly instants: RegExp;
  /** Fields that are always missing or a number, as dotted paths; in others a number may be kept as text. */
  readonly numbers: RegExp;
};

/** Where a database keeps the facts it knows. */
export type MongoRoots = Partial<Record<FactName, MongoRoot>>;

/** The fact `profile` as the collection of profiles keeps it. */
export const profileRoot: MongoRoot = {
  prefix: '',
  renamed: {},
  objects: new Set(['traits', 'computed', 'scores', 'consents', 'predictions', 'loyalty']),
  instants:
    /^(?:createdAt|lastSeenAt|stageAt|computed\.(?:first|last)OrderAt|loyalty\.[\w-]+\.(?:expiresAt|tierUntil|membershipUntil))$/,
  numbers:
    /^(?:points|scores\.\w+|computed\.(?:orders|revenue|averageOrder|refunded|purchases|daysBetweenOrders\.(?:mean|median)|value\.(?:discounts|shipping|costedOrders|cost|margin|profit|profitability)|rfm\.(?:recency|frequency|monetary))|predictions\.(?:alive|churn|orders90|orders365|averageOrder|value90|value365)|loyalty\.[\w-]+\.(?:points|pending|earned|spent|expiring|counted|toNextTier))$/,
};

/** The fact `event` as the collection of events keeps it. */
export const eventRoot: MongoRoot = {
  prefix: '',
  renamed: { event: 'name' },
  objects: new Set(['properties', 'traits', 'context']),
  instants: /^$/,
  numbers: /^$/,
};

/**
 * A field of a document: its name in a filter, the expression of its value in `$expr`, and what must hold around it for
 * it to mean the path and nothing else.
 */
export type MongoField = {
  readonly name: string;
  readonly value: unknown;
  readonly guards: MongoFilter;
  readonly isInstant: boolean;
  readonly isNumber: boolean;
};

const isNoList = { $not: { $type: 'array' } };
const isList = { $type: 'array' };

/** An expression for the value at a path, as the path means it: names of objects, places of lists. */
export const valueExpression = (parts: readonly PathPart[]): unknown => {
  if (parts.every((part) => typeof part === 'string')) return `$${parts.join('.')}`;
  return parts.reduce<unknown>((value, part) => {
    if (typeof part === 'string') return { $let: { vars: { value }, in: `$$value.${part}` } };
    return { $cond: [{ $isArray: value }, { $arrayElemAt: [value, part] }, null] };
  }, '$$ROOT');
};

/** What the documents call a field of the fact. */
export const storedName = (root: MongoRoot, name: PathPart): PathPart => {
  const renamed = own(root.renamed, String(name));
  if (renamed !== undefined) return renamed;
  return root.others === undefined ? name : `${root.others}.${name}`;
};

/**
 * The field at a path. MongoDB looks into lists by itself, so that `a.b` also finds `b` in any item of a list
 * `a`; the guards say of everything on the way whether it is a list or not, as the path does.
 */
export const fieldAt = (input: { root: MongoRoot; parts: readonly PathPart[] }): MongoField => {
  const { root } = input;
  const [first, ...rest] = input.parts;
  const parts = first === undefined ? [] : [storedName(root, first), ...rest];
  const guards = new Map<string, unknown>();
  for (let length = 1; length < parts.length; length += 1) {
    const around = root.prefix + parts.slice(0, length).join('.');
    const known = length === 1 && root.objects.has(String(parts[0]));
    if (typeof parts[length] === 'number') guards.set(around, isList);
    else if (!known) guards.set(around, isNoList);
  }
  const path = parts.join('.');
  const before = root.prefix.split('.').filter((name) => name !== '');
  const value = valueExpression([...before, ...parts]);
  return {
    name: root.prefix + path,
    value,
    guards: Object.fromEntries(guards),
    isInstant: root.instants.test(path),
    isNumber: root.numbers.test(path),
  };
};
