import { z } from 'zod';

import {
  commentPlaced,
  definePlugin,
  graphemesIn,
  type Outcome,
  postComment,
  postContent,
  postFound,
  postHandle,
  postState,
  type PostState,
} from '../../plugins/contract.ts';

/** A social network in a test: what it was asked, and how it answers. */
export type Square = {
  /** The posts that can be seen there. */
  readonly posts: { id: string; text: string; comments: string[]; images: readonly object[] }[];
  readonly asked: string[];
  /** How an act ends instead, one after the other; `lost` does it and says nothing. */
  readonly ends: ('retry' | 'rejected' | 'unknown' | 'lost' | 'pending' | 'throws')[];
  /** Whether posts can be found again. */
  isSearchable: boolean;
};

type Ended = { readonly happens: boolean; readonly outcome?: Outcome<never> };

const endOf = (square: Square): Ended => {
  const end = square.ends.shift();
  switch (end) {
    case undefined:
    case 'pending':
      return { happens: true };
    case 'retry':
      return { happens: false, outcome: { kind: 'retry', code: 'busy', message: 'Later.', afterMs: 60_000 } };
    case 'rejected':
      return { happens: false, outcome: { kind: 'rejected', code: 'rude', message: 'No.' } };
    case 'unknown':
      return { happens: false, outcome: { kind: 'unknown', code: 'timeout', message: 'No answer.' } };
    case 'lost':
      return { happens: true, outcome: { kind: 'unknown', code: 'timeout', message: 'No answer.' } };
    case 'throws':
      throw new Error('It broke.');
  }
};

const done = (output: PostState): Outcome<PostState> => ({ kind: 'done', output });
const published = (id: string) => ({
  kind: 'done' as const,
  output: { state: 'published' as const, id, url: `https://square.example/${id}` },
});

/** A plugin that publishes on a square, as a network without any idempotency does. */
export const townCrierPlugin = (square: Square) =>
  definePlugin({
    id: 'town-crier',
    version: '1.0.0',
    name: 'Town crier',
    config: z.strictObject({ slow: z.boolean().default(false) }),
    posts: () => ({
      textMax: 30,
      lengthOf: ({ text, link = '' }) => graphemesIn(text + link),
      images: { max: 1, types: ['image/png'], maxBytes: 1_000, altMax: 20 },
      comments: true,
    }),
    actions: (action) => ({
      submitPost: action({
        title: 'Cry',
        input: postContent,
        output: postState,
        effect: 'write',
        idempotency: 'none',
        run: async (ctx, { text, images }) => {
          square.asked.push(`submit ${text}`);
          if (ctx.config.slow) return done({ state: 'pending', handle: text });
          const { happens, outcome } = endOf(square);
          const id = `${square.posts.length + 1}`;
          if (happens) square.posts.push({ id, text, comments: [], images });
          return outcome ?? published(id);
        },
      }),
      checkPost: action({
        title: 'Look whether the square is ready',
        input: postHandle,
        output: postState,
        effect: 'read',
        run: async (_ctx, { handle }) => {
          square.asked.push('check');
          const there = square.posts.find((one) => one.text === handle);
          if (there !== undefined) return published(there.id);
          if (square.ends[0] !== 'pending') return done({ state: 'ready', handle });
          square.ends.shift();
          return done({ state: 'pending', handle });
        },
      }),
      finalizePost: action({
        title: 'Cry when the square is ready',
        input: postHandle,
        output: postState,
        effect: 'write',
        idempotency: 'none',
        run: async (_ctx, { handle }) => {
          square.asked.push('finalize');
          const { happens, outcome } = endOf(square);
          const id = `${square.posts.length + 1}`;
          if (happens) square.posts.push({ id, text: handle, comments: [], images: [] });
          return outcome ?? published(id);
        },
      }),
      findPost: action({
        title: 'Listen whether it was cried',
        input: postContent,
        output: postFound,
        effect: 'read',
        run: async (_ctx, { text }) => {
          square.asked.push('find');
          const found = square.isSearchable ? square.posts.find((one) => one.text === text) : undefined;
          return found === undefined
            ? ({ kind: 'done', output: { state: 'absent' } } as const)
            : published(found.id);
        },
      }),
      commentOnPost: action({
        title: 'Cry again',
        input: postComment,
        output: commentPlaced,
        effect: 'write',
        idempotency: 'none',
        run: async (_ctx, { id, text }) => {
          square.asked.push('comment');
          const { happens, outcome } = endOf(square);
          if (happens) square.posts.find((one) => one.id === id)?.comments.push(text);
          return outcome ?? published(`${id}-1`);
        },
      }),
    }),
  });
