import { z } from 'zod';
import {
  anySame,
  hmacSha256,
  type InboundMessage,
  refused,
  verified,
  verifySecret,
  type Webhook,
} from '../contract.ts';

const change = z.object({
  field: z.string(),
  value: z
    .object({
      item: z.string().optional(),
      verb: z.string().optional(),
      comment_id: z.string().optional(),
      parent_id: z.string().optional(),
      post_id: z.string().optional(),
      message: z.string().optional(),
      created_time: z.number().optional(),
      from: z.object({ id: z.string(), name: z.string().optional() }).optional(),
    })
    .optional()
    .catch(undefined),
});
const told = z.object({
  object: z.literal('page'),
  entry: z.array(z.object({ id: z.string(), time: z.number(), changes: z.array(change).optional() })),
});

/** What people write below posts of the page; what the page writes itself, likes and edits are no messages. */
const messagesOf = (said: z.output<typeof told>): readonly InboundMessage[] =>
  said.entry.flatMap(({ id: page, changes = [] }) =>
    changes.flatMap(({ field, value }): readonly InboundMessage[] => {
      if (field !== 'feed' || value?.item !== 'comment' || value.verb !== 'add') return [];
      const { comment_id: id, parent_id: parent, post_id: post, from, message = '' } = value;
      if (id === undefined || from === undefined || from.id === page) return [];
      return [
        {
          type: 'message',
          id,
          channel: 'facebook',
          from: { address: from.id, ...(from.name === undefined ? {} : { name: from.name.slice(0, 200) }) },
          // Facebook knows who is signed in.
          authenticated: true,
          text: message,
          // An answer stands below the comment that the thread began with.
          thread: parent === undefined || parent === post ? id : parent,
          timestamp: value.created_time,
        },
      ];
    }),
  );

const notTold = 'The body is no news of a page.';

/** News of the page, signed by the app. */
export const commentsWebhook = <Config>(
  secretsOf: (config: Config) => { readonly app: readonly string[]; readonly verify: string | undefined },
): Webhook<Config> => ({
  title: 'Comments on posts',
  verification: { by: 'signature' },
  maxBytes: 1_000_000,
  verify: (ctx, request) => {
    const sent = request.headers['x-hub-signature-256'] ?? '';
    if (sent === '') return refused('missing-signature', 'The request is not signed.');
    const expected = secretsOf(ctx.config).app.map(
      (key) => `sha256=${hmacSha256({ key, data: request.rawBody, encoding: 'hex' })}`,
    );
    if (!anySame({ sent: [sent], expected }))
      return refused('bad-signature', 'The signature does not match.');
    return told.safeParse(request.json).success ? verified : refused('malformed', notTold);
  },
  handshake: (ctx, request) => {
    const { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': challenge } = request.query;
    if (request.method !== 'GET' || mode !== 'subscribe' || challenge === undefined) return undefined;
    const { verify } = secretsOf(ctx.config);
    const isOurs = verifySecret({ sent: token, expected: verify === undefined ? [] : [verify] }).ok;
    return isOurs ? { status: 200, body: challenge } : undefined;
  },
  // Facebook has no id of a delivery: what it tells of is the same whenever it tells of it.
  dedupeKey: ({ json }) => {
    const said = told.safeParse(json).data;
    return hmacSha256({ key: 'delivery', data: JSON.stringify(said?.entry ?? []), encoding: 'hex' });
  },
  topic: ({ json }) => told.safeParse(json).data?.entry[0]?.changes?.[0]?.field ?? 'news',
  normalise: (_ctx, { json }) => {
    const said = told.safeParse(json).data;
    return said === undefined ? refused('malformed', notTold) : messagesOf(said);
  },
});
