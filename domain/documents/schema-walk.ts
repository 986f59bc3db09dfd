import { z } from 'zod';

import { isObject } from '../json.ts';

/** A schema with the description that belongs to it, be it on the schema or on a wrapper around it. */
export type Described = { readonly schema: unknown; readonly description: string | undefined };

const innerOf = (schema: unknown): unknown => {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodReadonly ||
    schema instanceof z.ZodLazy
  ) {
    return schema.unwrap();
  }
  if (!(schema instanceof z.ZodPipe)) return undefined;
  return schema.in instanceof z.ZodTransform ? schema.out : schema.in;
};

const bare = (schema: unknown): Described => {
  let description = schema instanceof z.ZodType ? schema.description : undefined;
  let here = schema;
  for (let inner = innerOf(here); inner !== undefined; inner = innerOf(here)) {
    here = inner;
    if (here instanceof z.ZodType) description ??= here.description;
  }
  return { schema: here, description };
};

const sharedKeys = (input: { schema: unknown; value: unknown }): number => {
  const { schema, value } = input;
  if (!(schema instanceof z.ZodObject) || !isObject(value)) return 0;
  return Object.keys(value).filter((key) => Object.hasOwn(schema.shape, key)).length;
};

const hasTag = (input: { schema: unknown; tag: string; value: unknown }): boolean => {
  const { schema, tag, value } = input;
  if (!(schema instanceof z.ZodObject) || !isObject(value)) return false;
  const { schema: literal } = bare(schema.shape[tag]);
  return literal instanceof z.ZodLiteral && [...literal.values].some((each) => each === value[tag]);
};

/** The members of a union that a value most likely means: by its tag, else by the fields it shares with them. */
const membersFor = (input: { found: Described; value: unknown }): readonly Described[] => {
  const { found, value } = input;
  if (!(found.schema instanceof z.ZodUnion)) return [found];
  const options = found.schema.options.map(bare).map((option) => ({
    schema: option.schema,
    description: option.description ?? found.description,
  }));
  const members = options.flatMap((option) => membersFor({ found: option, value }));
  if (found.schema instanceof z.ZodDiscriminatedUnion) {
    const tag = found.schema.def.discriminator;
    const tagged = members.filter((member) => hasTag({ schema: member.schema, tag, value }));
    return tagged.length > 0 ? tagged : members;
  }
  const most = Math.max(...members.map((member) => sharedKeys({ schema: member.schema, value })));
  return members.filter((member) => sharedKeys({ schema: member.schema, value }) === most);
};

const fieldOf = (input: { schema: unknown; part: PropertyKey }): unknown => {
  const { schema, part } = input;
  if (schema instanceof z.ZodArray) return typeof part === 'number' ? schema.element : undefined;
  if (schema instanceof z.ZodRecord) return schema.valueType;
  if (!(schema instanceof z.ZodObject) || typeof part !== 'string') return undefined;
  return Object.hasOwn(schema.shape, part) ? schema.shape[part] : undefined;
};

/** The schemas that say what may stand at a path of a value; several where a union leaves it open. */
export const schemasAt = (input: {
  schema: unknown;
  value: unknown;
  path: readonly PropertyKey[];
}): readonly Described[] => {
  const [part, ...rest] = input.path;
  const here = membersFor({ found: bare(input.schema), value: input.value });
  if (part === undefined) return here;
  const value =
    isObject(input.value) || Array.isArray(input.value) ? Reflect.get(input.value, part) : undefined;
  return here.flatMap(({ schema }) => {
    const field = fieldOf({ schema, part });
    return field === undefined ? [] : schemasAt({ schema: field, value, path: rest });
  });
};

/** What the schema says about a path: the description of the field, for people. */
export const descriptionAt = (input: {
  schema: unknown;
  value: unknown;
  path: readonly PropertyKey[];
}): string | undefined => {
  const parent = schemasAt({ ...input, path: input.path.slice(0, -1) });
  const part = input.path.at(-1);
  if (part === undefined) return bare(input.schema).description;
  return parent
    .map(({ schema }) => bare(fieldOf({ schema, part })).description)
    .find((description) => description !== undefined);
};

/** The names of the fields an object at a path may have. */
export const knownFieldsAt = (input: {
  schema: unknown;
  value: unknown;
  path: readonly PropertyKey[];
}): readonly string[] => {
  const fields = schemasAt(input).flatMap(({ schema }) =>
    schema instanceof z.ZodObject ? Object.keys(schema.shape) : [],
  );
  return [...new Set(fields)];
};

/** The values a tag such as `type` may have where a union is told apart by it. */
export const tagsAt = (input: {
  schema: unknown;
  value: unknown;
  path: readonly PropertyKey[];
}): readonly string[] => {
  const tag = input.path.at(-1);
  if (tag === undefined) return [];
  const members = schemasAt({ ...input, path: input.path.slice(0, -1) });
  const tags = members.flatMap(({ schema }) => {
    const literal = bare(fieldOf({ schema, part: tag })).schema;
    return literal instanceof z.ZodLiteral ? [...literal.values].map(String) : [];
  });
  return [...new Set(tags)];
};
