import { z } from 'zod';
import {
  deliveryEvents,
  type DeliveryReport,
  type InboundEvent,
  refused,
  verifyStandardWebhook,
  type Webhook,
} from '../contract.ts';

const words = z.object({
  message: z.string().optional(),
  type: z.string().optional(),
  subType: z.string().optional(),
});

const told = z.object({
  type: z.string(),
  created_at: z.string().optional(),
  data: z.object({
    email_id: z.string().optional(),
    to: z.union([z.string(), z.array(z.string())]).optional(),
    tags: z.record(z.string(), z.unknown()).nullish().catch(undefined),
    bounce: words.optional(),
    failed: z.object({ reason: z.string().optional() }).optional(),
    suppressed: words.optional(),
    click: z.object({ link: z.string().optional() }).optional(),
  }),
});

const states: ReadonlyMap<string, DeliveryReport['state']> = new Map([
  ['email.sent', 'sent'],
  ['email.delivered', 'delivered'],
  ['email.delivery_delayed', 'deferred'],
  ['email.bounced', 'bounced'],
  ['email.failed', 'bounced'],
  ['email.suppressed', 'bounced'],
  ['email.complained', 'complained'],
  ['email.opened', 'opened'],
  ['email.clicked', 'clicked'],
]);

/** The events that become something here. */
export const topics: readonly string[] = [...states.keys()];

const eventsOf = (said: z.output<typeof told>, id: string): readonly InboundEvent[] => {
  const state = states.get(said.type);
  if (state === undefined) return [];
  const { data } = said;
  const ours = data.tags?.['ciclo_message_id'];
  const bounce = data.bounce ?? data.suppressed;
  const addresses = typeof data.to === 'string' ? [data.to] : (data.to ?? []);
  return addresses.flatMap((address, index) =>
    deliveryEvents({
      state,
      channel: 'email',
      address,
      id: index === 0 ? id : `${id}:${index}`,
      messageId: typeof ours === 'string' ? ours : undefined,
      providerId: data.email_id,
      at: said.created_at,
      // A failure to send is about the account or the message.
      ...(said.type === 'email.failed' ? { kind: 'policy' } : {}),
      bounce: { type: bounce?.type, subType: bounce?.subType },
      reason: bounce?.message ?? data.failed?.reason,
      code: bounce?.subType,
      url: data.click?.link,
    }),
  );
};

const notEvent = 'The body is no event of Resend.';

/** Resend's webhooks, signed by Svix: Standard Webhooks with headers that begin with `svix`. */
export const eventsWebhook = <Config>(secretsOf: (config: Config) => readonly string[]): Webhook<Config> => ({
  title: 'What became of e-mails',
  verification: { by: 'signature' },
  maxBytes: 1_000_000,
  verify: (ctx, request) => {
    const secrets = secretsOf(ctx.config);
    const verdict = verifyStandardWebhook({ secrets, request, now: ctx.now, prefix: 'svix' });
    if (!verdict.ok) return verdict;
    return told.safeParse(request.json).success ? verdict : refused('malformed', notEvent);
  },
  dedupeKey: (request) => request.headers['svix-id'] ?? '',
  topic: ({ json }) => told.safeParse(json).data?.type ?? 'event',
  normalise: (_ctx, request) => {
    const { data: said } = told.safeParse(request.json);
    if (said === undefined) return refused('malformed', notEvent);
    return eventsOf(said, request.headers['svix-id'] ?? '');
  },
});
