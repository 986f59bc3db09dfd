import { conformance } from '../testing.ts';
import { postAsPostmark, postRaw } from './fake.ts';
import { inboundEmailPlugin } from './inbound-email.ts';

const secret = `whsec_${Buffer.from('canary-inbound-secret-one').toString('base64')}`;
const next = `whsec_${Buffer.from('canary-inbound-secret-two').toString('base64')}`;

const mail = (subject: string): string =>
  ['From: Ada <ada@example.com>', 'To: help@shop.example', `Subject: ${subject}`, '', 'Where is it?'].join(
    '\r\n',
  );
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const posted = (subject: string) => ({
  RawEmail: mail(subject),
  MessageID: `id-of-${subject}`,
  OriginalRecipient: 'help@shop.example',
});

conformance({
  plugin: inboundEmailPlugin,
  secrets: { IN_SECRET: secret, IN_NEXT: next, IN_PASSWORD: 'canary-postmark-password' },
  config: () => ({
    secrets: [{ env: 'IN_SECRET' }, { env: 'IN_NEXT' }],
    postmark: { user: 'postmark', password: { env: 'IN_PASSWORD' } },
    authserv: 'mx.shop.example',
  }),
  webhooks: {
    main: {
      sign: postRaw,
      required: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
      signsTime: true,
      secretNames: ['IN_SECRET', 'IN_NEXT'],
      examples: [
        {
          name: 'a mail',
          body: mail('one'),
          events: [],
          messages: [{ type: 'mail', base64: base64(mail('one')), authserv: 'mx.shop.example' }],
        },
        {
          name: 'another mail',
          body: mail('two'),
          events: [],
          messages: [{ type: 'mail', base64: base64(mail('two')) }],
        },
      ],
    },
    postmark: {
      sign: (input) => postAsPostmark({ ...input, user: 'postmark' }),
      required: ['authorization'],
      signsTime: false,
      secretNames: ['IN_PASSWORD'],
      examples: [
        {
          name: 'a mail',
          body: posted('one'),
          events: [],
          messages: [{ type: 'mail', base64: base64(mail('one')), recipients: ['help@shop.example'] }],
        },
        {
          name: 'another mail',
          body: posted('two'),
          events: [],
          messages: [{ type: 'mail', base64: base64(mail('two')) }],
        },
      ],
    },
  },
});
