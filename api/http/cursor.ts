import { z } from 'zod';
import type { Position } from '../ports/views.ts';
import { requestError } from './problem.ts';

const positionTuple = z.tuple([z.number().int(), z.number().int().nonnegative(), z.string().max(400)]);

/** A position as text that means nothing to the reader, so that nobody builds on its form. */
export const writeCursor = (positions: readonly (Position | undefined)[]): string =>
  Buffer.from(
    JSON.stringify(positions.map((place) => (place === undefined ? 0 : [place.at, place.n, place.id]))),
  ).toString('base64url');

const cursorSchema = z.array(z.union([positionTuple, z.literal(0)])).max(4);

const decode = (text: string): unknown => {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
};

/** The positions in a cursor we wrote; refused when it is none of ours. */
export const readCursor = (input: {
  cursor: string | undefined;
  count: number;
}): readonly (Position | undefined)[] => {
  if (input.cursor === undefined) return Array.from({ length: input.count }, () => undefined);
  const parsed = cursorSchema.safeParse(decode(input.cursor));
  if (!parsed.success || parsed.data.length !== input.count) {
    throw requestError({
      code: 'invalid-input',
      message: 'The cursor is not one we gave out.',
      problems: [
        {
          code: 'bad-cursor',
          path: 'cursor',
          message: 'The cursor is not one we gave out.',
          mend: 'Send `next` of the page before, as it is, or leave it out.',
        },
      ],
    });
  }
  return parsed.data.map((place) => (place === 0 ? undefined : { at: place[0], n: place[1], id: place[2] }));
};
