import { z } from 'zod';
import {
  commentPlaced,
  definePlugin,
  postComment,
  postContent,
  postFound,
  postState,
  textMessage,
  textWithSubject,
} from '../contract.ts';
import { commentsWebhook } from './comments.ts';
import { type FacebookConfig, facebookConfig, facebookRules } from './config.ts';
import { ask, findPost, submitPost, writeComment } from './publish.ts';

const publishes = { effect: 'write', idempotency: 'none', long: true, timeoutMs: 120_000 } as const;

/** Posts of a Facebook page, the comments below them, and the team's answers. The address on the channel `facebook` is the id of a person as the page sees it. */
export const facebookPlugin = definePlugin({
  id: 'facebook',
  version: '1.0.0',
  name: 'Facebook page',
  config: facebookConfig,
  hosts: ({ url }) => [new URL(url).host],
  ownHosts: ['graph.facebook.com'],
  keptSecrets: ['appSecrets', 'verifyToken'],
  posts: () => facebookRules,
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
    send: action({
      title: 'Answer a comment',
      channel: 'facebook',
      input: textMessage({ textMax: 8_000 }),
      output: z.object({ id: z.string() }),
      effect: 'write',
      idempotency: 'none',
      async run(ctx, input) {
        if (input.thread === undefined) {
          const message = 'A page answers comments; nobody can be written to first.';
          return { kind: 'rejected', code: 'no-thread', message };
        }
        const done = await writeComment(ctx, { id: input.thread, text: textWithSubject(input) });
        return done.kind === 'done' ? { ...done, output: { id: done.output.id } } : done;
      },
    }),
  }),
  webhooks: {
    main: commentsWebhook(({ appSecrets, verifyToken }: FacebookConfig) => ({
      app: appSecrets ?? [],
      verify: verifyToken,
    })),
  },
  health: async (ctx) => {
    const { status } = await ask(ctx, `${ctx.config.page}?fields=id`);
    return status === 200
      ? { ok: true }
      : { ok: false, message: `Facebook answered ${status} to the question which page this is.` };
  },
});
