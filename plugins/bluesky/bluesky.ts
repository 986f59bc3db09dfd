import { z } from 'zod';
import {
  commentPlaced,
  definePlugin,
  postComment,
  postContent,
  postState,
  textMessage,
  textWithSubject,
} from '../contract.ts';
import { blueskyConfig, blueskyRules } from './config.ts';
import { notificationsPoll } from './notifications.ts';
import { answerIn, commentOnPost, submitPost } from './publish.ts';
import { ask, type Sessions } from './session.ts';

const publishes = { effect: 'write', idempotency: 'native-key', long: true, timeoutMs: 120_000 } as const;

/** Posts of a Bluesky account, what people answer, and the team's answers. The address on the channel `bluesky` is the DID of an account. */
export const blueskyPlugin = definePlugin({
  id: 'bluesky',
  version: '1.0.0',
  name: 'Bluesky',
  config: blueskyConfig,
  hosts: ({ service }) => [new URL(service).host],
  ownHosts: ['bsky.social'],
  open: (): Sessions => ({ current: undefined }),
  close: () => undefined,
  posts: () => blueskyRules,
  actions: (action) => ({
    submitPost: action({
      title: 'Publish a post',
      input: postContent,
      output: postState,
      ...publishes,
      run: submitPost,
    }),
    commentOnPost: action({
      title: 'Reply to a post',
      input: postComment,
      output: commentPlaced,
      ...publishes,
      run: commentOnPost,
    }),
    send: action({
      title: 'Answer what somebody wrote',
      channel: 'bluesky',
      input: textMessage({ textMax: 300 }),
      output: z.object({ id: z.string() }),
      effect: 'write',
      // The key of the record has the time of the attempt in it.
      idempotency: 'none',
      async run(ctx, input) {
        const done = await answerIn(ctx, { thread: input.thread, text: textWithSubject(input) });
        return done.kind === 'done' ? { ...done, output: { id: done.output.id } } : done;
      },
    }),
  }),
  polls: { notifications: notificationsPoll },
  health: async (ctx) => {
    const asked = await ask(ctx, 'com.atproto.server.getSession');
    if (!asked.ok) return { ok: false, message: asked.failure.message };
    const { status } = asked.answer;
    return status === 200
      ? { ok: true }
      : { ok: false, message: `Bluesky answered ${status} to the question who this is.` };
  },
});
