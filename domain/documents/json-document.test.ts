import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readJsonDocument } from './json-document.ts';

const read = (text: string) => readJsonDocument({ text, file: 'a.json' });
const faults = (text: string) => {
  const result = read(text);
  return result.ok ? [] : result.problems.map(({ code, line, column }) => `${code} ${line}:${column}`);
};

describe('a JSON document', () => {
  it('reads what JSON.parse reads, to the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        const result = read(text);
        // Integers that a double does not hold are refused by name.
        if (text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '').match(/(?<![\d.])\d{16,}(?![\d.e])/) !== null) return;
        // Fields that would change the prototype are refused on purpose.
        if (text.includes('"__proto__"') || text.includes('"constructor"')) return;
        expect(result.ok && result.value.value).toEqual(JSON.parse(text));
      }),
    );
  });

  it('refuses what JSON.parse refuses', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('{}[]",:1ea\\ \nu-.tfn/*')), maxLength: 12 }),
        (text) => {
          let isJson = true;
          try {
            JSON.parse(text);
          } catch {
            isJson = false;
          }
          const result = read(text);
          const refusedFor = result.ok ? [] : result.problems.map(({ code }) => code);
          expect(isJson ? refusedFor.every((code) => code === 'repeated-field') : !result.ok).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('tells line and column of every broken line', () => {
    expect(faults('{\n  "a": 1,\n  "b": tru,\n  "c": [1 2]\n}')).toEqual(['not-json 3:8', 'not-json 4:11']);
    expect(faults('{\n  // why\n  "a": 1\n}')).toEqual(['not-json 2:3']);
    expect(faults('{ "a": 1, }')).toEqual(['not-json 1:11']);
    expect(faults('')).toEqual(['not-json 1:1']);
    expect(readJsonDocument({ text: ' \n', file: 'x.json' })).toMatchObject({
      problems: [{ message: 'The file is empty.' }],
    });
    expect(faults('{"a": "x\n"}')).toEqual(['not-json 1:7']);
  });

  it('refuses a number that it could only round, by its place', () => {
    expect(faults('{\n  "value": 576461413038785752\n}')).toEqual(['inexact-number 2:12']);
    expect(faults('{"a": [9007199254740991, "9007199254740993", 0.12345678901234567]}')).toEqual([]);
  });

  it('finds the place of a field, of an item, and of the thing around one that is missing', () => {
    const result = read('{\n  "steps": [\n    { "id": "a" },\n    { "id": "b" }\n  ]\n}');
    if (!result.ok) throw new Error('not read');
    expect(result.value.locate(['steps', 1])).toEqual({ line: 4, column: 5 });
    expect(result.value.locate(['steps', 1, 'id'])).toEqual({ line: 4, column: 7 });
    expect(result.value.locate(['steps', 1, 'type'])).toEqual({ line: 4, column: 5 });
    expect(result.value.locate(['goal', 'on'])).toEqual({ line: 1, column: 1 });
  });

  it('refuses a field that stands there twice', () => {
    expect(faults('{ "a": 1,\n "b": [{ "c": 1, "c": 2 }] }')).toEqual(['repeated-field 2:18']);
  });

  it('refuses fields that change the prototype of objects', () => {
    expect(faults('{ "__proto__": { "admin": true } }')).toEqual(['not-json 1:3']);
    expect(faults('{ "constructor": { "prototype": {} } }')).toEqual(['not-json 1:3']);
  });

  it('refuses what nests too deep or is too long, without falling over', () => {
    expect(faults('['.repeat(200_000))).toEqual(['nested-too-deep 1:101']);
    expect(faults(`"${'x'.repeat(1_000_001)}"`)).toEqual(['file-too-large 1:1']);
  });

  it('does not mind a byte order mark', () => {
    expect(read('\uFEFF{}').ok).toBe(true);
  });
});
