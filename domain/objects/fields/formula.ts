import { z } from 'zod';

import type { Problem } from '../../problem.ts';
import { conditionsSchemaFor } from '../../rules/conditions.ts';
import { common, refused, typeOf } from './field-kit.ts';
import type { FieldType } from './field-type.ts';
import { money } from './money.ts';

const value = z
  .union([
    z.string().max(1000),
    z.number(),
    z.boolean(),
    z.strictObject({
      minor: z.number().int().describe('Minor units, such as cents.'),
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/)
        .describe('The currency (ISO 4217).'),
    }),
  ])
  .describe('The value, of the kind the formula gives.');

const operands = (what: string) =>
  z
    .array(
      z
        .union([
          z
            .string()
            .regex(
              /^[a-z][A-Za-z0-9_]{0,39}(?:\.[a-z][A-Za-z0-9_]{0,39})?$/,
              'must be a field, or a column such as `lines.total`',
            ),
          z.number().min(-1_000_000_000).max(1_000_000_000),
        ])
        .describe('The key of a field, a column of a list such as `lines.total`, or a number.'),
    )
    .min(1)
    .max(20)
    .optional()
    .describe(what);

const fieldName = z.string().regex(/^[a-z][A-Za-z0-9_]{0,39}$/, 'must be the key of a field');

/** What a formula can give. */
export const formulaKinds = ['text', 'number', 'money', 'yes-no'] as const;

const schema = z.strictObject({
  type: typeOf('formula', 'A value that Ciclo works out from other fields, whenever the record changes.'),
  name: common.name,
  help: common.help,
  personal: common.personal,
  sortable: z
    .boolean()
    .optional()
    .describe('True: lists can be sorted by it; at most 4 fields of an object.'),
  gives: z.enum(formulaKinds).describe('What it gives.'),
  sum: operands('Adds fields and columns up; those without a value count as nothing.'),
  product: operands('Multiplies fields; without a value while one of them has none.'),
  difference: operands('The first less all others; without a value while the first has none.'),
  tax: z
    .strictObject({
      lines: fieldName.describe('The key of a list.'),
      net: fieldName.describe('Its column with the net amount of a line.'),
      percent: fieldName.describe('Its column with the rate of tax, in percent.'),
    })
    .optional()
    .describe(
      'The tax of all lines: net amounts are added up by rate, and the tax of each rate is rounded once.',
    ),
  cases: z
    .array(
      z.strictObject({
        when: conditionsSchemaFor(['record']),
        value,
      }),
    )
    .min(1)
    .max(50)
    .optional()
    .describe('The value of the first case whose conditions hold; over the fact `record`.'),
  points: z
    .array(
      z.strictObject({
        when: conditionsSchemaFor(['record']),
        points: z.number().min(-100_000).max(100_000).describe('What counts when the conditions hold.'),
        note: z.string().max(200).optional().describe('For the reader.'),
      }),
    )
    .min(1)
    .max(100)
    .optional()
    .describe(
      'Adds up the points of all rows whose conditions hold, 0 when none does: a score. Over the fact `record`.',
    ),
  otherwise: value.optional().describe('The value when no case holds; no value by default.'),
});
export type FormulaField = z.infer<typeof schema>;

const ways = ['sum', 'product', 'difference', 'tax', 'cases', 'points'] as const;
export type FormulaWay = (typeof ways)[number];

/** How a formula works its value out; undefined when its file says none. */
export const wayOf = (field: FormulaField): FormulaWay | undefined =>
  ways.find((way) => field[way] !== undefined);

/** The field whose values are those of a formula. */
const plain = { text: { type: 'text' }, number: { type: 'number' }, 'yes-no': { type: 'yes-no' } } as const;
const amount = { type: 'money', negative: true } as const;

const fits = (input: { gives: FormulaField['gives']; value: z.infer<typeof value> }): boolean => {
  switch (input.gives) {
    case 'text':
      return typeof input.value === 'string';
    case 'number':
      return typeof input.value === 'number';
    case 'yes-no':
      return typeof input.value === 'boolean';
    case 'money':
      return typeof input.value === 'object';
  }
};

