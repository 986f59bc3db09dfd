import { createHash } from 'node:crypto';
import { z } from 'zod';
import {
  basicAuth,
  deliveryEvents,
  type DeliveryReport,
  refused,
  verifySecret,
  type Webhook,
} from '../contract.ts';

const record = z.object({
  RecordType: z.string(),
  MessageID: z.string(),
  ID: z.union([z.number(), z.string()]).optional(),
  Type: z.string().optional(),
  TypeCode: z.number().optional(),
  Recipient: z.string().optional(),
  Email: z.string().optional(),
  DeliveredAt: z.string().optional(),
  BouncedAt: z.string().optional(),
  ReceivedAt: z.string().optional(),
  ChangedAt: z.string().optional(),
  Details: z.string().optional(),
  Description: z.string().optional(),
  OriginalLink: z.string().optional(),
  SuppressSending: z.boolean().optional(),
  SuppressionReason: z.string().nullish(),
  Metadata: z.record(z.string(), z.unknown()).nullish(),
});

type Said = z.output<typeof record>;

const stateOf = (said: Said): DeliveryReport['state'] | undefined => {
  switch (said.RecordType) {
    case 'Delivery':
      return 'delivered';
    case 'Bounce':
      return said.Type === 'Unsubscribe' ? 'unsubscribed' : 'bounced';
    case 'SpamComplaint':
      return 'complained';
    case 'Open':
      return 'opened';
    case 'Click':
      return 'clicked';
    case 'SubscriptionChange':
      // Bounces and complaints come as records of their own.
      return said.SuppressSending === true && said.SuppressionReason === 'ManualSuppression'
        ? 'unsubscribed'
        : undefined;
    default:
      return undefined;
  }
};

const reportOf = (said: Said, state: DeliveryReport['state']): DeliveryReport => {
  const at = said.DeliveredAt ?? said.BouncedAt ?? said.ReceivedAt ?? said.ChangedAt;
  const ours = said.Metadata?.['ciclo_message_id'];
  return {
    state,
    channel: 'email',
    address: said.Recipient ?? said.Email ?? '',
    id: `${said.RecordType}:${said.MessageID}:${said.ID ?? at ?? ''}`,
    messageId: typeof ours === 'string' ? ours : undefined,
    providerId: said.MessageID,
    at,
    bounce: { type: said.Type },
    reason: said.RecordType === 'Delivery' ? undefined : (said.Details ?? said.Description),
    code: said.RecordType === 'Bounce' ? said.Type : undefined,
    url: said.OriginalLink,
  };
};

const notRecord = 'The body is no record of Postmark.';

/** Postmark's webhooks: deliveries, bounces, complaints, opens, clicks and changes of subscriptions. It signs nothing. */
export const reportsWebhook = <Config>(
  loginOf: (config: Config) => { readonly user: string; readonly password: string } | undefined,
): Webhook<Config> => ({
  title: 'What became of e-mails',
  verification: { by: 'secret', header: 'authorization' },
  maxBytes: 2_000_000,
  verify: (ctx, request) => {
    const asked = loginOf(ctx.config);
    const given = basicAuth(request);
    const verdict = verifySecret({
      sent: given === undefined ? undefined : JSON.stringify([given.user, given.password]),
      expected: asked === undefined ? [] : [JSON.stringify([asked.user, asked.password])],
    });
    if (!verdict.ok) return verdict;
    return record.safeParse(request.json).success ? verdict : refused('malformed', notRecord);
  },
  dedupeKey: (request) => createHash('sha256').update(request.rawBody).digest('hex'),
  topic: ({ json }) => record.safeParse(json).data?.RecordType ?? 'record',
  normalise: (_ctx, { json }) => {
    const { data: said } = record.safeParse(json);
    if (said === undefined) return refused('malformed', notRecord);
    const state = stateOf(said);
    return state === undefined ? [] : deliveryEvents(reportOf(said, state));
  },
});
