/** A part of a JSON Schema. */
export type Schema = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const objects = (value: unknown): readonly Schema[] => (Array.isArray(value) ? value.filter(isObject) : []);

const typeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;

const hasType = (schema: Schema, value: unknown): boolean => {
  const { type } = schema;
  if (typeof type !== 'string' || value === undefined) return true;
  return type === 'integer' ? typeof value === 'number' : type === typeOf(value);
};

/** Whether what tells forms apart (`"type": "send"`) does not say that the value is of another form. */
const mayBe = (schema: Schema, value: unknown): boolean => {
  if (!hasType(schema, value)) return false;
  const { properties } = schema;
  if (!isObject(properties) || !isObject(value)) return true;
  return Object.entries(properties).every(
    ([name, field]) =>
      !isObject(field) || !('const' in field) || !(name in value) || value[name] === field['const'],
  );
};

const depthMost = 30;

/** The forms that a value may have by a schema: references followed, alternatives apart. */
export const formsOf = (input: {
  root: Schema;
  schema: Schema;
  value: unknown;
  depth?: number;
}): readonly Schema[] => {
  const { root, schema, value, depth = 0 } = input;
  if (depth > depthMost) return [];
  const inner = (next: Schema): readonly Schema[] => formsOf({ root, schema: next, value, depth: depth + 1 });
  const { $ref } = schema;
  if (typeof $ref === 'string') {
    const defs = root['$defs'];
    const name = $ref.replace('#/$defs/', '');
    const found = isObject(defs) && Object.hasOwn(defs, name) ? defs[name] : undefined;
    return isObject(found) ? inner(found) : [];
  }
  const either = [...objects(schema['anyOf']), ...objects(schema['oneOf'])];
  if (either.length > 0) return either.flatMap(inner);
  const all = objects(schema['allOf']);
  if (all.length > 0) return all.flatMap(inner);
  return mayBe(schema, value) ? [schema] : [];
};

const childOf = (schema: Schema, key: string | number): Schema | undefined => {
  if (typeof key === 'number') return isObject(schema['items']) ? schema['items'] : undefined;
  const { properties, additionalProperties } = schema;
  const field =
    isObject(properties) && Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
  return isObject(field) ? field : undefined;
};

/** What stands at a key of an object or list; undefined where nothing does. */
export const valueIn = (value: unknown, key: string | number): unknown => {
  if (Array.isArray(value)) return typeof key === 'number' ? value[key] : undefined;
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
};

/** The forms that what stands at a path of a document may have. */
export const schemasAt = (input: {
  root: Schema;
  value: unknown;
  path: readonly (string | number)[];
}): readonly Schema[] => {
  const { root, path } = input;
  let value = input.value;
  let forms = formsOf({ root, schema: root, value });
  for (const key of path) {
    value = valueIn(value, key);
    const inside = value;
    forms = forms.flatMap((form) => {
      const schema = childOf(form, key);
      return schema === undefined ? [] : formsOf({ root, schema, value: inside });
    });
  }
  return forms;
};

/** The names of the fields that what stands at a path of a document may have. */
export const propertiesAt = (input: Parameters<typeof schemasAt>[0]): readonly string[] => [
  ...new Set(
    schemasAt(input).flatMap(({ properties }) => (isObject(properties) ? Object.keys(properties) : [])),
  ),
];
