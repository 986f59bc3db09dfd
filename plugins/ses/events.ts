import { safeParse } from 'secure-json-parse';
import { z } from 'zod';
import {
  deliveryEvents,
  type DeliveryReport,
  type InboundEvent,
  refused,
  type Webhook,
} from '../contract.ts';
import type { Config } from './config.ts';
import { certificateUrl, snsMessageIn, subscriptionUrl, verifySns } from './sns.ts';

const recipient = z.object({
  emailAddress: z.string(),
  status: z.string().optional(),
  diagnosticCode: z.string().optional(),
});
const time = z.string().optional();

/** Event publishing says `eventType`, the notifications of an identity `notificationType`. */
const told = z.object({
  eventType: z.string().optional(),
  notificationType: z.string().optional(),
  mail: z.object({
    messageId: z.string().optional(),
    timestamp: time,
    destination: z.array(z.string()).max(100).default([]),
    tags: z.record(z.string(), z.array(z.string())).nullish().catch(undefined),
  }),
  bounce: z
    .object({
      bounceType: z.string().optional(),
      bounceSubType: z.string().optional(),
      bouncedRecipients: z.array(recipient).max(100),
      timestamp: time,
    })
    .optional(),
  complaint: z.object({ complainedRecipients: z.array(recipient).max(100), timestamp: time }).optional(),
  delivery: z
    .object({
      recipients: z.array(z.string()).max(100),
      timestamp: time,
      smtpResponse: z.string().optional(),
    })
    .optional(),
  deliveryDelay: z
    .object({
      delayType: z.string().optional(),
      delayedRecipients: z.array(recipient).max(100),
      timestamp: time,
    })
    .optional(),
  reject: z.object({ reason: z.string().optional() }).optional(),
  failure: z.object({ errorMessage: z.string().optional() }).optional(),
  open: z.object({ timestamp: time }).optional(),
  click: z.object({ timestamp: time, link: z.string().optional() }).optional(),
  subscription: z
    .object({
      timestamp: time,
      newTopicPreferences: z.object({ unsubscribeAll: z.boolean().optional() }).optional(),
    })
    .optional(),
});

type Said = z.output<typeof told>;
type Part = Pick<DeliveryReport, 'state'> &
  Partial<Pick<DeliveryReport, 'at' | 'reason' | 'code' | 'kind' | 'bounce' | 'url'>>;
type Report = Part & { readonly address: string };

const toAll = (said: Said, part: Part): readonly Report[] =>
  said.mail.destination.map((address) => ({ ...part, address }));

const bounces = ({ bounce }: Said): readonly Report[] =>
  (bounce?.bouncedRecipients ?? []).map(({ emailAddress, status, diagnosticCode }) => ({
    state: 'bounced',
    address: emailAddress,
    at: bounce?.timestamp,
    bounce: { bounceType: bounce?.bounceType, bounceSubType: bounce?.bounceSubType, status },
    reason: diagnosticCode,
    code: bounce?.bounceSubType,
  }));

const complaints = ({ complaint }: Said): readonly Report[] =>
  (complaint?.complainedRecipients ?? []).map(({ emailAddress }) => ({
    state: 'complained',
    address: emailAddress,
    at: complaint?.timestamp,
  }));

const delays = ({ deliveryDelay: delay }: Said): readonly Report[] =>
  (delay?.delayedRecipients ?? []).map(({ emailAddress, diagnosticCode }) => ({
    state: 'deferred',
    address: emailAddress,
    at: delay?.timestamp,
    reason: diagnosticCode,
    code: delay?.delayType,
  }));

const deliveries = ({ delivery }: Said): readonly Report[] =>
  (delivery?.recipients ?? []).map((address) => ({ state: 'delivered', address, at: delivery?.timestamp }));

