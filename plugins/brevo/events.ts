import { createHash } from 'node:crypto';
import { z } from 'zod';
import { deliveryEvents, type DeliveryReport, refused, verifySecret, type Webhook } from '../contract.ts';

/** What a mail of ours carries in `X-Mailin-custom`, before its id; Brevo gives the header back in its webhooks. */
export const oursPrefix = 'ciclo:';

const told = z.object({
  event: z.string(),
  email: z.string(),
  'message-id': z.string().optional(),
  ts_epoch: z.number().optional(),
  ts_event: z.number().optional(),
  ts: z.number().optional(),
  reason: z.string().nullish(),
  link: z.string().optional(),
  'X-Mailin-custom': z.string().nullish(),
});

const states: ReadonlyMap<string, DeliveryReport['state']> = new Map([
  ['request', 'sent'],
  ['delivered', 'delivered'],
  ['deferred', 'deferred'],
  ['hard_bounce', 'bounced'],
  ['soft_bounce', 'bounced'],
  ['invalid_email', 'bounced'],
  ['blocked', 'bounced'],
  ['error', 'bounced'],
  ['spam', 'complained'],
  ['opened', 'opened'],
  ['unique_opened', 'opened'],
  ['proxy_open', 'opened'],
  ['unique_proxy_open', 'opened'],
  ['click', 'clicked'],
  ['unsubscribed', 'unsubscribed'],
]);

/** Brevo gave up on these before or after the receiver said anything about the mailbox. */
const kinds: ReadonlyMap<string, DeliveryReport['kind']> = new Map([
  ['soft_bounce', 'soft'],
  ['invalid_email', 'hard'],
  ['blocked', 'policy'],
  ['error', 'policy'],
]);

const reportOf = (said: z.output<typeof told>, state: DeliveryReport['state']): DeliveryReport => {
  const custom = said['X-Mailin-custom'] ?? '';
  const id = said['message-id'];
  const at = said.ts_epoch ?? said.ts_event ?? said.ts;
  return {
    state,
    channel: 'email',
    address: said.email,
    id: `${said.event}:${id ?? ''}:${at ?? ''}`,
    messageId: custom.startsWith(oursPrefix) ? custom.slice(oursPrefix.length) : undefined,
    providerId: id,
    at,
    kind: kinds.get(said.event),
    bounce: { type: said.event },
    reason: said.reason ?? undefined,
    code: state === 'bounced' ? said.event : undefined,
    url: said.link,
    machine: said.event.endsWith('proxy_open'),
  };
};

const notEvent = 'The body is no event of Brevo.';

/** Brevo's transactional webhooks. It signs nothing, and sends a token along. */
export const eventsWebhook = <Config>(tokensOf: (config: Config) => readonly string[]): Webhook<Config> => ({
  title: 'What became of e-mails',
  verification: { by: 'secret', header: 'authorization' },
  maxBytes: 1_000_000,
  verify: (ctx, request) => {
    const sent = /^Bearer (\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
    const verdict = verifySecret({ sent, expected: tokensOf(ctx.config) });
    if (!verdict.ok) return verdict;
    return told.safeParse(request.json).success ? verdict : refused('malformed', notEvent);
  },
  dedupeKey: (request) => createHash('sha256').update(request.rawBody).digest('hex'),
  topic: ({ json }) => told.safeParse(json).data?.event ?? 'event',
  normalise: (_ctx, { json }) => {
    const { data: said } = told.safeParse(json);
    if (said === undefined) return refused('malformed', notEvent);
    const state = states.get(said.event);
    return state === undefined ? [] : deliveryEvents(reportOf(said, state));
  },
});
