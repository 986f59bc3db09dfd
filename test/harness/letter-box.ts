import { z } from 'zod';

import { type Cursor, definePlugin, type InboundMessage } from '../../plugins/contract.ts';

/** A provider that has to be looked at: messages in the order in which they came. */
export type LetterBox = {
  readonly messages: InboundMessage[];
  /** The cursors with which it was looked at. */
  readonly cursors: (Cursor | undefined)[];
  /** While set, a look fails with it. */
  failure?: 'throws' | 'retry' | 'misbehaves';
};

const cursorSchema = z.object({ after: z.int() });

/** A plugin that looks into a box, two messages at a time. */
export const letterBoxPlugin = (box: LetterBox) =>
  definePlugin({
    id: 'letter-box',
    version: '1.0.0',
    name: 'Letter box',
    config: z.strictObject({}),
    polls: {
      box: {
        title: 'Messages in the box',
        everyMs: () => 60_000,
        run: async (_ctx, cursor) => {
          box.cursors.push(cursor);
          if (box.failure === 'throws') throw new Error('The box is locked.');
          if (box.failure === 'retry') {
            return { kind: 'retry', code: 'busy', message: 'Later.', afterMs: 120_000 };
          }
          const from = cursorSchema.safeParse(cursor).data?.after ?? 0;
          const found = box.messages.slice(from, from + 2);
          const after = from + found.length;
          const wrong: InboundMessage = { type: 'mail', base64: 'no base64 at all!' };
          return {
            kind: 'done',
            found: box.failure === 'misbehaves' ? [wrong] : found,
            cursor: { after },
            more: after < box.messages.length,
          };
        },
      },
    },
  });
