import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { prepareRecord } from '../../records/change-record.ts';
import { objectLanguageOf } from '../definition.ts';
import { fieldTypes, fieldTypesOf } from '../fields.ts';
import { parseObject } from '../parse-object.ts';
import { readyObject } from '../ready-object.ts';
import { accepted, common, typeOf, wrongKind } from './field-kit.ts';
import type { FieldType } from './field-type.ts';

const schema = z.strictObject({ type: typeOf('colour', 'A colour: `#0a7f3f`.'), ...common });
type ColourField = z.infer<typeof schema>;

declare module '../fields.ts' {
  interface FieldsByType {
    readonly colour: ColourField;
  }
}

const colour: FieldType<ColourField> = {
  type: 'colour',
  schema: () => schema,
  read: ({ value, path }) =>
    typeof value === 'string' && /^#[0-9a-f]{6}$/.test(value)
      ? accepted(value)
      : wrongKind({ path, value, wanted: 'a colour', hint: 'Write `#0a7f3f`.' }),
  readText: ({ field, text, path, types }) => colour.read({ field, value: text, path, types }),
  text: ({ value }) => String(value),
  jsonSchema: () => ({ type: 'string' }),
};

describe('a type of field that the product does not know', () => {
  const types = fieldTypesOf([...fieldTypes.values(), colour]);
  const file = 'objects/paint.json';
  const text = JSON.stringify({
    key: 'paint',
    name: 'Paint',
    title: 'name',
    fields: { name: { type: 'text' }, shade: { type: 'colour', required: true } },
  });

  it('is checked in objects and read in records without a file of the product', async () => {
    const parsed = parseObject({ file, text, shipped: new Map(), language: objectLanguageOf(types) });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const object = readyObject({ definition: parsed.value, types });
    const made = (shade: string) =>
      prepareRecord({
        object,
        id: 'r1',
        tenant: 'shop',
        given: { data: { shade } },
        now: 0,
        zone: 'UTC',
        actor: { kind: 'key', id: 'k' },
      });
    expect(await made('#0a7f3f')).toMatchObject({ ok: true, record: { data: { shade: '#0a7f3f' } } });
    expect(await made('green')).toMatchObject({ ok: false, problems: [{ path: 'shade' }] });
    expect(parseObject({ file, text, shipped: new Map() }).ok).toBe(false);
  });
});
