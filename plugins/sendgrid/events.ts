import { createHash, createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';
import {
  deliveryEvents,
  type DeliveryReport,
  type ReadRequest,
  refused,
  type Verdict,
  verified,
  type Webhook,
} from '../contract.ts';

const one = z.object({
  event: z.string(),
  email: z.string(),
  sg_event_id: z.string(),
  timestamp: z.union([z.number(), z.string()]).optional(),
  sg_message_id: z.string().optional(),
  ciclo_message_id: z.string().optional(),
  reason: z.string().optional(),
  response: z.string().optional(),
  status: z.string().optional(),
  type: z.string().optional(),
  bounce_classification: z.string().optional(),
  url: z.string().optional(),
  sg_machine_open: z.boolean().optional(),
});

const states: ReadonlyMap<string, DeliveryReport['state']> = new Map([
  ['processed', 'sent'],
  ['delivered', 'delivered'],
  ['deferred', 'deferred'],
  ['bounce', 'bounced'],
  ['dropped', 'bounced'],
  ['open', 'opened'],
  ['click', 'clicked'],
  ['spamreport', 'complained'],
  ['unsubscribe', 'unsubscribed'],
  ['group_unsubscribe', 'unsubscribed'],
]);

/** SendGrid drops what it knows to be in vain; only these say that the address is dead. */
const deadDrops = /^(?:bounced address|invalid)/i;

const reportOf = (item: unknown): DeliveryReport | undefined => {
  const { data: said } = one.safeParse(item);
  const state = states.get(said?.event ?? '');
  if (said === undefined || state === undefined) return undefined;
  const { type, bounce_classification, status } = said;
  const reason = said.reason ?? said.response;
  const isDrop = said.event === 'dropped';
  return {
    state,
    channel: 'email',
    address: said.email,
    id: said.sg_event_id,
    messageId: said.ciclo_message_id,
    providerId: said.sg_message_id,
    at: said.timestamp,
    ...(isDrop ? { kind: deadDrops.test(reason ?? '') ? 'hard' : 'policy' } : {}),
    bounce: { type, bounce_classification, status },
    reason,
    code: status,
    url: said.url,
    machine: said.sg_machine_open,
  };
};

/** Whether an ECDSA signature (P-256, SHA-256, DER in base64) over time and body is made with a verification key. */
const isSignedWith = (key: string, signature: string, signed: Uint8Array): boolean => {
  try {
    const publicKey = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
    return verify('sha256', signed, publicKey, Buffer.from(signature, 'base64'));
  } catch {
    // A key or signature that is none verifies nothing.
    return false;
  }
};

const verdictOf = (keys: readonly string[], request: ReadRequest): Verdict => {
  const signature = request.headers['x-twilio-email-event-webhook-signature'] ?? '';
  const time = request.headers['x-twilio-email-event-webhook-timestamp'] ?? '';
  if (signature === '' || time === '') {
    return refused('missing-signature', 'The request is not signed: switch "Signed Event Webhook" on.');
  }
  const signed = Buffer.concat([Buffer.from(time), request.rawBody]);
  if (!keys.some((key) => isSignedWith(key, signature, signed))) {
    return refused('bad-signature', 'The signature does not match.');
  }
  return Array.isArray(request.json) ? verified : refused('malformed', 'The body is not a list of events.');
};

/**
 * The event webhook. A repeat of SendGrid brings the same bytes, and events have ids of their own, so an old request does nothing
 * twice: its time is not held against it.
 */
export const eventsWebhook = <Config>(keysOf: (config: Config) => readonly string[]): Webhook<Config> => ({
  title: 'What became of e-mails',
  verification: { by: 'signature' },
  maxBytes: 2_000_000,
  verify: (ctx, request) => verdictOf(keysOf(ctx.config), request),
  dedupeKey: (request) => createHash('sha256').update(request.rawBody).digest('hex'),
  topic: () => 'email-events',
  normalise: (_ctx, { json }) => {
    if (!Array.isArray(json)) return refused('malformed', 'The body is not a list of events.');
    return json.flatMap((item: unknown) => {
      const report = reportOf(item);
      return report === undefined ? [] : deliveryEvents(report);
    });
  },
});
