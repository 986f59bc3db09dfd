/** What kind of value an operator takes beside it in the file. */
export type ValueKind =
  | 'scalar'
  | 'scalars'
  | 'number'
  | 'range'
  | 'true'
  | 'text'
  | 'pattern'
  | 'age'
  | 'instant'
  | 'conditions';

/** Every operator there is: the kind of its value, and what it asks of the fact, for editors and messages. */
export const operatorTable = {
  equal: {
    value: 'scalar',
    means: 'is exactly this text, number or yes/no; a number and its text (10 and "10") are the same',
  },
  notEqual: { value: 'scalar', means: 'is something else, or is missing' },
  in: { value: 'scalars', means: 'is one of these' },
  notIn: { value: 'scalars', means: 'is none of these, or is missing' },
  contains: { value: 'scalar', means: 'is a list with this in it' },
  doesNotContain: { value: 'scalar', means: 'is no list with this in it, or is missing' },
  containsAny: { value: 'scalars', means: 'is a list with at least one of these in it' },
  containsAll: { value: 'scalars', means: 'is a list with all of these in it' },
  anyItem: { value: 'conditions', means: 'is a list with an item for which these conditions hold' },
  allItems: {
    value: 'conditions',
    means: 'is a list, not an empty one, and these conditions hold for all of its items',
  },
  noItem: {
    value: 'conditions',
    means: 'is no list with an item for which these conditions hold, or is missing',
  },
  lessThan: { value: 'number', means: 'is a number, or the text of one, below this' },
  lessThanInclusive: { value: 'number', means: 'is a number, or the text of one, up to this' },
  greaterThan: { value: 'number', means: 'is a number, or the text of one, above this' },
  greaterThanInclusive: { value: 'number', means: 'is a number, or the text of one, from this up' },
  between: {
    value: 'range',
    means: 'is a number, or the text of one, from the first to the second, both included',
  },
  exists: { value: 'true', means: 'is there (not missing and not null)' },
  notExists: { value: 'true', means: 'is missing or null' },
  startsWith: { value: 'text', means: 'is a text that starts with this, in the same case' },
  endsWith: { value: 'text', means: 'is a text that ends with this, in the same case' },
  containsText: { value: 'text', means: 'is a text with this in it, in any case' },
  matches: { value: 'pattern', means: 'is a text in which this RE2 pattern is found' },
  olderThan: { value: 'age', means: 'is an instant at least this long ago' },
  newerThan: { value: 'age', means: 'is an instant less than this long ago, or to come' },
  withinNext: { value: 'age', means: 'is an instant still to come, at most this far ahead' },
  before: { value: 'instant', means: 'is an instant before this' },
  after: { value: 'instant', means: 'is an instant after this' },
} as const satisfies Record<string, { value: ValueKind; means: string }>;

export type OperatorName = keyof typeof operatorTable;

/** True for the name of an operator. */
export const isOperatorName = (value: unknown): value is OperatorName =>
  typeof value === 'string' && Object.hasOwn(operatorTable, value);

/** All names, in the order of the table. */
export const operatorNames: readonly OperatorName[] = Object.keys(operatorTable).filter(isOperatorName);

/** Operators that say the opposite of another, also of what is missing. */
export const negations = {
  notEqual: 'equal',
  notIn: 'in',
  doesNotContain: 'contains',
  notExists: 'exists',
  noItem: 'anyItem',
} as const satisfies Partial<Record<OperatorName, OperatorName>>;

/** An operator without its negation: what has to hold, and whether it is asked for or against. */
export const positiveOf = (operator: OperatorName): { operator: PositiveOperator; negated: boolean } => {
  if (isNegation(operator)) return { operator: negations[operator], negated: true };
  return { operator, negated: false };
};

export type PositiveOperator = Exclude<OperatorName, keyof typeof negations>;

const isNegation = (operator: OperatorName): operator is keyof typeof negations =>
  Object.hasOwn(negations, operator);
