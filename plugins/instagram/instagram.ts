import { commentPlaced, definePlugin, postComment, postContent, postHandle, postState } from '../contract.ts';
import { instagramConfig, instagramRules } from './config.ts';
import { ask, checkPost, finalizePost, submitPost, writeComment } from './publish.ts';

const slow = { long: true, timeoutMs: 120_000 } as const;

/** Posts of a professional account of Instagram, in three acts: the container, the look, the publication. */
export const instagramPlugin = definePlugin({
  id: 'instagram',
  version: '1.0.0',
  name: 'Instagram',
  config: instagramConfig,
  hosts: ({ url }) => [new URL(url).host],
  ownHosts: ['graph.facebook.com', 'graph.instagram.com'],
  posts: () => instagramRules,
  actions: (action) => ({
    submitPost: action({
      title: 'Prepare a post',
      input: postContent,
      output: postState,
      // What is prepared twice is published once.
      effect: 'write',
      idempotency: 'natural-key',
      ...slow,
      run: submitPost,
    }),
    checkPost: action({
      title: 'Look whether the images of a post are processed',
      input: postHandle,
      output: postState,
      effect: 'read',
      run: checkPost,
    }),
    finalizePost: action({
      title: 'Publish a post that is prepared',
      input: postHandle,
      output: postState,
      // A container is published once.
      effect: 'write',
      idempotency: 'natural-key',
      ...slow,
      run: finalizePost,
    }),
    commentOnPost: action({
      title: 'Comment on a post',
      input: postComment,
      output: commentPlaced,
      effect: 'write',
      idempotency: 'none',
      ...slow,
      run: writeComment,
    }),
  }),
  health: async (ctx) => {
    const { status } = await ask(ctx, `${ctx.config.account}?fields=id`);
    return status === 200
      ? { ok: true }
      : { ok: false, message: `Instagram answered ${status} to the question which account this is.` };
  },
});
