import { generateKeyPairSync } from 'node:crypto';
import { conformance, exampleMail, junkMails, scenarios } from '../testing.ts';
import { createSendgridFake, signedEvents } from './fake.ts';
import { sendgridPlugin } from './sendgrid.ts';

/** A key pair as SendGrid shows the public half: SPKI in DER and base64. */
const keyPair = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  });
  return { shown: publicKey.toString('base64'), signs: privateKey.toString('base64') };
};

const [current, next, other] = [keyPair(), keyPair(), keyPair()];
const signerOf = (shown: string): string =>
  [current, next].find((pair) => pair.shown === shown)?.signs ?? other.signs;

const said = (event: string, more: object = {}) => ({
  email: 'ada@example.com',
  timestamp: 1_772_366_400,
  'smtp-id': '<m-1@shop.example>',
  event,
  category: [],
  sg_event_id: `id-of-${event}`,
  sg_message_id: 'sg-1.filter0001',
  ciclo_message_id: 'message-1',
  ...more,
});
const named = { properties: { channel: 'email', message_id: 'message-1', provider_id: 'sg-1.filter0001' } };

conformance({
  plugin: sendgridPlugin,
  secrets: { API_KEY: 'SG.canary-sendgrid-key', KEY_ONE: current.shown, KEY_TWO: next.shown },
  config: (url) => ({
    ...(url === '' ? {} : { url }),
    apiKey: { env: 'API_KEY' },
    webhookKeys: [{ env: 'KEY_ONE' }, { env: 'KEY_TWO' }],
    rate: { messages: 50, perSeconds: 1 },
  }),
  provider: { start: () => createSendgridFake('SG.canary-sendgrid-key'), plays: scenarios },
  actions: { send: { input: exampleMail, junk: junkMails } },
  webhooks: {
    main: {
      sign: ({ body, secret, now }) => signedEvents({ body, privateKey: signerOf(secret), now }),
      required: ['x-twilio-email-event-webhook-signature', 'x-twilio-email-event-webhook-timestamp'],
      signsTime: false,
      secretNames: ['KEY_ONE', 'KEY_TWO'],
      examples: [
        {
          name: 'the way of a mail that arrives',
          body: [
            said('processed'),
            said('deferred', { response: '400 try again later', attempt: '1' }),
            said('delivered', { response: '250 OK' }),
            said('open', { sg_machine_open: true }),
            said('click', { url: 'https://shop.example/kettle' }),
            said('group_resubscribe'),
          ],
          events: [
            { event: 'Email Sent', ...named },
            { event: 'Email Deferred', properties: { ...named.properties, reason: '400 try again later' } },
            { event: 'Email Delivered', externalIds: [{ kind: 'email', value: 'ada@example.com' }] },
            { event: 'Email Opened', properties: { ...named.properties, machine: true } },
            {
              event: 'Link Clicked',
              properties: { ...named.properties, url: 'https://shop.example/kettle' },
            },
          ],
        },
        {
          name: 'bounces of every kind',
          body: [
            said('bounce', {
              reason: '550 5.1.1 user unknown',
              status: '5.1.1',
              type: 'bounce',
              bounce_classification: 'Invalid Address',
            }),
            said('bounce', {
              sg_event_id: 'b2',
              reason: '550 5.7.1 listed on Spamhaus',
              status: '5.7.1',
              type: 'blocked',
              bounce_classification: 'Reputation',
            }),
            said('bounce', {
              sg_event_id: 'b3',
              reason: '552 5.2.2 mailbox full',
              status: '5.2.2',
              type: 'bounce',
              bounce_classification: 'Mailbox Unavailable',
            }),
            said('dropped', { reason: 'Bounced Address', status: '5.0.0' }),
            said('dropped', { sg_event_id: 'd2', reason: 'Unsubscribed Address' }),
          ],
          events: [
            {
              event: 'Email Bounced',
              properties: {
                ...named.properties,
                kind: 'hard',
                code: '5.1.1',
                reason: '550 5.1.1 user unknown',
              },
            },
            {
              event: 'Email Bounced',
              properties: {
                ...named.properties,
                kind: 'policy',
                code: '5.7.1',
                reason: '550 5.7.1 listed on Spamhaus',
              },
            },
            {
              event: 'Email Bounced',
              properties: {
                ...named.properties,
                kind: 'soft',
                code: '5.2.2',
                reason: '552 5.2.2 mailbox full',
              },
            },
            {
              event: 'Email Bounced',
              properties: { ...named.properties, kind: 'hard', code: '5.0.0', reason: 'Bounced Address' },
            },
            {
              event: 'Email Bounced',
              properties: { ...named.properties, kind: 'policy', reason: 'Unsubscribed Address' },
            },
          ],
        },
        {
          name: 'a complaint and an unsubscription',
          body: [said('spamreport'), said('unsubscribe'), { event: 'account_status_change' }],
          events: [
            { event: 'Email Marked as Spam', ...named },
            { event: 'Unsubscribed', ...named },
          ],
        },
      ],
    },
  },
});
