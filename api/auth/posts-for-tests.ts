import { randomUUID } from 'node:crypto';

import { definePlugin, postContent, postState } from '../../plugins/contract.ts';
import type { TestedEngine } from '../../test/harness/engine-verbs.ts';
import { z } from 'zod';

/** A social network on which everything can be posted. */
export const quietSquare = definePlugin({
  id: 'quiet-square',
  version: '1.0.0',
  name: 'Quiet square',
  config: z.strictObject({}),
  posts: () => ({
    textMax: 500,
    lengthOf: ({ text }) => text.length,
    images: { max: 1, types: ['image/gif'], maxBytes: 1_000, altMax: 100 },
    comments: false,
  }),
  actions: (action) => ({
    submitPost: action({
      title: 'Post',
      input: postContent,
      output: postState,
      effect: 'write',
      idempotency: 'natural-key',
      run: async () => ({ kind: 'done', output: { state: 'published', id: 'made' } }) as const,
    }),
  }),
});

/** Posts that wait, and posts of which nobody knows whether they are there. */
export const createPostMakers = ({
  tenant,
  opened,
  engine,
}: Pick<TestedEngine, 'tenant' | 'opened' | 'engine'>) => {
  const newPost = async (state: 'scheduled' | 'unconfirmed'): Promise<string> => {
    const post = `post-${randomUUID()}`;
    const at = engine.clock.now(tenant) + 100 * 86_400_000;
    const row = { tenant, text: 'Hi', images: [], networks: [{ instance: 'square' }], at, createdAt: at };
    await opened.stores.posts.add({ ...row, id: post });
    await opened.stores.placements.add([{ tenant, post, instance: 'square', state, at, tries: 0, round: 0 }]);
    return post;
  };
  return { post: () => newPost('scheduled'), unconfirmedPost: () => newPost('unconfirmed') };
};
