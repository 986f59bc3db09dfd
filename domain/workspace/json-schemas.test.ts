import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { isObject } from '../json.ts';
import { schemaFiles } from './json-schemas.ts';

const folder = join(import.meta.dirname, '../../docs/schemas');
const files = Object.entries(schemaFiles());

type Field = { readonly path: string; readonly schema: Record<string, unknown> };

function* fieldsOf(schema: unknown, path: string): Generator<Field> {
  if (Array.isArray(schema)) {
    for (const [index, item] of schema.entries()) yield* fieldsOf(item, `${path}[${index}]`);
  }
  if (!isObject(schema)) return;
  const { properties } = schema;
  if (isObject(properties)) {
    for (const [name, field] of Object.entries(properties)) {
      if (!isObject(field)) continue;
      yield { path: `${path}.${name}`, schema: field };
      yield* fieldsOf(field, `${path}.${name}`);
    }
  }
  for (const [key, value] of Object.entries(schema)) {
    if (key !== 'properties') yield* fieldsOf(value, `${path}.${key}`);
  }
}

describe.each(files)('docs/schemas/%s', (name, text) => {
  it('is what the validator checks with: write it again with `npx vitest run json-schemas -u`', async () => {
    expect(existsSync(join(folder, name))).toBe(true);
    await expect(text).toMatchFileSnapshot(join(folder, name));
  });

  it('describes every field', () => {
    const schema: unknown = JSON.parse(text);
    const fields = [...fieldsOf(schema, '')];
    const bare = fields
      .filter((field) => typeof field.schema['description'] !== 'string')
      .map(({ path }) => path);
    expect(bare).toEqual([]);
    expect(fields.length).toBeGreaterThan(5);
  });

  it('has patterns that any tool can read', () => {
    expect(text).not.toContain('\\p{');
  });

  it('is a JSON Schema of draft 2020-12 whose references lead somewhere', () => {
    const schema: unknown = JSON.parse(text);
    expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' });
    const defs = isObject(schema) && isObject(schema['$defs']) ? Object.keys(schema['$defs']) : [];
    const references = [...text.matchAll(/"\$ref": "([^"]*)"/g)].map((found) => found[1]);
    expect(references.filter((reference) => !defs.some((def) => reference === `#/$defs/${def}`))).toEqual([]);
  });
});

it('writes no other files into docs/schemas', () => {
  expect(readdirSync(folder).toSorted()).toEqual(files.map(([name]) => name).toSorted());
});
