import { isObject } from '../../domain/json.ts';

/** One field of an object in the document. */
export type FieldView = {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly description: string;
  /** Name of the schema it refers to, if it does. */
  readonly ref: string | undefined;
};

export type AnswerView = {
  readonly status: string;
  readonly description: string;
  readonly ref: string | undefined;
  /** Its fields, when it is no schema with a name. */
  readonly fields: readonly FieldView[];
};

export type OperationView = {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  /** How callers say who they are; empty when everybody may call. */
  readonly security: string;
  readonly parameters: readonly (FieldView & { readonly place: string })[];
  readonly body: readonly FieldView[];
  readonly bodyRef: string | undefined;
  readonly answers: readonly AnswerView[];
};

export type SchemaView = {
  readonly name: string;
  readonly description: string;
  readonly fields: readonly FieldView[];
};

type Loose = Readonly<Record<string, unknown>>;

const objectOf = (value: unknown): Loose => (isObject(value) ? value : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, name) => objectOf(inner)[name], value);

const refOf = (schema: Loose): string | undefined => {
  const ref = textOf(schema['$ref'] ?? objectOf(schema['items'])['$ref']);
  return ref === '' ? undefined : ref.slice(ref.lastIndexOf('/') + 1);
};

const boundsOf = (schema: Loose): string => {
  const { minimum, maximum, maxLength, default: byDefault } = schema;
  const parts = [
    ...(typeof minimum === 'number' && minimum > Number.MIN_SAFE_INTEGER ? [`from ${minimum}`] : []),
    ...(typeof maximum === 'number' && maximum < Number.MAX_SAFE_INTEGER ? [`up to ${maximum}`] : []),
    ...(typeof maxLength === 'number' ? [`at most ${maxLength} characters`] : []),
    ...(byDefault === undefined ? [] : [`${JSON.stringify(byDefault)} by default`]),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
};

/** What kind of value a schema asks for, in a few words. */
const typeOf = (schema: Loose): string => {
  const ref = refOf(schema);
  if (schema['$ref'] !== undefined) return ref ?? 'object';
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => JSON.stringify(value)).join(' | ');
  if (schema['const'] !== undefined) return JSON.stringify(schema['const']);
  const choices = listOf(schema['oneOf'] ?? schema['anyOf']);
  if (choices.length > 0) return [...new Set(choices.map((one) => typeOf(objectOf(one))))].join(' | ');
  const types = listOf(schema['type']).length > 0 ? listOf(schema['type']) : [schema['type']];
  const name = types.map((type) => textOf(type) || 'any value').join(' or ');
  if (types.includes('array')) return `list of ${typeOf(objectOf(schema['items']))}`;
  const format = textOf(schema['format']);
  return `${format === '' ? name : `${name}, ${format}`}${boundsOf(schema)}`;
};

const deepest = 4;

/** The fields of a schema, those of objects inside with their path. */
const fieldsOf = (input: { schema: Loose; prefix?: string; depth?: number }): readonly FieldView[] => {
  const { schema, prefix = '', depth = 0 } = input;
  if (depth > deepest) return [];
  const required = new Set(listOf(schema['required']));
  const choices = listOf(schema['oneOf'] ?? schema['anyOf']).map(objectOf);
  const own = Object.entries(objectOf(schema['properties'])).flatMap(([name, value]) => {
    const field = objectOf(value);
    const isList = field['type'] === 'array';
    const inner = isList ? objectOf(field['items']) : field;
    const path = `${prefix}${name}`;
    const view = {
      name: path,
      type: typeOf(field),
      isRequired: required.has(name),
      description: textOf(field['description']),
      ref: refOf(field),
    };
    return [view, ...fieldsOf({ schema: inner, prefix: `${path}${isList ? '[]' : ''}.`, depth: depth + 1 })];
  });
  return [...own, ...choices.flatMap((choice) => fieldsOf({ schema: choice, prefix, depth: depth + 1 }))];
};

const securityOf = (operation: Loose): string =>
  listOf(operation['security'])
    .flatMap((one) => Object.keys(objectOf(one)))
    .map((name) => (name === 'apiKey' ? 'API key' : 'public or server key'))
    .join(' or ');

const answersOf = (operation: Loose): readonly AnswerView[] =>
  Object.entries(objectOf(operation['responses'])).map(([status, value]) => {
    const [content] = Object.values(objectOf(objectOf(value)['content']));
    const schema = objectOf(objectOf(content)['schema']);
    return {
      status,
      description: textOf(objectOf(value)['description']),
      ref: refOf(schema),
      fields: fieldsOf({ schema }),
    };
  });

const operationOf = (input: { path: string; method: string; operation: Loose }): OperationView => {
  const { path, method, operation } = input;
  const body = objectOf(at(operation, 'requestBody', 'content', 'application/json', 'schema'));
  return {
    id: `${method}-${path.replaceAll(/[^\w]+/g, '-')}`,
    method: method.toUpperCase(),
    path,
    tag: textOf(listOf(operation['tags'])[0]),
    summary: textOf(operation['summary']),
    description: textOf(operation['description']),
    security: securityOf(operation),
    parameters: listOf(operation['parameters'])
      .map(objectOf)
      .map((parameter) => ({
        name: textOf(parameter['name']),
        place: textOf(parameter['in']),
        type: typeOf(objectOf(parameter['schema'])),
        isRequired: parameter['required'] === true,
        description: textOf(parameter['description']),
        ref: undefined,
      })),
    body: fieldsOf({ schema: body }),
    bodyRef: refOf(body),
    answers: answersOf(operation),
  };
};

/** What of an OpenAPI document people read: its operations and its schemas. */
export const readDocument = (
  document: unknown,
): { readonly operations: readonly OperationView[]; readonly schemas: readonly SchemaView[] } => ({
  operations: Object.entries(objectOf(at(document, 'paths'))).flatMap(([path, methods]) =>
    Object.entries(objectOf(methods)).map(([method, operation]) =>
      operationOf({ path, method, operation: objectOf(operation) }),
    ),
  ),
  schemas: Object.entries(objectOf(at(document, 'components', 'schemas'))).map(([name, value]) => {
    const schema = objectOf(value);
    return { name, description: textOf(schema['description']), fields: fieldsOf({ schema }) };
  }),
});
