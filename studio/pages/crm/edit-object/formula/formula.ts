/** How a formula works its value out, in the order in which it is offered. */
export const formulaWays = ['sum', 'product', 'difference', 'tax', 'cases', 'points'] as const;
export type FormulaWay = (typeof formulaWays)[number];
/** A formula of a row has nothing to do with other rows. */
export const waysOfRows: readonly FormulaWay[] = ['sum', 'product', 'difference'];

/** What a formula can give. */
export const formulaKinds = ['number', 'money', 'text', 'yes-no'] as const;
export type FormulaKind = (typeof formulaKinds)[number];

type Own = Readonly<Record<string, unknown>>;

/** True for a way of working a value out. */
export const isFormulaWay = (value: unknown): value is FormulaWay => formulaWays.some((one) => one === value);
/** True for what a formula can give. */
export const isFormulaKind = (value: unknown): value is FormulaKind =>
  formulaKinds.some((one) => one === value);

/** How a formula of a file works its value out. */
export const wayOf = (field: Own): FormulaWay | undefined =>
  formulaWays.find((way) => field[way] !== undefined);

/** What a way can give: only cases give everything. */
export const kindsOf = (way: FormulaWay | undefined): readonly FormulaKind[] => {
  if (way === 'points') return ['number'];
  if (way === 'tax') return ['money'];
  return way === 'cases' || way === undefined ? formulaKinds : ['number', 'money'];
};

/** A value of a kind to begin with. */
export const firstValue = (gives: FormulaKind, currency: string): unknown => {
  if (gives === 'number') return 0;
  if (gives === 'yes-no') return true;
  return gives === 'money' ? { minor: 0, currency } : '';
};

/** A case to begin with: its conditions are to be written. */
export const firstCase = (gives: FormulaKind, currency: string): Own => ({
  when: { all: [] },
  value: firstValue(gives, currency),
});

/** A row of points to begin with. */
export const firstPoints: Own = { when: { all: [] }, points: 10 };

const firstOf = (input: {
  way: FormulaWay;
  gives: FormulaKind;
  currency: string;
  operands: readonly string[];
}): unknown => {
  const { way, gives, currency, operands } = input;
  if (way === 'cases') return [firstCase(gives, currency)];
  if (way === 'points') return [firstPoints];
  if (way === 'tax') return { lines: 'lines', net: 'net', percent: 'taxPercent' };
  return operands.length === 0 ? [0] : operands.slice(0, 1);
};

/** The formula, worked out another way: what the way before had is left out. */
export const withWay = (input: {
  field: Own;
  way: FormulaWay;
  currency: string;
  operands: readonly string[];
}): Own => {
  const { field, way, currency, operands } = input;
  const others = Object.entries(field).filter(([name]) => !isFormulaWay(name) && name !== 'otherwise');
  const { gives } = field;
  const [usual = 'number'] = kindsOf(way);
  const kept = isFormulaKind(gives) && kindsOf(way).includes(gives) ? gives : usual;
  return {
    ...Object.fromEntries(others),
    gives: kept,
    [way]: firstOf({ way, gives: kept, currency, operands }),
  };
};

const isOwn = (value: unknown): value is Own =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The formula, giving something else: values of cases that are of another kind begin again. */
export const withKind = (input: { field: Own; gives: FormulaKind; currency: string }): Own => {
  const { field, gives, currency } = input;
  const { otherwise: _otherwise, ...others } = field;
  const { cases } = field;
  const value = firstValue(gives, currency);
  return {
    ...others,
    gives,
    ...(Array.isArray(cases)
      ? { cases: cases.map((one: unknown) => (isOwn(one) ? { ...one, value } : one)) }
      : {}),
  };
};
