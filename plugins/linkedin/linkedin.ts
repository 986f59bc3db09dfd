import { commentPlaced, definePlugin, postComment, postContent, postFound, postState } from '../contract.ts';
import { linkedinConfig, linkedinRules } from './config.ts';
import { ask, findPost, submitPost, writeComment } from './publish.ts';

const publishes = { effect: 'write', idempotency: 'none', long: true, timeoutMs: 120_000 } as const;

/** Posts of a LinkedIn page or member. */
export const linkedinPlugin = definePlugin({
  id: 'linkedin',
  version: '1.0.0',
  name: 'LinkedIn',
  config: linkedinConfig,
  hosts: ({ url, uploadHosts }) => [new URL(url).host, ...uploadHosts],
  ownHosts: ['api.linkedin.com', 'www.linkedin.com'],
  posts: () => linkedinRules,
  actions: (action) => ({
    submitPost: action({
      title: 'Publish a post',
      input: postContent,
      output: postState,
      ...publishes,
      run: submitPost,
    }),
    findPost: action({
      title: 'Look for a post',
      input: postContent,
      output: postFound,
      effect: 'read',
      run: findPost,
    }),
    commentOnPost: action({
      title: 'Comment on a post',
      input: postComment,
      output: commentPlaced,
      ...publishes,
      run: writeComment,
    }),
  }),
  health: async (ctx) => {
    const query = new URLSearchParams({ q: 'author', author: ctx.config.author, count: '1' });
    const { status } = await ask(ctx, `/rest/posts?${query.toString()}`, {
      headers: { 'x-restli-method': 'FINDER' },
    });
    return status === 200
      ? { ok: true }
      : { ok: false, message: `LinkedIn answered ${status} to a look at the posts of the author.` };
  },
});
