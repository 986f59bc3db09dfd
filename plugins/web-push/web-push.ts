import webPush from 'web-push';
import { z } from 'zod';
import {
  definePlugin,
  type HttpAnswer,
  loginFailed,
  messageRate,
  type Outcome,
  providerFailure,
  rateLimits,
  secret,
  textMessage,
} from '../contract.ts';

/** The push services of Chrome, Edge, Firefox and Safari. */
const services = [
  'fcm.googleapis.com',
  'updates.push.services.mozilla.com',
  'web.push.apple.com',
  '*.notify.windows.com',
];

const config = z.strictObject({
  /** The public key of VAPID (RFC 8292), which the page subscribes with. */
  publicKey: z
    .string()
    .regex(/^[A-Za-z0-9_-]{87}$/, 'A public key as `web-push generate-vapid-keys` prints it.'),
  privateKey: secret(),
  /** Whom a push service writes to when something is wrong. */
  contact: z
    .string()
    .regex(/^(?:mailto:.+@.+|https:\/\/.+)$/, '`mailto:ops@shop.example` or an https address.'),
  /** Hosts of push services; what a page names elsewhere is not called. */
  hosts: z.array(z.string().min(1).max(253)).min(1).max(50).default(services),
  /** How long a push service keeps a message for a device that is off, in seconds; 4 weeks is the most they do. */
  keepSeconds: z.int().min(0).max(2_419_200).default(86_400),
  rate: messageRate(),
});

/** A subscription as `JSON.stringify` writes the one of a browser. */
const subscription = z.object({
  endpoint: z.url({ protocol: /^https?$/ }).max(1_000),
  keys: z.object({
    p256dh: z.string().regex(/^[A-Za-z0-9_-]{86,88}=*$/),
    auth: z.string().regex(/^[A-Za-z0-9_-]{22,24}=*$/),
  }),
});

const subscriptionIn = (text: string): z.output<typeof subscription> | undefined => {
  try {
    return subscription.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

const message = textMessage({ textMax: 2_000 }).extend({ to: z.string().min(1).max(2_000) });

const linkLine = /^https?:\/\/\S+$/;

/** What the service worker shows: a link on a line of its own is what a click opens. */
const payloadOf = (input: z.output<typeof message>, id: string): string => {
  const lines = input.text.split('\n');
  const url = lines.find((line) => linkLine.test(line.trim()))?.trim();
  const text = lines.filter((line) => line.trim() !== url).join('\n');
  return JSON.stringify({
    id,
    title: input.subject ?? '',
    text: text.trim(),
    ...(url === undefined ? {} : { url }),
  });
};

type Details = ReturnType<typeof webPush.generateRequestDetails>;

/** The encrypted request (RFC 8291); undefined where keys are none. */
const requestOf = (input: Parameters<typeof webPush.generateRequestDetails>): Details | undefined => {
  try {
    return webPush.generateRequestDetails(...input);
  } catch {
    return undefined;
  }
};

/** Whether a push service has the message: 201, or 202 and 200 of some. A page in HTML with 200 is somebody else's answer. */
const isTaken = ({ status, headers }: HttpAnswer): boolean =>
  status === 201 ||
  status === 202 ||
  (status === 200 && headers['content-type']?.toLowerCase().startsWith('text/html') !== true);

/** Notifications in browsers (RFC 8030): each is encrypted for the browser alone. The address on the channel `push` is the subscription. */
export const webPushPlugin = definePlugin({
  id: 'web-push',
  version: '1.0.0',
  name: 'Web push',
  config,
  hosts: ({ hosts }) => hosts,
  ownHosts: services,
  keptSecrets: ['privateKey'],
  actions: (action) => ({
    send: action({
      title: 'Send a notification',
      channel: 'push',
      input: message,
      output: z.object({ id: z.string() }),
      effect: 'write',
      idempotency: 'none',
      limits: ({ rate }) => rateLimits(rate),
      async run(ctx, input): Promise<Outcome<{ id: string }>> {
        const { publicKey, privateKey, contact, keepSeconds } = ctx.config;
        const to = subscriptionIn(input.to);
        if (to === undefined) {
          return {
            kind: 'rejected',
            code: 'invalid-recipient',
            message: 'The address is no subscription of a browser.',
          };
        }
        const vapidDetails = { subject: contact, publicKey, privateKey };
        const payload = payloadOf(input, ctx.idempotencyKey);
        // Of two with one topic a device that was off gets the later alone.
        const topic = ctx.idempotencyKey.replace(/[^\w-]/g, '').slice(0, 32);
        const details = requestOf([to, payload, { vapidDetails, TTL: keepSeconds, topic }]);
        if (details === undefined) return loginFailed('The keys of VAPID, or of the subscription, are none.');
        const headers = Object.entries(details.headers).map(([name, value]) => [name, value] as const);
        const answer = await ctx.http({
          url: details.endpoint,
          method: 'POST',
          // Its length is for anyone who sends it.
          headers: Object.fromEntries(headers.filter(([name]) => name !== 'Content-Length')),
          body: details.body ?? new Uint8Array(),
        });
        if (isTaken(answer)) {
          const id = answer.headers['location'] ?? '';
          return { kind: 'done', output: { id }, ...(id === '' ? {} : { providerId: id.slice(0, 500) }) };
        }
        if (answer.status === 404 || answer.status === 410) {
          return {
            kind: 'rejected',
            code: 'gone',
            message: 'The subscription has ended.',
            recipientBlocked: true,
          };
        }
        return providerFailure({ ctx, answer });
      },
    }),
  }),
});
