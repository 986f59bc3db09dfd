import { formsOf, type Schema } from '../../../parts/editor/schema-at.ts';

/** A field of a step, as a form shows it. */
export type StepField = {
  readonly name: string;
  readonly info: string;
  readonly isRequired: boolean;
  readonly input:
    | { readonly kind: 'text' | 'yes-no' | 'json' }
    | { readonly kind: 'number'; readonly isInteger: boolean; readonly min: number | undefined }
    | { readonly kind: 'choice'; readonly values: readonly string[] };
};

const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Lists of steps are drawn, and changed in the picture. */
const drawn: ReadonlySet<string> = new Set(['steps', 'otherwise', 'onFailure']);

const inputOf = (schema: Schema): StepField['input'] => {
  const { type } = schema;
  const values = Array.isArray(schema['enum']) ? schema['enum'].filter((one) => typeof one === 'string') : [];
  if (values.length > 0) return { kind: 'choice', values };
  if (type === 'string') return { kind: 'text' };
  if (type === 'boolean') return { kind: 'yes-no' };
  if (type !== 'number' && type !== 'integer') return { kind: 'json' };
  const above = schema['exclusiveMinimum'];
  const min = typeof schema['minimum'] === 'number' ? schema['minimum'] : above === 0 ? 1 : undefined;
  return { kind: 'number', isInteger: type === 'integer', min };
};

const stepForms = (root: Schema, value: unknown): readonly Schema[] => {
  const defs = root['$defs'];
  const step = isObject(defs) ? defs['step'] : undefined;
  return isObject(step) ? formsOf({ root, schema: step, value }) : [];
};

/** The fields of a step of a type, by the JSON Schema of journeys; what is drawn in the picture is left out. */
export const fieldsOf = (input: { root: Schema; type: string }): readonly StepField[] => {
  const [form] = stepForms(input.root, { type: input.type });
  const properties = isObject(form?.['properties']) ? form['properties'] : {};
  const required = Array.isArray(form?.['required']) ? form['required'] : [];
  return Object.entries(properties).flatMap(([name, field]): StepField[] => {
    if (name === 'type' || name === 'id' || drawn.has(name) || !isObject(field)) return [];
    const info = typeof field['description'] === 'string' ? field['description'] : '';
    return [{ name, info, isRequired: required.includes(name), input: inputOf(field) }];
  });
};

/** The types of step there are, as the JSON Schema of journeys has them. */
export const stepTypes = (root: Schema): readonly string[] =>
  stepForms(root, undefined).flatMap(({ properties }) => {
    const type = isObject(properties) ? properties['type'] : undefined;
    return isObject(type) && typeof type['const'] === 'string' ? [type['const']] : [];
  });

const first = (values: readonly unknown[]): unknown => values[0];

const blankOf = (field: StepField): unknown => {
  const { input } = field;
  if (input.kind === 'number') return input.min ?? 1;
  if (input.kind === 'yes-no') return false;
  return input.kind === 'choice' ? first(input.values) : '';
};

/** Required fields that are lists, as a new step begins with them. */
const beginnings: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['cases', [{ when: { all: [] }, then: [] }]],
  ['events', [{ on: 'Order Completed', then: [] }]],
  [
    'arms',
    [
      { name: 'a', weight: 1, then: [] },
      { name: 'b', weight: 1, then: [] },
    ],
  ],
  ['metric', { on: 'Order Completed', within: '7 days' }],
  ['where', { all: [] }],
]);

/** A new step of a type: what it needs, to be filled in. */
export const newStep = (input: { root: Schema; type: string; id: string }): Schema => {
  const { root, type, id } = input;
  const needed = fieldsOf({ root, type }).filter(({ isRequired }) => isRequired);
  const fields = needed.map((field): [string, unknown] => [
    field.name,
    beginnings.get(field.name) ?? blankOf(field),
  ]);
  const more: Schema =
    type === 'wait'
      ? { for: '1 day' }
      : type === 'wait-for'
        ? { timeout: '2 days' }
        : type === 'repeat'
          ? { steps: [] }
          : {};
  return { id, type, ...Object.fromEntries(fields), ...more };
};
