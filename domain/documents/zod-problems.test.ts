import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { parseDocument } from './parse-document.ts';

const shelf = z.strictObject({
  kind: z.enum(['open', 'closed']).describe('Whether it has doors.'),
  boards: z.number().int().min(1).max(9).describe('How many boards it has.'),
  name: z.string().min(2).max(10).describe('What it is called.'),
  holds: z
    .array(
      z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('book'), title: z.string().describe('The title.') }),
        z.strictObject({ type: z.literal('plant'), water: z.boolean().describe('Whether it needs water.') }),
      ]),
    )
    .default([])
    .describe('What stands on it.'),
  at: z
    .union([
      z.string().regex(/^[A-Z]\d$/, 'must be a place such as `B2`'),
      z.strictObject({ room: z.string() }),
    ])
    .optional()
    .describe('Where it stands: `B2`, or a room.'),
  labels: z
    .record(z.string().regex(/^[a-z]+$/, 'must be small letters'), z.string())
    .optional()
    .describe('Labels.'),
});

const told = (text: string): string[] => {
  const checked = parseDocument({ text, file: 'shelf.json', schema: shelf });
  return checked.ok
    ? []
    : checked.problems.map(({ code, path, message, hint }) => `${code} ${path}: ${message} ${hint}`);
};

const good = '{ "kind": "open", "boards": 3, "name": "Low" }';
const withField = (field: string): string => good.replace(' }', `, ${field} }`);

describe('what a schema finds, in words', () => {
  it('is nothing for a good document', () => {
    expect(told(good)).toEqual([]);
  });

  it.each([
    [
      'a field that is missing',
      '{ "kind": "open", "name": "Low" }',
      'missing-field boards: `boards` is missing. Add `boards`. It is: How many boards it has.',
    ],
    [
      'a value of another type',
      good.replace('3', '"three"'),
      'wrong-type boards: `boards` must be a number, not a text. It is: How many boards it has.',
    ],
    [
      'a fraction',
      good.replace('3', '3.5'),
      'wrong-type boards: `boards` must be a whole number, not `3.5`. It is: How many boards it has.',
    ],
    [
      'too many',
      good.replace('3', '10'),
      'too-much boards: `boards` may be at most 9. It is: How many boards it has.',
    ],
    [
      'a text too short',
      good.replace('Low', 'L'),
      'too-little name: `name` must have at least 2 characters. It is: What it is called.',
    ],
    [
      'a word that is not one of those allowed',
      good.replace('open', 'opne'),
      'bad-value kind: `kind` cannot be "opne". Did you mean `open`? Write one of `open`, `closed`.',
    ],
    [
      'an unknown field',
      withField('"lables": {}'),
      'unknown-field lables: `lables` is not a field of this file. Did you mean `labels`? Known fields: `kind`, `boards`, `name`, `holds`, `at`, `labels`.',
    ],
    [
      'an unknown form',
      withField('"holds": [{ "type": "boook" }]'),
      'unknown-type holds[0].type: `type` cannot be "boook". Did you mean `book`? Write one of `book`, `plant`.',
    ],
    [
      'a field of another form',
      withField('"holds": [{ "type": "plant", "water": true, "title": "x" }]'),
      'unknown-field holds[0].title: `title` is not a field here. Known fields: `type`, `water`.',
    ],
    [
      'an item of another type',
      withField('"holds": ["book"]'),
      'wrong-type holds[0]: Item 1 of `holds` must be an object, not a text. Write what the schema of this file asks for.',
    ],
    [
      'the form it comes nearest to, of several',
      withField('"at": { "rom": "x", "room": 5 }'),
      'wrong-type at.room: `room` must be a text, not `5`. Write what the schema of this file asks for.',
    ],
    [
      'a value that fits none of several forms',
      withField('"at": 5'),
      'wrong-type at: `at` must be a text or an object, not `5`. It is: Where it stands: `B2`, or a room.',
    ],
    [
      'a bad name in a record',
      withField('"labels": { "Big": "x" }'),
      'bad-name labels.Big: `Big` is not a good name here: it must be small letters. It is: Labels.',
    ],
    [
      'a document of another type',
      '[]',
      'wrong-type : The document must be an object, not a list. Write what the schema of this file asks for.',
    ],
  ])('tells %s', (_what, text, expected) => {
    expect(told(text)).toContain(expected);
  });
});
