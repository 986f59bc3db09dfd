import { z } from 'zod';

type Json = Readonly<Record<string, unknown>>;

const anything = z.record(z.string(), z.unknown());
const text = z.string().catch('');
const parameterSchema = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header', 'cookie']),
  required: z.boolean().catch(false),
  description: text,
  schema: anything.catch({}),
});
const contentSchema = z.object({
  content: z.record(z.string(), z.object({ schema: anything.optional() })).catch({}),
});
const operationSchema = z.object({
  tags: z.array(z.string()).catch([]),
  summary: text,
  description: text,
  parameters: z.array(parameterSchema.nullable().catch(null)).catch([]),
  requestBody: contentSchema.optional().catch(undefined),
  responses: z.record(z.string(), z.object({ description: text })).catch({}),
});
const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ schemas: z.record(z.string(), anything).catch({}) }).catch({ schemas: {} }),
});

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

export type Parameter = z.infer<typeof parameterSchema>;

/** One call of the API. */
export type Operation = {
  /** `GET /api/people`: names it in addresses of the studio. */
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly Parameter[];
  /** The JSON Schema of the body, with everything it refers to. */
  readonly body: Json | undefined;
  readonly answers: readonly { readonly status: string; readonly description: string }[];
};

/** A schema whose references lead into its own `$defs`. */
const whole = (schema: Json, schemas: Json): Json => {
  const written = JSON.stringify({ ...schema, $defs: schemas });
  return anything.parse(JSON.parse(written.replaceAll('#/components/schemas/', '#/$defs/')));
};

/** The calls of an OpenAPI document, in its order. Throws for what is no such document. */
export const readOperations = (document: unknown): readonly Operation[] => {
  const { paths, components } = documentSchema.parse(document);
  return Object.entries(paths).flatMap(([path, at]) =>
    methods.flatMap((method) => {
      const read = Object.hasOwn(at, method) ? operationSchema.safeParse(at[method]) : undefined;
      if (read?.success !== true) return [];
      const { tags, parameters, requestBody, responses, summary, description } = read.data;
      const schema = requestBody?.content['application/json']?.schema;
      return [
        {
          id: `${method.toUpperCase()} ${path}`,
          method: method.toUpperCase(),
          path,
          tag: tags[0] ?? '',
          summary,
          description,
          parameters: parameters.filter((one) => one !== null),
          body: schema === undefined ? undefined : whole(schema, components.schemas),
          answers: Object.entries(responses).map(([status, answer]) => ({ status, ...answer })),
        },
      ];
    }),
  );
};

const depthMost = 6;

/** A value that a schema asks for: what is required of it, with examples where there are some. */
export const exampleOf = (schema: unknown, root: Json, depth = 0): unknown => {
  const read = anything.safeParse(schema);
  if (!read.success || depth > depthMost) return {};
  const { data } = read;
  if ('example' in data) return data['example'];
  if ('default' in data) return data['default'];
  if ('const' in data) return data['const'];
  const { $ref, type, properties, required, items } = data;
  if (typeof $ref === 'string') {
    const defs = anything.catch({}).parse(root['$defs']);
    return exampleOf(defs[$ref.replace('#/$defs/', '')], root, depth + 1);
  }
  const either = [data['oneOf'], data['anyOf'], data['allOf']].find((one) => Array.isArray(one));
  if (Array.isArray(either)) return exampleOf(either[0], root, depth + 1);
  if (Array.isArray(data['enum'])) return data['enum'][0];
  if (type === 'array') return items === undefined ? [] : [exampleOf(items, root, depth + 1)];
  if (type === 'number' || type === 'integer') return 1;
  if (type === 'boolean') return true;
  if (type === 'string') return '';
  const fields = anything.catch({}).parse(properties);
  const names = z.array(z.string()).catch([]).parse(required);
  return Object.fromEntries(names.map((name) => [name, exampleOf(fields[name], root, depth + 1)]));
};

/** The address of a call with its parameters filled in; those of the path that are missing stay as they are. */
export const addressOf = (operation: Operation, values: ReadonlyMap<string, string>): string => {
  const path = operation.parameters
    .filter((one) => one.in === 'path')
    .reduce((at, { name }) => {
      const value = values.get(name) ?? '';
      return value === '' ? at : at.replace(`{${name}}`, () => encodeURIComponent(value));
    }, operation.path);
  const query = new URLSearchParams();
  for (const one of operation.parameters) {
    const value = values.get(one.name) ?? '';
    if (one.in === 'query' && value !== '') query.set(one.name, value);
  }
  const asked = query.toString();
  return asked === '' ? path : `${path}?${asked}`;
};

/** The same call for a terminal; the key stands in the environment. */
export const curlOf = (input: {
  origin: string;
  method: string;
  address: string;
  body: string | undefined;
}): string => {
  const { origin, method, address, body } = input;
  const quoted = (value: string): string => `'${value.replaceAll("'", String.raw`'\''`)}'`;
  return [
    `curl -X ${method} ${quoted(`${origin}${address}`)}`,
    `-H "Authorization: Bearer $CICLO_KEY"`,
    ...(body === undefined ? [] : [`-H 'content-type: application/json'`, `-d ${quoted(body)}`]),
  ].join(' \\\n  ');
};
