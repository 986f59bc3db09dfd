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
import { xConfig, xRules } from './config.ts';
import { mentionsPoll } from './mentions.ts';
import { findPost, submitPost, writeTweet } from './publish.ts';
import { ask } from './requests.ts';

const publishes = { effect: 'write', idempotency: 'none', long: true, timeoutMs: 120_000 } as const;

/** Posts of an account on X, and where it is switched on what people answer. The address on the channel `x` is a name without `@`. */
export const xPlugin = definePlugin({
  id: 'x',
  version: '1.0.0',
  name: 'X',
  config: xConfig,
  hosts: ({ url }) => [new URL(url).host],
  ownHosts: ['api.x.com'],
  posts: xRules,
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
      title: 'Reply to a post',
      input: postComment,
      output: commentPlaced,
      ...publishes,
      run: (ctx, { id, text }) => writeTweet(ctx, { text, replyTo: id }),
    }),
    send: action({
      title: 'Answer what somebody wrote',
      channel: 'x',
      input: textMessage({ textMax: 25_000 }),
      output: z.object({ id: z.string() }),
      effect: 'write',
      idempotency: 'none',
      async run(ctx, input) {
        if (input.thread === undefined) {
          const message = 'On X the team answers what people wrote; nobody can be written to first.';
          return { kind: 'rejected', code: 'no-thread', message };
        }
        const text = `@${input.to} ${textWithSubject(input)}`;
        const done = await writeTweet(ctx, { text, replyTo: input.thread });
        return done.kind === 'done' ? { ...done, output: { id: done.output.id } } : done;
      },
    }),
  }),
  polls: { mentions: mentionsPoll },
  health: async (ctx) => {
    const { status } = await ask(ctx, '/2/users/me');
    return status === 200
      ? { ok: true }
      : { ok: false, message: `X answered ${status} to the question who this is.` };
  },
});
