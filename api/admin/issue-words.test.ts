import { describe, expect, it } from 'vitest';
import { z } from '@hono/zod-openapi';
import { issueWords } from './issue-words.ts';

const said = (schema: z.ZodType, value: unknown) => {
  const { error } = z.object({ at: schema }).safeParse({ at: value });
  return (error?.issues ?? []).map(issueWords);
};

describe('what is wrong with a request', () => {
  it.each([
    [z.iso.datetime(), 'tomorrow', '`at` is not an instant.', /2026-03-29T09:30:00Z/],
    [z.iso.date(), 'tomorrow', '`at` is not a date.', /2026-03-29\./],
    [z.email(), 'ana', '`at` is not an e-mail address.', /ana@example\.com/],
    [z.url(), 'shop', '`at` is not a URL.', /https:/],
    [z.enum(['live', 'test']), 'lve', '`at` has a value that is not known here.', /one of `live`, `test`/],
    [z.string().regex(/^[A-Z]{3}$/), 'x', '`at` is not written as it has to be.', /docs/],
    [z.string(), undefined, '`at` is missing.', /Add it/],
    [z.string(), 5, '`at` must be a text.', /Write a text/],
    [z.int().max(200), 500, '`at` may be at most 200.', /docs/],
    [z.string().min(1), '', '`at` is empty.', /docs/],
    [z.union([z.string(), z.number()]), true, '`at` has none of the forms it may have.', /docs/],
    [z.strictObject({}), { b: 1 }, 'There is no field `b` here.', /Leave it out/],
    [
      z.string().refine(() => false, 'must be in the years 1000 to 9999'),
      'x',
      'must be in the years 1000 to 9999',
      /docs/,
    ],
  ])('%# is said in plain words, with what to write instead', (schema, value, message, hint) => {
    expect(said(schema, value)).toEqual([{ message, hint: expect.stringMatching(hint) }]);
  });
});
