import { z } from 'zod';
import {
  anySame,
  hmacSha256,
  type InboundMessage,
  type ReadRequest,
  refused,
  type Verdict,
  verified,
  type Webhook,
} from '../contract.ts';

const TOLERANCE_S = 300;

const told = z.object({
  type: z.string(),
  event_id: z.string().optional(),
  event_time: z.number().optional(),
  challenge: z.string().optional(),
  event: z
    .object({
      type: z.string(),
      subtype: z.string().optional(),
      bot_id: z.string().optional(),
      channel: z.string().optional(),
      channel_type: z.string().optional(),
      user: z.string().optional(),
      text: z.string().optional(),
      ts: z.string().optional(),
    })
    .optional(),
});

const verdictOf = (secrets: readonly string[], request: ReadRequest, now: number): Verdict => {
  const sent = request.headers['x-slack-signature'] ?? '';
  const time = request.headers['x-slack-request-timestamp'] ?? '';
  if (sent === '' || time === '') return refused('missing-signature', 'The request is not signed.');
  const expected = secrets.map(
    (key) => `v0=${hmacSha256({ key, data: [`v0:${time}:`, request.rawBody], encoding: 'hex' })}`,
  );
  if (!anySame({ sent: [sent], expected })) return refused('bad-signature', 'The signature does not match.');
  const isFresh = /^\d{1,12}$/.test(time) && Math.abs(Math.floor(now / 1000) - Number(time)) <= TOLERANCE_S;
  if (!isFresh) return refused('stale', 'The timestamp is more than five minutes away from now.');
  return told.safeParse(request.json).success
    ? verified
    : refused('malformed', 'The body is no event of Slack.');
};

/** What a person writes to the app itself; messages of programs, edits and the talk in channels are no answers. */
const messageOf = (said: z.output<typeof told>): readonly InboundMessage[] => {
  const { event } = said;
  if (event?.type !== 'message' || event.channel_type !== 'im' || event.subtype !== undefined) return [];
  if (event.bot_id !== undefined || event.user === undefined || event.ts === undefined) return [];
  return [
    {
      type: 'message',
      id: `${event.channel ?? ''}:${event.ts}`,
      channel: 'slack',
      from: { address: event.user },
      // Slack knows who is signed in.
      authenticated: true,
      ...(event.channel === undefined ? {} : { to: event.channel }),
      text: event.text ?? '',
      timestamp: said.event_time,
    },
  ];
};

/** The Events API of Slack. */
export const eventsWebhook = <Config>(secretsOf: (config: Config) => readonly string[]): Webhook<Config> => ({
  title: 'What people write to the app',
  verification: { by: 'signature' },
  maxBytes: 1_000_000,
  verify: (ctx, request) => verdictOf(secretsOf(ctx.config), request, ctx.now),
  handshake: (ctx, request) => {
    if (request.headers['x-slack-signature'] === undefined) return undefined;
    if (!verdictOf(secretsOf(ctx.config), request, ctx.now).ok) return undefined;
    const { data: said } = told.safeParse(request.json);
    return said?.type === 'url_verification' && said.challenge !== undefined
      ? { status: 200, body: said.challenge }
      : undefined;
  },
  dedupeKey: ({ json }) => told.safeParse(json).data?.event_id ?? '',
  topic: ({ json }) => told.safeParse(json).data?.event?.type ?? 'event',
  normalise: (_ctx, { json }) => {
    const { data: said } = told.safeParse(json);
    return said === undefined ? refused('malformed', 'The body is no event of Slack.') : messageOf(said);
  },
});
