import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { CicloError } from '../../domain/errors.ts';
import type { Json } from '../../domain/json.ts';
import { objectSchema } from '../../domain/objects/definition.ts';
import { readyObject } from '../../domain/objects/ready-object.ts';
import { readValues } from '../../domain/objects/read-values.ts';
import { typeOfField } from '../../domain/objects/fields.ts';
import { mapHeadings } from '../../domain/transfer/columns.ts';
import { type Dialect, recogniseDialect } from '../../domain/transfer/dialect.ts';
import { csvLine } from '../../domain/transfer/write-rows.ts';
import { readRecordRow } from './kinds/read-record-row.ts';
import { type FilePlace, type FileRow, readRows } from './read/read-rows.ts';
import { placeRow } from './read/rows-of.ts';

const object = readyObject({
  definition: objectSchema.parse({
    key: 'thing',
    name: 'Thing',
    title: 'name',
    fields: {
      name: { type: 'text', max: 100, multiline: true },
      price: { type: 'money', negative: true },
      seats: { type: 'number' },
      on: { type: 'date' },
      at: { type: 'instant' },
      isNew: { type: 'yes-no' },
      fuel: { type: 'choice', choices: ['=petrol', '-diesel', 'gas'] },
      extras: { type: 'choices', choices: ['+tow bar', 'roof rack', '@home'] },
      rows: { type: 'list', fields: { note: { type: 'text' }, cost: { type: 'money' } } },
    },
  }),
});
const { fields } = object.definition;
const keys = Object.keys(fields);

async function* pieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

const rowsIn = async (text: string, dialect: Dialect, from: FilePlace, size = 7): Promise<FileRow[]> => {
  const rows: FileRow[] = [];
  const texts = pieces(Buffer.from(text).subarray(from.offset).toString(), size);
  for await (const row of readRows({ texts, dialect, from })) rows.push(row);
  return rows;
};

const letters = fc.string({ maxLength: 12, unit: fc.constantFrom(...Array.from(`=+-@'";, ñ€\n\t1a.`)) });
const money = fc.record({
  minor: fc.integer({ min: -99999, max: 99999 }),
  currency: fc.constantFrom('EUR', 'JPY'),
});
const day = fc.date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
const values = fc.record(
  {
    name: letters,
    price: money,
    seats: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }),
    on: day.map((one) => one.toISOString().slice(0, 10)),
    at: day.map((one) => one.toISOString()),
    isNew: fc.boolean(),
    fuel: fc.constantFrom('=petrol', '-diesel', 'gas'),
    extras: fc.subarray(['+tow bar', 'roof rack', '@home'], { minLength: 1 }),
    rows: fc.array(fc.record({ note: fc.constantFrom('=x', 'a "b"', 'ñ;') }), { minLength: 1, maxLength: 2 }),
  },
  { requiredKeys: [] },
);

const stored = (given: Readonly<Record<string, Json>>) => {
  const read = readValues({ fields, values: given, path: '', types: object.types });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.values;
};

describe('a file of records', () => {
  it('gives back what was written, cell by cell, wherever its text is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(values, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 40 }),
        async (given, size) => {
          const records = given.map((one) => stored(one)).filter((one) => Object.keys(one).length > 0);
          const lines = records.map((record) =>
            csvLine(
              keys.map((key) => {
                const [field, value] = [fields[key], record[key]];
                return field === undefined || value === undefined
                  ? ''
                  : typeOfField(field).text({ field, value });
              }),
            ),
          );
          const text = [csvLine(keys), ...lines].join('').replaceAll('\r\n', '\n');
          const dialect: Dialect = { format: 'csv', delimiter: ',', skip: 0 };
          const [heading, ...rows] = await rowsIn(text, dialect, { offset: 0, line: 1 }, size);
          const headings = heading?.row.kind === 'cells' ? heading.row.cells : [];
          const kind = { columns: keys.map((name) => ({ name })) };
          const mapped = mapHeadings({ headings, mapping: {}, kind });
          if (!mapped.ok) throw new Error(JSON.stringify(mapped.problems));
          const read = rows.map((row) => {
            const placed = placeRow({ row, columns: mapped.value, passed: new Set(), placeOf: () => null });
            if (!placed.ok) throw new Error(JSON.stringify(placed.problems));
            const setting = { currency: 'EUR', zone: 'UTC' };
            const one = readRecordRow({
              object,
              row: placed.row,
              setting,
              emptyCells: 'keep',
              people: new Map(),
            });
            return one.ok ? one.item.set : one.problems;
          });
          expect(read).toEqual(records);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('goes on from the place behind any row as if it had been read from the start', async () => {
    const row = fc.oneof(
      fc
        .array(letters, { minLength: 1, maxLength: 3 })
        .map((cells) => csvLine(cells).replaceAll('\r\n', '\n')),
      fc.constantFrom('\n', '\n\n', ' , \n'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 8 }), async (lines) => {
        const text = lines.join('');
        const dialect: Dialect = { format: 'csv', delimiter: ',', skip: 0 };
        const all = await rowsIn(text, dialect, { offset: 0, line: 1 });
        for (const [index, { after }] of all.entries())
          expect(await rowsIn(text, dialect, after)).toEqual(all.slice(index + 1));
      }),
      { numRuns: 60 },
    );
  });

  it('in NDJSON goes on from any row too, with the lines of those that are none', async () => {
    const text = '{"name":"ñ"}\n\nnone\n{"name":"€"}\n[1]';
    const all = await rowsIn(text, { format: 'ndjson' }, { offset: 0, line: 1 }, 3);
    expect(all.map(({ line, row }) => [line, row.kind])).toEqual([
      [1, 'object'],
      [3, 'broken'],
      [4, 'object'],
      [5, 'broken'],
    ]);
    for (const [index, { after }] of all.entries())
      expect(await rowsIn(text, { format: 'ndjson' }, after)).toEqual(all.slice(index + 1));
  });

  it('that is no CSV says in which line', async () => {
    const open = `a,b\n1,2\n"x${'y'.repeat(600 * 1024)}`;
    const dialect: Dialect = { format: 'csv', delimiter: ',', skip: 0 };
    const thrown = await rowsIn(open, dialect, { offset: 0, line: 1 }, 100_000).catch((one: unknown) => one);
    expect(thrown).toBeInstanceOf(CicloError);
    expect(String(thrown)).toMatch(
      /Line 3: A row has more than 512 KB, or a quote is opened and never closed/,
    );
  });
});

describe('how a file is written', () => {
  const isWanted = (heading: readonly string[]): boolean => heading.includes('email');

  it.each([
    ['email,name\n', ','],
    ['email;name\n', ';'],
    ['email\tname\n', '\t'],
    ['email|name\n', '|'],
    ['sep=;\na,b;email\n', ';'],
    ['"a;b",email\n', ','],
  ])('is recognised in %j', (text, delimiter) => {
    expect(recogniseDialect({ text, isWanted })).toMatchObject({ format: 'csv', delimiter });
  });

  it('is NDJSON where a line begins with an object, unless somebody says otherwise', () => {
    expect(recogniseDialect({ text: ' {"email":1}\n', isWanted })).toEqual({ format: 'ndjson' });
    expect(recogniseDialect({ text: '{a},email\n', format: 'csv', isWanted })).toMatchObject({
      format: 'csv',
    });
  });
});