/** What each kind of event reports, by its name. */
const readers: ReadonlyMap<string, (said: Said) => readonly Report[]> = new Map([
  ['Send', (said: Said) => toAll(said, { state: 'sent' })],
  ['Delivery', deliveries],
  ['DeliveryDelay', delays],
  ['Bounce', bounces],
  // A mail with a virus, or a template that fails, is about the message.
  ['Reject', (said: Said) => toAll(said, { state: 'bounced', kind: 'policy', reason: said.reject?.reason })],
  [
    'Rendering Failure',
    (said: Said) => toAll(said, { state: 'bounced', kind: 'policy', reason: said.failure?.errorMessage }),
  ],
  ['Complaint', complaints],
  ['Open', (said: Said) => toAll(said, { state: 'opened', at: said.open?.timestamp })],
  [
    'Click',
    (said: Said) => toAll(said, { state: 'clicked', at: said.click?.timestamp, url: said.click?.link }),
  ],
  [
    'Subscription',
    (said: Said) =>
      said.subscription?.newTopicPreferences?.unsubscribeAll === true
        ? toAll(said, { state: 'unsubscribed', at: said.subscription.timestamp })
        : [],
  ],
]);

const kindOf = ({ eventType, notificationType }: Said): string => eventType ?? notificationType ?? '';

/** `Ana <ana@example.com>` is `ana@example.com`: destinations come as they were written. */
const bare = (address: string): string => /<([^<>]+)>\s*$/.exec(address)?.[1] ?? address;

const eventsOf = (said: Said, id: string): readonly InboundEvent[] =>
  (readers.get(kindOf(said))?.(said) ?? []).flatMap((report, index) =>
    deliveryEvents({
      ...report,
      channel: 'email',
      at: report.at ?? said.mail.timestamp,
      address: bare(report.address),
      id: index === 0 ? id : `${id}:${index}`,
      messageId: said.mail.tags?.['ciclo_message_id']?.[0],
      providerId: said.mail.messageId,
    }),
  );

const saidIn = (message: string): Said | undefined => {
  const json: unknown = safeParse(message);
  return told.safeParse(json).data;
};

/** SES tells a topic that it may speak there, by a text that is no JSON. */
const isGreeting = (message: string): boolean => message.startsWith('Successfully validated SNS topic');

const notEvent = 'The message is no event of SES.';

/** What SNS delivers of SES: signed over its values, with a certificate that is fetched. Subscriptions confirm themselves. */
export const eventsWebhook: Webhook<Config> = {
  title: 'What became of e-mails',
  verification: { by: 'fields' },
  maxBytes: 300_000,
  keyUrl: (ctx, request) => {
    const message = snsMessageIn(request);
    return message === undefined ? undefined : certificateUrl(ctx.config, message);
  },
  verify: (ctx, request) => {
    const message = snsMessageIn(request);
    const verdict = verifySns({ config: ctx.config, message, pem: ctx.key, now: ctx.now });
    if (!verdict.ok || message === undefined || message.Type !== 'Notification') return verdict;
    const isSaid = saidIn(message.Message) !== undefined || isGreeting(message.Message);
    return isSaid ? verdict : refused('malformed', notEvent);
  },
  confirmUrl: (ctx, request) => {
    const message = snsMessageIn(request);
    return message === undefined ? undefined : subscriptionUrl(ctx.config, message);
  },
  dedupeKey: (request) => snsMessageIn(request)?.MessageId ?? '',
  topic: (request) => {
    const message = snsMessageIn(request);
    const said = message === undefined ? undefined : saidIn(message.Message);
    return said === undefined ? (message?.Type ?? 'message') : kindOf(said);
  },
  normalise: (_ctx, request) => {
    const message = snsMessageIn(request);
    if (message === undefined) return refused('malformed', notEvent);
    if (message.Type !== 'Notification' || isGreeting(message.Message)) return [];
    const said = saidIn(message.Message);
    return said === undefined ? refused('malformed', notEvent) : eventsOf(said, message.MessageId);
  },
};