type Fault = (code: string, at: string, message: string, hint: string) => Problem;

const checkValues = (field: FormulaField, fault: Fault): readonly Problem[] => {
  const { cases = [], otherwise, gives } = field;
  const written = [
    ...cases.map((one, index) => ({ at: `cases[${index}].value`, of: one.value })),
    ...(otherwise === undefined ? [] : [{ at: 'otherwise', of: otherwise }]),
  ];
  return written
    .filter(({ of }) => !fits({ gives, value: of }))
    .map(({ at, of }) => {
      const message = `The formula gives ${gives}, and ${JSON.stringify(of).slice(0, 60)} is none.`;
      return fault('bad-value', at, message, 'Write a value of the kind in `gives`.');
    });
};

const check = (input: { field: FormulaField; path: string }): readonly Problem[] => {
  const { field, path } = input;
  const found = ways.filter((way) => field[way] !== undefined);
  const fault: Fault = (code, at, message, hint) => ({
    code,
    path: at === '' ? path : `${path}.${at}`,
    message,
    hint,
    severity: 'error',
  });
  const problems: Problem[] = [];
  const [first, second] = found;
  if (first === undefined) {
    const hint = 'Add one of `sum`, `product`, `difference`, `tax`, `cases` and `points`.';
    problems.push(fault('missing-field', '', 'The formula says nothing of how to work it out.', hint));
  }
  if (second !== undefined) {
    const message = `The formula has both \`${first ?? ''}\` and \`${second}\`.`;
    problems.push(fault('bad-formula', second, message, 'Keep one, or make a formula of each.'));
  }
  if (
    first !== undefined &&
    first !== 'cases' &&
    first !== 'points' &&
    (field.gives === 'text' || field.gives === 'yes-no')
  ) {
    const message = `\`${first}\` gives no ${field.gives === 'text' ? 'text' : 'yes or no'}.`;
    problems.push(fault('bad-formula', 'gives', message, 'Write `number` or `money`.'));
  }
  if (first === 'tax' && field.gives === 'number') {
    const message = '`tax` gives an amount of money.';
    problems.push(fault('bad-formula', 'gives', message, 'Write `money`.'));
  }
  if (first === 'points' && field.gives !== 'number') {
    problems.push(fault('bad-formula', 'gives', '`points` gives a number.', 'Write `number`.'));
  }
  if (field.otherwise !== undefined && first !== 'cases') {
    problems.push(fault('bad-formula', 'otherwise', '`otherwise` belongs to `cases`.', 'Remove it.'));
  }
  return [...problems, ...checkValues(field, fault)];
};

/** A value that is worked out from other fields. */
export const formula: FieldType<FormulaField> = {
  type: 'formula',
  schema: () => schema,
  computed: true,
  inRows: true,
  check,
  read: ({ path }) =>
    refused({
      code: 'computed-field',
      path,
      message: `\`${path}\` is worked out by Ciclo.`,
      hint: 'Change the fields it is worked out from.',
    }),
  readText: ({ field, path, types }) => formula.read({ field, path, value: null, types }),
  text: ({ value: of }) =>
    typeof of === 'object' ? money.text({ field: { type: 'money' }, value: of }) : String(of),
  attributes: ({ value: of, path, types }) =>
    typeof of === 'object'
      ? (money.attributes?.({ field: { type: 'money' }, value: of, path, types }) ?? [])
      : [{ path, value: of }],
  sortKey: ({ value: of }) =>
    typeof of === 'object'
      ? money.sortKey?.({ field: { type: 'money' }, value: of })
      : typeof of === 'boolean'
        ? Number(of)
        : of,
  paths: (field) => (field.gives === 'money' ? ['.minor', '.currency'] : ['']),
  jsonSchema: ({ field: { gives }, types }) => {
    const field = gives === 'money' ? amount : plain[gives];
    return { ...types.get(gives)?.jsonSchema({ field, types }), readOnly: true };
  },
};
