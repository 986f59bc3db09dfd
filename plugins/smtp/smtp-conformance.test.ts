import { conformance } from '../testing.ts';
import { dkimKeys, exampleMail } from './examples.ts';
import { createSmtpFake, type SmtpScript } from './fake.ts';
import { smtpPlugin } from './smtp.ts';

const scripts: Record<string, SmtpScript> = {
  ok: {},
  unavailable: { rcpt: '451 4.3.0 Try again later' },
  'server-error': { mail: '421 4.3.2 Shutting down' },
  unauthorized: { auth: '535 5.7.8 Bad credentials' },
  refused: { rcpt: '550 5.1.1 No such user' },
  lost: { body: 'drop' },
  hang: { body: 'hang' },
  garbage: { ehlo: 'HTTP/1.1 200 OK' },
};

conformance({
  plugin: smtpPlugin,
  secrets: { SMTP_PASSWORD: 'canary-password-1', DKIM_KEY: dkimKeys().privateKey },
  config: (url) => ({
    server: {
      host: '127.0.0.1',
      port: Number(new URL(url).port || 25),
      auth: { user: 'shop', pass: { env: 'SMTP_PASSWORD' } },
    },
    dkim: { domain: 'shop.example', selector: 's1', privateKey: { env: 'DKIM_KEY' } },
  }),
  provider: {
    start: async () => {
      const fake = await createSmtpFake();
      return {
        url: `smtp://127.0.0.1:${fake.port}`,
        play: (scenario) => fake.play(scripts[scenario] ?? {}),
        silence: fake.silence,
        effects: () => fake.mails.length,
        close: fake.close,
      };
    },
    plays: ['ok', 'unavailable', 'server-error', 'unauthorized', 'refused', 'lost', 'hang', 'garbage'],
    // A 4xx reply says that the server has not taken the mail.
    expects: { unavailable: 'retry', 'server-error': 'retry' },
  },
  actions: {
    send: {
      input: exampleMail,
      junk: [
        { ...exampleMail, to: 'ada@example.com, eve@example.com' },
        { ...exampleMail, to: 'ada@example.com\r\nBcc: eve@example.com' },
        { ...exampleMail, to: 'ada' },
        { ...exampleMail, messageId: 'm-1' },
        { ...exampleMail, html: { path: '/etc/passwd' } },
        { ...exampleMail, attachments: [{ path: '/etc/passwd' }] },
        { ...exampleMail, headers: { Bcc: 'eve@example.com' } },
        { ...exampleMail, headers: { 'X: y\r\nBcc': 'eve@example.com' } },
        { ...exampleMail, headers: { 'Content-Type': 'text/plain' } },
        { ...exampleMail, date: 'yesterday' },
      ],
    },
  },
});
