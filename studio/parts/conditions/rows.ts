/** How many of a row have to hold. */
export const matches = ['all', 'any'] as const;
export type Match = (typeof matches)[number];

/** Operators that the builder offers, with the kind of value each takes. */
export const operators = {
  equal: 'scalar',
  notEqual: 'scalar',
  in: 'list',
  notIn: 'list',
  contains: 'scalar',
  doesNotContain: 'scalar',
  containsText: 'text',
  startsWith: 'text',
  greaterThan: 'number',
  greaterThanInclusive: 'number',
  lessThan: 'number',
  lessThanInclusive: 'number',
  newerThan: 'text',
  olderThan: 'text',
  exists: 'none',
  notExists: 'none',
} as const;
export type Operator = keyof typeof operators;

/** True for an operator that the builder offers. */
export const isOperator = (value: unknown): value is Operator =>
  typeof value === 'string' && Object.hasOwn(operators, value);

/** The names of the operators, in their order. */
export const operatorNames: readonly Operator[] = Object.keys(operators).filter(isOperator);

/**
 * One line of the builder: something about the person, the event or the record at hand, what they did, a segment they are in, lines of their
 * own of which all or any have to hold, or what no line can show, as it is.
 */
export type Row =
  | FieldRow
  | {
      readonly kind: 'event';
      readonly name: string;
      /** A duration such as `30 days`; empty for ever. */
      readonly within: string;
      readonly operator: Operator;
      readonly value: string;
    }
  | { readonly kind: 'segment'; readonly isIn: boolean; readonly segment: string }
  | { readonly kind: 'group'; readonly draft: Draft }
  | { readonly kind: 'json'; readonly value: unknown };

/** Where a line about one value looks. */
const factOf = { field: 'profile', property: 'event', record: 'record' } as const;

type FieldRow = {
  /** `field`: of the person; `property`: of the event at hand; `record`: of the record at hand. */
  readonly kind: keyof typeof factOf;
  readonly path: string;
  readonly operator: Operator;
  readonly value: string;
};

/** What stands in the builder. */
export type Draft = { readonly match: Match; readonly rows: readonly Row[] };

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTrimmedNumber = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text));

const scalarOf = (text: string): string | number | boolean => {
  if (text === 'true' || text === 'false') return text === 'true';
  return isTrimmedNumber(text) ? Number(text) : text;
};

const valueOf = (operator: Operator, text: string): unknown => {
  switch (operators[operator]) {
    case 'none':
      return true;
    case 'list':
      return text
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== '')
        .map(scalarOf);
    case 'number':
      return Number(text);
    case 'scalar':
      return scalarOf(text);
    case 'text':
      return text;
  }
};

const isFilled = (operator: Operator, value: string): boolean => {
  const kind = operators[operator];
  if (kind === 'none') return true;
  return kind === 'number' ? isTrimmedNumber(value) : value.trim() !== '';
};

/** True where nothing of a row is left to be filled in. */
export const isComplete = (row: Row): boolean => {
  if (row.kind === 'segment') return row.segment !== '';
  if (row.kind === 'json') return true;
  if (row.kind === 'group') return isWhole(row.draft);
  const isNamed = row.kind !== 'event' ? row.path.startsWith('$.') && row.path.length > 2 : row.name !== '';
  return isNamed && isFilled(row.operator, row.value);
};

/** True where a draft has lines, and nothing of them is left to be filled in. */
export const isWhole = ({ rows }: Draft): boolean => rows.length > 0 && rows.every(isComplete);

const toLeaf = (row: Row): unknown => {
  if (row.kind === 'json') return row.value;
  if (row.kind === 'group') return toConditions(row.draft);
  if (row.kind === 'segment') {
    return { fact: 'segments', operator: row.isIn ? 'contains' : 'doesNotContain', value: row.segment };
  }
  const { operator } = row;
  const value = valueOf(operator, row.value);
  if (row.kind !== 'event') return { fact: factOf[row.kind], path: row.path, operator, value };
  const within = row.within.trim() === '' ? {} : { within: row.within.trim() };
  return { fact: 'events', params: { name: row.name, ...within }, path: '$.count', operator, value };
};

/** The conditions that a draft says, as the file of a segment has them. */
export const toConditions = ({ match, rows }: Draft): Json => ({ [match]: rows.map(toLeaf) });

const onlyHas = (value: Json, names: readonly string[]): boolean =>
  Object.keys(value).every((name) => names.includes(name));

const textOf = (value: unknown): string | undefined => {
  if (Array.isArray(value)) {
    const texts = value.map(textOf);
    return texts.every((one) => one !== undefined && !one.includes(',')) ? texts.join(', ') : undefined;
  }
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
};

/** Whether the text of a value says the very same value again. */
const isSame = (operator: Operator, text: string, value: unknown): boolean =>
  JSON.stringify(valueOf(operator, text)) === JSON.stringify(value);

const toEventRow = (params: Json, rest: { operator: Operator; value: string }): Row | undefined => {
  const { name, within = '' } = params;
  if (!onlyHas(params, ['name', 'within']) || typeof name !== 'string' || typeof within !== 'string') {
    return undefined;
  }
  return { kind: 'event', name, within, ...rest };
};

const lineKinds = ['field', 'property', 'record'] as const;

const toLine = (leaf: unknown): Row | undefined => {
  if (!isObject(leaf) || !onlyHas(leaf, ['fact', 'path', 'params', 'operator', 'value'])) return undefined;
  const { fact, path, params, operator, value } = leaf;
  if (fact === 'segments' && typeof value === 'string' && params === undefined && path === undefined) {
    if (operator !== 'contains' && operator !== 'doesNotContain') return undefined;
    return { kind: 'segment', isIn: operator === 'contains', segment: value };
  }
  const text = textOf(value);
  if (!isOperator(operator) || text === undefined || !isSame(operator, text, value)) return undefined;
  const rest = { operator, value: operators[operator] === 'none' ? '' : text };
  const kind = lineKinds.find((one) => factOf[one] === fact);
  if (kind !== undefined && typeof path === 'string' && params === undefined) return { kind, path, ...rest };
  return fact === 'events' && path === '$.count' && isObject(params) ? toEventRow(params, rest) : undefined;
};

const toRow = (value: unknown): Row => {
  const draft = toDraft(value);
  if (draft !== undefined && draft.rows.length > 0) return { kind: 'group', draft };
  return toLine(value) ?? { kind: 'json', value };
};

/**
 * The draft that says these conditions; what no line can show stands in it as it is. Undefined for conditions that are no list of
 * which all or any have to hold.
 */
export const toDraft = (conditions: unknown): Draft | undefined => {
  if (!isObject(conditions)) return undefined;
  const match = matches.find((one) => Array.isArray(conditions[one]));
  const list: unknown = match === undefined ? undefined : conditions[match];
  if (match === undefined || !Array.isArray(list) || !onlyHas(conditions, [match])) return undefined;
  return { match, rows: list.map(toRow) };
};
