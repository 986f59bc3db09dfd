import { z } from 'zod';

/** One field of a connector's config, as a form offers it. */
export type ConfigField = {
  readonly name: string;
  readonly kind: 'secret' | 'text' | 'number' | 'yes-no' | 'choice' | 'json';
  readonly isRequired: boolean;
  readonly text: string | undefined;
  readonly choices: readonly string[];
  readonly usual: string | undefined;
};

const looseSchema = z.looseObject({
  type: z.unknown().optional(),
  enum: z.array(z.unknown()).optional().catch(undefined),
  anyOf: z.array(z.unknown()).optional().catch(undefined),
  properties: z.record(z.string(), z.unknown()).optional().catch(undefined),
  required: z.array(z.string()).optional().catch(undefined),
  description: z.string().optional().catch(undefined),
  default: z.unknown().optional(),
});
type Loose = z.infer<typeof looseSchema>;

const readLoose = (value: unknown): Loose => looseSchema.catch({}).parse(value);

/** A secret is an object whose one property is `env`. */
const isSecret = ({ type, properties }: Loose): boolean =>
  type === 'object' && Object.keys(properties ?? {}).join() === 'env';

const kindOf = (schema: Loose): ConfigField['kind'] => {
  if (isSecret(schema) || (schema.anyOf ?? []).map(readLoose).some(isSecret)) return 'secret';
  if (schema.enum?.every((one) => typeof one === 'string') === true) return 'choice';
  if (schema.type === 'string') return 'text';
  if (schema.type === 'number' || schema.type === 'integer') return 'number';
  return schema.type === 'boolean' ? 'yes-no' : 'json';
};

/** The fields of a config by its JSON Schema: those that are required first, the others in their order. */
export const configFields = (config: unknown): readonly ConfigField[] => {
  const whole = readLoose(config);
  const required = new Set(whole.required);
  const fields = Object.entries(whole.properties ?? {}).map(([name, value]): ConfigField => {
    const schema = readLoose(value);
    const usual = schema.default;
    return {
      name,
      kind: kindOf(schema),
      // A field that has a default can be left out, whatever the schema of what comes out says.
      isRequired: required.has(name) && usual === undefined,
      text: schema.description,
      choices: (schema.enum ?? []).flatMap((one) => (typeof one === 'string' ? [one] : [])),
      usual: usual === undefined ? undefined : typeof usual === 'string' ? usual : JSON.stringify(usual),
    };
  });
  return [...fields.filter((one) => one.isRequired), ...fields.filter((one) => !one.isRequired)];
};

const parsed = (text: string): { readonly value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
};

/** Whether a text can stand in a field. An empty one says nothing. */
export const isReadable = (field: ConfigField, text: string): boolean =>
  field.kind !== 'json' || text.trim() === '' || parsed(text) !== undefined;

/** The config that a form says: `texts` holds what was written into each field, by its name. */
export const configOf = (
  fields: readonly ConfigField[],
  texts: ReadonlyMap<string, string>,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    fields.flatMap(({ name, kind }): [string, unknown][] => {
      const text = (texts.get(name) ?? '').trim();
      if (text === '') return [];
      if (kind === 'secret') return [[name, { env: text }]];
      if (kind === 'number') return [[name, Number(text)]];
      if (kind === 'yes-no') return [[name, text === 'true']];
      if (kind === 'json') return [[name, parsed(text)?.value]];
      return [[name, text]];
    }),
  );
