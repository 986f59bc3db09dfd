import { isJsonObject, type Json, type JsonObject, own } from '../../domain/json.ts';
import { stagesOf } from '../../domain/objects/definition.ts';
import { typeOfField } from '../../domain/objects/fields.ts';
import { isRequired } from '../../domain/objects/read-values.ts';
import type { ReadyObject } from '../../domain/objects/ready-object.ts';

const addresses = ['/api/records/{kind}', '/api/records/{kind}/{id}'] as const;
const refOf = (name: string): string => `#/components/schemas/${name}`;

const at = (value: Json | undefined, ...path: readonly string[]): JsonObject => {
  const found = path.reduce<Json | undefined>(
    (inner, name) => (isJsonObject(inner) ? own(inner, name) : undefined),
    value,
  );
  return isJsonObject(found) ? found : {};
};

/** The key of an object as part of the name of a schema: `contact-role` is `ContactRole`. */
const nameOf = (key: string): string =>
  key.replaceAll(/(?:^|-)([a-z])/g, (_all, letter: string) => letter.toUpperCase());

type Names = { readonly record: string; readonly created: string; readonly changed: string };

const namesOf = ({ definition: { key } }: ReadyObject): Names => {
  const name = nameOf(key);
  return { record: `RecordOf${name}`, created: `NewRecordOf${name}`, changed: `ChangeOf${name}` };
};

/** The schemas of the fields of an object, by key. */
const fieldSchemas = (object: ReadyObject, which: 'all' | 'written'): readonly [string, JsonObject][] => {
  const { definition, types } = object;
  return Object.entries(definition.fields).flatMap(([key, field]): [string, JsonObject][] => {
    const type = typeOfField(field, types);
    if (which === 'written' && type.computed === true) return [];
    const title = field.name === undefined ? {} : { title: field.name };
    const help = field.help === undefined ? {} : { description: field.help };
    return [[key, { ...type.jsonSchema({ field, types }), ...title, ...help }]];
  });
};

/** The data of an answer: nothing is required, since personal fields are hidden from some keys. */
const shownData = (object: ReadyObject): JsonObject => ({
  type: 'object',
  properties: Object.fromEntries(fieldSchemas(object, 'all')),
});

const newData = (object: ReadyObject): JsonObject => ({
  type: 'object',
  properties: Object.fromEntries(fieldSchemas(object, 'written')),
  required: Object.entries(object.definition.fields).flatMap(([key, field]) =>
    isRequired(field) ? [key] : [],
  ),
  additionalProperties: false,
});

const changedData = (object: ReadyObject): JsonObject => ({
  type: 'object',
  properties: Object.fromEntries(
    fieldSchemas(object, 'written').map(([key, schema]) => [key, { anyOf: [schema, { type: 'null' }] }]),
  ),
  additionalProperties: false,
});

/** A schema with some of its properties described more narrowly. */
const narrowed = (schema: JsonObject, properties: JsonObject): JsonObject => ({
  ...schema,
  properties: { ...at(schema, 'properties'), ...properties },
});

const stageOf = ({ definition }: ReadyObject): JsonObject => {
  const keys = stagesOf(definition).map(({ key }) => key);
  return keys.length === 0 ? {} : { stage: { type: 'string', enum: keys } };
};

const bodyOf = (operation: JsonObject): JsonObject =>
  at(operation, 'requestBody', 'content', 'application/json', 'schema');

const schemasOf = (document: JsonObject, object: ReadyObject): readonly [string, JsonObject][] => {
  const names = namesOf(object);
  const { name, note, key } = object.definition;
  const [all, one] = addresses;
  const record = at(document, 'components', 'schemas', 'Record');
  const description = `A record of the object \`${key}\` as it is published (${name}). ${note ?? ''}`.trim();
  const own = { kind: { type: 'string', const: key }, data: shownData(object), ...stageOf(object) };
  const created = { data: newData(object), ...stageOf(object) };
  const changed = { data: changedData(object), ...stageOf(object) };
  return [
    [names.record, { ...narrowed(record, own), description }],
    [names.created, narrowed(bodyOf(at(document, 'paths', all, 'post')), created)],
    [names.changed, narrowed(bodyOf(at(document, 'paths', one, 'patch')), changed)],
  ];
};

/** The value with every reference to one schema led to another. */
const led = (value: Json, from: string, to: string): Json => {
  if (Array.isArray(value)) return value.map((one: Json) => led(one, from, to));
  if (!isJsonObject(value)) return value;
  if (own(value, '$ref') === from) return { $ref: to };
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, led(inner, from, to)]));
};

/** An operation on records of any kind, as one on records of this kind. */
const operationFor = (input: { method: string; operation: JsonObject; object: ReadyObject }): Json => {
  const { method, operation, object } = input;
  const names = namesOf(object);
  const { parameters, summary } = operation;
  const body = method === 'post' ? names.created : method === 'patch' ? names.changed : undefined;
  const own = {
    ...operation,
    summary: `${String(summary)} (${object.definition.name})`,
    parameters: Array.isArray(parameters)
      ? parameters.filter((one: Json) => at(one)['name'] !== 'kind' || at(one)['in'] !== 'path')
      : [],
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: { $ref: refOf(body) } } },
          },
        }),
  };
  return led(own, refOf('Record'), refOf(names.record));
};

const pathsOf = (document: JsonObject, object: ReadyObject): readonly [string, JsonObject][] =>
  addresses.map((address) => [
    address.replace('{kind}', object.definition.key),
    Object.fromEntries(
      Object.entries(at(document, 'paths', address)).map(([method, operation]) => [
        method,
        operationFor({ method, operation: at(operation), object }),
      ]),
    ),
  ]);

/**
 * Adds to the OpenAPI document what each kind of record looks like: the schemas `RecordOf…`, `NewRecordOf…` and `ChangeOf…`, made
 * of the published objects, and the addresses of each kind (`/api/records/deal` beside `/api/records/{kind}`), which clients
 * and test tools understand without knowing what a kind is.
 */
export const withKinds = (
  document: JsonObject,
  objects: ReadonlyMap<string, ReadyObject>,
): { readonly document: JsonObject; readonly paths: JsonObject } => {
  const kinds = [...objects.values()];
  const components = at(document, 'components');
  const schemas = Object.fromEntries([
    ...Object.entries(at(components, 'schemas')),
    ...kinds.flatMap((object) => schemasOf(document, object)),
  ]);
  return {
    document: { ...document, components: { ...components, schemas } },
    paths: Object.fromEntries([
      ...Object.entries(at(document, 'paths')),
      ...kinds.flatMap((object) => pathsOf(document, object)),
    ]),
  };
};
