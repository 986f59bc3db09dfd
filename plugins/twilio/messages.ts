import { createHmac } from 'node:crypto';
import { z } from 'zod';
import {
  anySame,
  deliveryEvents,
  type DeliveryReport,
  type InboundMessage,
  type ReadRequest,
  refused,
  type Verdict,
  verified,
  type Webhook,
} from '../contract.ts';
import { kindOfError, OPTED_OUT } from './errors.ts';

const told = z.object({
  MessageSid: z.string().min(1).max(100),
  MessageStatus: z.string().optional(),
  From: z.string().optional(),
  To: z.string().optional(),
  Body: z.string().optional(),
  ErrorCode: z.string().optional(),
  ErrorMessage: z.string().optional(),
  /** Of Advanced Opt-Out: Twilio took the message for such a word, and has answered it. */
  OptOutType: z.string().optional(),
});

type Said = z.output<typeof told>;

const states: ReadonlyMap<string, DeliveryReport['state']> = new Map([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['undelivered', 'bounced'],
  ['failed', 'bounced'],
  ['read', 'opened'],
]);

const saidIn = (request: ReadRequest): Said | undefined =>
  told.safeParse(Object.fromEntries(new URLSearchParams(request.text))).data;

/** The addresses a request may have been sent to: proxies change scheme, host and port, and Twilio signs what it calls. */
const addressesOf = (request: ReadRequest, configured: string | undefined): readonly string[] => {
  const host = request.headers['host'] ?? '';
  const query = new URLSearchParams(request.query).toString();
  const search = query === '' ? '' : `?${query}`;
  const bare = host.replace(/:\d+$/, '');
  const origins = [
    `https://${bare}`,
    `https://${bare}:443`,
    `https://${host}`,
    `http://${host}`,
    `http://${bare}:80`,
  ];
  return [
    ...(configured === undefined ? [] : [`${configured}${search}`]),
    ...origins.map((origin) => `${origin}${request.path}${search}`),
  ];
};

type Signing = { readonly authToken: string; readonly webhookUrl?: string | undefined };

/** `X-Twilio-Signature`: HMAC-SHA1 over the address and the sorted fields of the form. */
const verdictOf = (config: Signing, request: ReadRequest): Verdict => {
  const sent = request.headers['x-twilio-signature'] ?? '';
  if (sent === '') return refused('missing-signature', 'The header X-Twilio-Signature is missing.');
  const fields = [...new URLSearchParams(request.text)]
    .toSorted(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
    .map(([name, value]) => `${name}${value}`)
    .join('');
  const expected = addressesOf(request, config.webhookUrl).map((address) =>
    createHmac('sha1', config.authToken).update(`${address}${fields}`).digest('base64'),
  );
  if (!anySame({ sent: [sent], expected })) {
    return refused(
      'bad-signature',
      'The signature does not match. Is the address at Twilio the one it arrives at?',
    );
  }
  return saidIn(request) === undefined ? refused('malformed', 'The body names no message.') : verified;
};

const reportOf = (said: Said, state: DeliveryReport['state'], ours: string | undefined): DeliveryReport => {
  const { MessageSid: sid, MessageStatus: status = '', ErrorCode: code } = said;
  const isOptOut = state === 'bounced' && code === OPTED_OUT;
  return {
    state: isOptOut ? 'unsubscribed' : state,
    channel: 'sms',
    address: said.To ?? '',
    id: `${sid}:${status}`,
    messageId: ours,
    providerId: sid,
    kind: kindOfError.get(code ?? '') ?? 'soft',
    reason: said.ErrorMessage,
    code,
  };
};

type Word = NonNullable<Extract<InboundMessage, { type: 'message' }>['optOut']>['word'];

const wordOfType: ReadonlyMap<string, Word> = new Map([
  ['STOP', 'stop'],
  ['START', 'start'],
  ['HELP', 'help'],
]);

/** The words that Twilio answers without Advanced Opt-Out, by twilio.com/docs ("Twilio support for opt-out keywords"). */
const answeredByTwilio: ReadonlyMap<string, Word> = new Map([
  ['STOP', 'stop'],
  ['STOPALL', 'stop'],
  ['UNSUBSCRIBE', 'stop'],
  ['CANCEL', 'stop'],
  ['END', 'stop'],
  ['QUIT', 'stop'],
  ['REVOKE', 'stop'],
  ['OPTOUT', 'stop'],
  ['START', 'start'],
  ['UNSTOP', 'start'],
  ['YES', 'start'],
  ['HELP', 'help'],
  ['INFO', 'help'],
]);

/** The opt-out word that Twilio took a message for, and has answered; none where the account leaves that to us. */
const wordIn = (said: Said, isTwilios: boolean): Word | undefined =>
  wordOfType.get(said.OptOutType?.toUpperCase() ?? '') ??
  (isTwilios ? answeredByTwilio.get((said.Body ?? '').trim().toUpperCase()) : undefined);

type Answering = { readonly trustNumbers: boolean; readonly optOutAnswers: 'twilio' | 'ciclo' };

const messageOf = (said: Said, config: Answering): InboundMessage => {
  const word = wordIn(said, config.optOutAnswers === 'twilio');
  return {
    type: 'message',
    id: said.MessageSid,
    channel: 'sms',
    from: { address: said.From ?? '' },
    ...(config.trustNumbers ? { authenticated: true } : {}),
    ...(said.To === undefined ? {} : { to: said.To }),
    text: said.Body ?? '',
    ...(word === undefined ? {} : { optOut: { word, answered: true } }),
  };
};

/** What became of messages, and what people write. Twilio signs no time; a message counts once by its id and state. */
export const messagesWebhook = <Config extends Signing & Answering>(): Webhook<Config> => ({
  title: 'Answers, and what became of text messages',
  verification: { by: 'signature' },
  body: 'text',
  maxBytes: 100_000,
  verify: (ctx, request) => verdictOf(ctx.config, request),
  dedupeKey: (request) => {
    const said = saidIn(request);
    return said === undefined ? '' : `${said.MessageSid}:${said.MessageStatus ?? 'received'}`;
  },
  topic: (request) => saidIn(request)?.MessageStatus ?? 'received',
  normalise: (ctx, request) => {
    const said = saidIn(request);
    if (said === undefined) return refused('malformed', 'The body names no message.');
    if (said.MessageStatus === undefined) {
      return said.From === undefined ? [] : [messageOf(said, ctx.config)];
    }
    const state = states.get(said.MessageStatus);
    if (state === undefined) return [];
    const at = ctx.now;
    return deliveryEvents({ ...reportOf(said, state, request.query['message_id']), at });
  },
});
