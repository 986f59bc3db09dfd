import { z } from 'zod';
import {
  anySame,
  deliveryEvents,
  type DeliveryReport,
  hmacSha256,
  type ReadRequest,
  refused,
  type Verdict,
  verified,
  type Webhook,
} from '../contract.ts';

const signatureSchema = z.object({
  timestamp: z.union([z.string(), z.number()]).transform(String),
  token: z.string().min(1).max(100),
  signature: z.string().min(1),
});

const told = z.object({
  signature: signatureSchema,
  'event-data': z.object({
    id: z.string().optional(),
    event: z.string(),
    timestamp: z.number().optional(),
    recipient: z.string().optional(),
    severity: z.string().optional(),
    reason: z.string().optional(),
    url: z.string().optional(),
    'delivery-status': z
      .object({
        code: z.union([z.number(), z.string()]).nullish(),
        message: z.string().nullish(),
        description: z.string().nullish(),
      })
      .optional(),
    reject: z.object({ reason: z.string().nullish(), description: z.string().nullish() }).optional(),
    message: z.object({ headers: z.record(z.string(), z.unknown()).optional() }).optional(),
    'user-variables': z.record(z.string(), z.unknown()).nullish(),
    'client-info': z.object({ bot: z.string().nullish() }).optional(),
  }),
});

type Said = z.output<typeof told>['event-data'];

const states: ReadonlyMap<string, DeliveryReport['state']> = new Map([
  ['accepted', 'sent'],
  ['delivered', 'delivered'],
  ['rejected', 'bounced'],
  ['complained', 'complained'],
  ['opened', 'opened'],
  ['clicked', 'clicked'],
  ['unsubscribed', 'unsubscribed'],
]);

const stateOf = ({ event, severity }: Said): DeliveryReport['state'] | undefined => {
  if (event !== 'failed') return states.get(event);
  // Mailgun tries again after a temporary one.
  return severity === 'temporary' ? 'deferred' : 'bounced';
};

/** Mailgun does not try what bounced, complained or unsubscribed before; only the first says that the address is dead. */
const kinds: ReadonlyMap<string, DeliveryReport['kind']> = new Map([
  ['suppress-bounce', 'hard'],
  ['suppress-complaint', 'policy'],
  ['suppress-unsubscribe', 'policy'],
]);

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const reportOf = (said: Said, state: DeliveryReport['state']): DeliveryReport => {
  const status = said['delivery-status'];
  const words = [status?.message, status?.description, said.reject?.reason].find(
    (one) => typeof one === 'string' && one !== '',
  );
  const isLost = state === 'bounced' || state === 'deferred';
  return {
    state,
    channel: 'email',
    address: said.recipient ?? '',
    id: said.id ?? `${said.event}:${said.timestamp ?? ''}`,
    messageId: textOf(said['user-variables']?.['ciclo_message_id']),
    providerId: textOf(said.message?.headers?.['message-id']),
    at: said.timestamp,
    kind: said.event === 'rejected' ? 'policy' : kinds.get(said.reason ?? ''),
    bounce: { severity: said.severity, classification: said.reason, code: status?.code },
    reason: isLost ? (words ?? undefined) : undefined,
    code: isLost && status?.code !== undefined ? String(status.code) : undefined,
    url: said.url,
    machine: (said['client-info']?.bot ?? '') !== '',
  };
};

const notEvent = 'The body is no event of Mailgun.';

const verdictOf = (keys: readonly string[], request: ReadRequest): Verdict => {
  if (request.json === undefined) return refused('malformed', notEvent);
  const signed = z.object({ signature: signatureSchema }).safeParse(request.json).data?.signature;
  if (signed === undefined) return refused('missing-signature', 'The body has no signature.');
  const data = `${signed.timestamp}${signed.token}`;
  const expected = keys.map((key) => hmacSha256({ key, data, encoding: 'hex' }));
  if (!anySame({ sent: [signed.signature], expected })) {
    return refused('bad-signature', 'The signature does not match the token.');
  }
  return told.safeParse(request.json).success ? verified : refused('malformed', notEvent);
};

/**
 * Mailgun's webhooks. It signs time and token, not the event; its repeats may be hours old, so the time is not held against
 * them. A token counts once.
 */
export const eventsWebhook = <Config>(keysOf: (config: Config) => readonly string[]): Webhook<Config> => ({
  title: 'What became of e-mails',
  verification: { by: 'token' },
  maxBytes: 1_000_000,
  verify: (ctx, request) => verdictOf(keysOf(ctx.config), request),
  dedupeKey: ({ json }) => told.safeParse(json).data?.signature.token ?? '',
  topic: ({ json }) => told.safeParse(json).data?.['event-data'].event ?? 'event',
  normalise: (_ctx, { json }) => {
    const said = told.safeParse(json).data?.['event-data'];
    if (said === undefined) return refused('malformed', notEvent);
    const state = stateOf(said);
    return state === undefined ? [] : deliveryEvents(reportOf(said, state));
  },
});
