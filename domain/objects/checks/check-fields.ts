import type { Problem } from '../../problem.ts';
import { systemFields } from '../../records/record-fact.ts';
import { fieldsMax, sortableMax, stagesOf } from '../definition.ts';
import { type Field, typeOfField } from '../fields.ts';
import { wayOf } from '../fields/formula.ts';
import type { FieldBase } from '../fields/field-type.ts';
import { type CheckInput, refusal } from './check-kit.ts';

const reserved: ReadonlySet<string> = new Set(systemFields);
const uniqueMax = 5;
const searchableMax = 20;

/** A field, or a column of a list, and where it stands. */
type Placed = { readonly key: string; readonly field: Field; readonly path: string };

const isSet = (flags: FieldBase, flag: 'unique' | 'searchable' | 'sortable'): boolean =>
  flags[flag] !== undefined && flags[flag] !== false;

const columnsOf = (input: CheckInput): readonly Placed[] =>
  Object.entries(input.definition.fields).flatMap(([key, field]) =>
    Object.entries(typeOfField(field, input.types).columns?.(field) ?? {}).map(([name, column]) => ({
      key: name,
      field: column,
      path: `fields.${key}.fields.${name}`,
    })),
  );

const fieldsOf = ({ definition }: CheckInput): readonly Placed[] =>
  Object.entries(definition.fields).map(([key, field]) => ({ key, field, path: `fields.${key}` }));

const checkColumn = (input: CheckInput & { column: Placed }): readonly Problem[] => {
  const { key, field, path } = input.column;
  const type = typeOfField(field, input.types);
  if (type.inRows !== true) {
    const message = `A column of a list cannot be of the type \`${field.type}\`.`;
    return [
      refusal({
        code: 'bad-column',
        path,
        message,
        hint: 'Make it a field of the object, or an object of its own.',
      }),
    ];
  }
  const flags: FieldBase = field;
  const asked = (['unique', 'searchable', 'sortable'] as const).filter((flag) => isSet(flags, flag));
  const problems = asked.map((flag) =>
    refusal({
      code: 'bad-column',
      path: `${path}.${flag}`,
      message: `The column \`${key}\` cannot be ${flag}: a record has many rows.`,
      hint: 'Remove it.',
    }),
  );
  const way = field.type === 'formula' ? wayOf(field) : undefined;
  if (way === 'cases' || way === 'points') {
    const message = `A formula of a row cannot have \`${way}\`.`;
    problems.push(
      refusal({
        code: 'bad-formula',
        path: `${path}.${way}`,
        message,
        hint: 'Use `sum`, `product` or `difference`.',
      }),
    );
  }
  return [...problems, ...(type.check?.({ field, path }) ?? [])];
};

/** Unique while the records are open says nothing where no record is ever over. */
const checkWhileOpen = ({ definition }: CheckInput, { field, path }: Placed): readonly Problem[] => {
  const { unique }: FieldBase = field;
  if (unique !== 'while-open' || stagesOf(definition).some(({ ends }) => ends !== undefined)) return [];
  return [
    refusal({
      code: 'useless-flag',
      path: `${path}.unique`,
      message: 'The object has no stage that ends, so its records are never over.',
      hint: 'Write `true`, or give a stage `ends`.',
    }),
  ];
};

const checkCounts = (input: CheckInput): readonly Problem[] => {
  const all = fieldsOf(input);
  const count = all.length + columnsOf(input).length;
  const having = (flag: 'sortable' | 'unique' | 'searchable'): readonly Placed[] =>
    all.filter(({ field }) => isSet(field, flag));
  const over = (flag: 'sortable' | 'unique' | 'searchable', most: number): readonly Problem[] =>
    having(flag)
      .slice(most)
      .map(({ path }) =>
        refusal({
          code: `too-many-${flag}`,
          path: `${path}.${flag}`,
          message: `More than ${most} fields are ${flag}.`,
          hint:
            flag === 'sortable' ? 'Keep those by which people really sort lists.' : 'Remove it from some.',
        }),
      );
  const message = `The object has ${count} fields, columns included; ${fieldsMax} are allowed.`;
  return [
    ...(count > fieldsMax
      ? [
          refusal({
            code: 'too-many-fields',
            path: 'fields',
            message,
            hint: 'Make an object of some, and refer to it.',
          }),
        ]
      : []),
    ...over('sortable', sortableMax),
    ...over('unique', uniqueMax),
    ...over('searchable', searchableMax),
  ];
};

/** What is wrong with the fields of an object, one by one and together. */
export const checkFields = (input: CheckInput): readonly Problem[] => [
  ...fieldsOf(input).flatMap(({ key, field, path }): readonly Problem[] => {
    if (reserved.has(key)) {
      const message = `\`${key}\` is something every record has, so no field can be called so.`;
      return [refusal({ code: 'reserved-name', path, message, hint: 'Choose another key.' })];
    }
    return [
      ...(typeOfField(field, input.types).check?.({ field, path }) ?? []),
      ...checkWhileOpen(input, { key, field, path }),
    ];
  }),
  ...columnsOf(input).flatMap((column) => checkColumn({ ...input, column })),
  ...checkCounts(input),
];
