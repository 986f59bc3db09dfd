import { z } from 'zod';
import {
  commentPlaced,
  definePlugin,
  postComment,
  postContent,
  postState,
  postHandle,
  textMessage,
  textWithSubject,
} from '../contract.ts';
import { mastodonConfig, mastodonRules } from './config.ts';
import { mentionsPoll } from './mentions.ts';
import { checkPost, commentOnPost, finalizePost, submitPost } from './publish.ts';
import { ask, writeStatus } from './statuses.ts';

const publishes = { effect: 'write', idempotency: 'native-key', long: true, timeoutMs: 120_000 } as const;

/** Posts of a Mastodon account, what people answer, and the team's answers. The address on the channel `mastodon` is `name@server`. */
export const mastodonPlugin = definePlugin({
  id: 'mastodon',
  version: '1.0.0',
  name: 'Mastodon',
  config: mastodonConfig,
  hosts: ({ server }) => [new URL(server).host],
  ownHosts: ['mastodon.social', 'mastodon.online'],
  posts: mastodonRules,
  actions: (action) => ({
    submitPost: action({
      title: 'Publish a post',
      input: postContent,
      output: postState,
      ...publishes,
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
      title: 'Publish a post whose images are processed',
      input: postHandle,
      output: postState,
      ...publishes,
      run: finalizePost,
    }),
    commentOnPost: action({
      title: 'Reply to a post',
      input: postComment,
      output: commentPlaced,
      ...publishes,
      run: commentOnPost,
    }),
    send: action({
      title: 'Answer, or send a private mention',
      channel: 'mastodon',
      input: textMessage({ textMax: 5_000 }),
      output: z.object({ id: z.string() }),
      effect: 'write',
      idempotency: 'native-key',
      async run(ctx, input) {
        const isPrivate = input.thread === undefined || input.thread.startsWith('direct:');
        const made = await writeStatus(ctx, {
          text: `@${input.to} ${textWithSubject(input)}`,
          replyTo: input.thread?.replace(/^direct:/, ''),
          visibility: isPrivate ? 'direct' : 'unlisted',
        });
        return made.kind === 'failed'
          ? made.failure
          : { kind: 'done', output: { id: made.id }, providerId: made.id };
      },
    }),
  }),
  polls: { mentions: mentionsPoll },
  health: async (ctx) => {
    const { status } = await ask(ctx, '/api/v1/accounts/verify_credentials');
    return status === 200
      ? { ok: true }
      : { ok: false, message: `Mastodon answered ${status} to the question who this is.` };
  },
});
