import type { Context } from 'hono';
import { z } from 'zod';
import { hashId } from '../../domain/hash.ts';
import type { Position } from '../ports/views.ts';
import type { ApiEnv } from './env.ts';
import { requestError } from './problem.ts';

/** Signs the texts of cursors and reads back those that it signed. */
export type CursorSigner = {
  readonly sign: (text: string) => string;
  readonly open: (token: string) => string | undefined;
};

/** The instants there are, in milliseconds. */
const instantMax = 8.64e15;
const positionTuple = z.tuple([
  z.number().int().min(-instantMax).max(instantMax),
  z.number().int().nonnegative(),
  z.string().max(400),
]);
const cursorSchema = z.tuple([z.string(), z.array(z.union([positionTuple, z.literal(0)])).max(8)]);

const cursorMax = 4_000;

/** Which list a cursor belongs to: that of a tenant at an address. */
const listOf = (c: Context<ApiEnv>): string => hashId('list', c.get('key').tenant, c.req.path).slice(0, 16);

/** Positions as text that means nothing to the reader, is good for this list only, and cannot be made elsewhere. */
export const writeCursor = (input: {
  c: Context<ApiEnv>;
  positions: readonly (Position | undefined)[];
}): string => {
  const { c, positions } = input;
  const places = positions.map((place) => (place === undefined ? 0 : [place.at, place.n, place.id]));
  return c.get('cursors').sign(JSON.stringify([listOf(c), places]));
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const refused = () => {
  const message = 'The cursor is not one that this list gave out.';
  const hint = 'Send `next` of the page before, as it is, or leave it out.';
  return requestError({
    code: 'invalid-input',
    message,
    problems: [{ code: 'bad-cursor', path: 'cursor', message, hint }],
  });
};

/** The positions in a cursor of this list; refused when it is none: of another list, changed, too long. */
export const readCursor = (input: {
  c: Context<ApiEnv>;
  cursor: string | undefined;
  count: number;
}): readonly (Position | undefined)[] => {
  const { c, cursor, count } = input;
  if (cursor === undefined) return Array.from({ length: count }, () => undefined);
  const text = cursor.length > cursorMax ? undefined : c.get('cursors').open(cursor);
  const parsed = cursorSchema.safeParse(text === undefined ? undefined : parse(text));
  if (!parsed.success) throw refused();
  const [list, places] = parsed.data;
  if (list !== listOf(c) || places.length !== count) throw refused();
  return places.map((place) => (place === 0 ? undefined : { at: place[0], n: place[1], id: place[2] }));
};
