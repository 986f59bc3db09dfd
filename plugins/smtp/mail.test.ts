import { once } from 'node:events';
import { array, assert, asyncProperty, constantFrom, string } from 'fast-check';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { at, createHarness, type Harness, testNow } from '../testing/harness.ts';
import { mailWithFiles } from '../testing/example-mail.ts';
import { dkimKeys, exampleMail } from './examples.ts';
import { smtpPlugin } from './smtp.ts';

type Taken = { raw: Buffer; envelope: SMTPServerSession['envelope']; secure: boolean };

/** A real SMTP server that keeps what it takes. */
const createSink = async (options: SMTPServerOptions = {}) => {
  const taken: Taken[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    ...options,
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      const envelope = structuredClone(session.envelope);
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        taken.push({ raw: Buffer.concat(chunks), envelope, secure: session.secure });
        callback();
      });
    },
  });
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  return {
    taken,
    last: (): Taken => {
      const mail = taken.at(-1);
      if (mail === undefined) throw new Error('no mail came');
      return mail;
    },
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
};

let sink: Awaited<ReturnType<typeof createSink>>;
let harness: Harness;

const start = async (
  input: { config?: object; secrets?: Record<string, string>; server?: SMTPServerOptions } = {},
) => {
  sink = await createSink(input.server);
  harness = createHarness({
    plugin: smtpPlugin,
    config: { server: { host: '127.0.0.1', port: sink.port }, ...input.config },
    ...(input.secrets === undefined ? {} : { secrets: input.secrets }),
  });
  expect(harness.runtime.problems).toEqual([]);
};
const stop = async () => {
  await harness.close();
  await sink.close();
};
const send = (change: object = {}) =>
  harness.runtime.perform({
    ...at,
    action: 'send',
    input: { ...exampleMail, ...change },
    idempotencyKey: 'k',
    now: testNow,
  });

describe('a mail on the wire', () => {
  beforeEach(() => start());
  afterEach(stop);

  test('arrives as it was handed over: both parts, addresses, id, date, unsubscribe headers', async () => {
    expect(await send()).toMatchObject({
      kind: 'done',
      output: { response: expect.stringContaining('250') },
    });
    const { raw, envelope } = sink.last();
    const mail = await simpleParser(raw);
    expect(envelope.mailFrom).toMatchObject({ address: 'hello@shop.example' });
    expect(envelope.rcptTo).toMatchObject([{ address: 'ada@example.com' }]);
    expect(mail.from?.value).toEqual([{ name: 'The Shop', address: 'hello@shop.example' }]);
    expect(mail.to).toMatchObject({ value: [{ name: 'Ada Lovelace', address: 'ada@example.com' }] });
    expect(mail.replyTo?.value).toEqual([{ name: '', address: 'help@shop.example' }]);
    expect(mail.subject).toBe('You left something behind');
    expect(mail.html).toContain('<b>kettle</b>');
    expect(mail.text).toContain('your kettle waits');
    expect(mail.messageId).toBe('<m-1@shop.example>');
    expect(mail.date?.toISOString()).toBe('2026-03-01T12:00:00.000Z');
    expect(mail.headers.get('content-type')).toMatchObject({ value: 'multipart/alternative' });
    expect(raw.toString()).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
    expect(raw.toString()).not.toMatch(/X-Mailer/i);
    const line = mail.headerLines.find(({ key }) => key === 'list-unsubscribe')?.line ?? '';
    const unfolded = line.replace(/\r?\n\s+/g, ' ').replace(/^List-Unsubscribe: /i, '');
    expect(unfolded).toBe(exampleMail.headers?.['List-Unsubscribe']);
  });

  test('files go along: a picture that the HTML shows, and what is listed', async () => {
    await send({ html: '<p><img src="cid:chart-1"></p>', attachments: mailWithFiles.attachments });
    const mail = await simpleParser(sink.last().raw, { skipImageLinks: true });
    expect(
      mail.attachments.map(({ filename, contentType, cid, contentDisposition, content }) => ({
        filename,
        contentType,
        cid,
        contentDisposition,
        base64: content.toString('base64'),
      })),
    ).toEqual(
      expect.arrayContaining(
        mailWithFiles.attachments.map(({ name, type, base64, ...more }) => ({
          filename: name,
          contentType: type,
          cid: 'cid' in more ? more.cid : undefined,
          contentDisposition: 'cid' in more ? 'inline' : 'attachment',
          base64,
        })),
      ),
    );
  });

  test('lines that begin with a dot, and any language, arrive unharmed', async () => {
    const text = '.\n..\n.hidden\nñandú — 東京 🎉';
    await send({ text, subject: 'ñandú — 東京 🎉', toName: 'Ñandú, "the" <Bird>' });
    const mail = await simpleParser(sink.last().raw);
    expect(mail.text?.trimEnd()).toBe(text);
    expect(mail.subject).toBe('ñandú — 東京 🎉');
    expect(mail.to).toMatchObject({ value: [{ name: 'Ñandú, "the" <Bird>', address: 'ada@example.com' }] });
  });

  test('nothing a profile holds makes a second header or a second recipient', async () => {
    const hostile = array(
      constantFrom('\r', '\n', '\0', '\u2028', '\u2029', '\u0085', ':', '<', '>', ',', 'Bcc: e@x.io', ' '),
      {
        minLength: 1,
        maxLength: 12,
      },
    ).map((parts) => `a${parts.join('')}b`);
    const nasty = asyncProperty(hostile, string({ unit: 'grapheme', maxLength: 40 }), async (one, other) => {
      const subject = one + other;
      const outcome = await send({ subject, toName: one, headers: { 'X-Note': subject } });
      expect(outcome.kind).toBe('done');
      const { raw, envelope } = sink.last();
      const mail = await simpleParser(raw);
      const clean = (text: string) =>
        text
          .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
          .replace(/\s+/g, ' ')
          .trim();
      expect(envelope.rcptTo.length).toBe(1);
      expect(mail.headers.has('bcc')).toBe(false);
      expect(mail.headerLines.map(({ key }) => key).sort()).toEqual([
        'content-type',
        'date',
        'from',
        'message-id',
        'mime-version',
        'reply-to',
        'subject',
        'to',
        'x-note',
      ]);
      expect(clean(mail.subject ?? '')).toBe(clean(subject));
    });
    await assert(nasty, { numRuns: 60 });
  });

  test.each(['', 'Shop', 'a@b.c, d@e.f', 'Shop <not an address>'])(
    'a From that is not one address is refused, so that no mail goes out as a bounce: %s',
    async (from) => {
      expect((await send({ from })).kind).toBe('rejected');
      expect(sink.taken).toEqual([]);
    },
  );
});

describe('DKIM', () => {
  afterEach(stop);

  test('a signed mail passes, the unsubscribe headers are under the signature, and a changed one fails', async () => {
    const keys = dkimKeys();
    const dkim = { domain: 'shop.example', selector: 's1', privateKey: { env: 'KEY' } };
    // As keys often look in an environment variable.
    await start({ config: { dkim }, secrets: { KEY: keys.privateKey.replaceAll('\n', '\\n') } });
    const text = 'Hello Ada,\nyour kettle waits.  \n\n.\n\n';
    expect((await send({ text })).kind).toBe('done');
    const { raw } = sink.last();
    const resolver = async (name: string) => (name === 's1._domainkey.shop.example' ? [[keys.record]] : []);
    const verify = async (message: Buffer) => (await dkimVerify(message, { resolver })).results[0];
    const result = await verify(raw);
    expect(result?.status.result).toBe('pass');
    expect(result?.signingDomain).toBe('shop.example');
    const signature = /^DKIM-Signature:(?:.|\r\n[ \t])*/m.exec(raw.toString('latin1'))?.[0] ?? '';
    expect(signature.replace(/\s+/g, '').toLowerCase()).toContain('list-unsubscribe:list-unsubscribe-post');
    const changed = Buffer.from(raw.toString('latin1').replace('kettle', 'teapot'), 'latin1');
    expect((await verify(changed))?.status.result).not.toBe('pass');
  });
});

describe('TLS', () => {
  afterEach(stop);
  const server = { disabledCommands: [] };

  test('STARTTLS is used where it is offered', async () => {
    await start({ server, config: { verifyCertificate: false } });
    expect((await send()).kind).toBe('done');
    expect(sink.last().secure).toBe(true);
  });

  test('a certificate nobody vouches for is not accepted: the mail waits', async () => {
    await start({ server });
    expect(await send()).toMatchObject({ kind: 'retry', code: 'not-connected' });
    expect(sink.taken).toEqual([]);
  });

  test('where TLS is required, a server without it gets no mail', async () => {
    await start({ config: { tls: 'required' } });
    expect((await send()).kind).toBe('retry');
    expect(sink.taken).toEqual([]);
  });

  test('TLS from the first byte works, with a password', async () => {
    await start({
      server: {
        secure: true,
        authOptional: false,
        onAuth: (auth, _session, callback) =>
          callback(null, auth.password === 'right' ? { user: 'shop' } : undefined),
      },
      config: { server: { env: 'URL' }, verifyCertificate: false },
      secrets: { URL: 'smtps://nobody@127.0.0.1:1' },
    });
    const withPort = (pass: string) => {
      const url = `smtps://shop:${pass}@127.0.0.1:${sink.port}`;
      return createHarness({
        plugin: smtpPlugin,
        config: { server: { env: 'URL' }, verifyCertificate: false },
        secrets: { URL: url },
      });
    };
    await harness.close();
    harness = withPort('wrong');
    expect(await send()).toMatchObject({ kind: 'retry', code: 'auth-failed' });
    await harness.close();
    harness = withPort('right');
    expect((await send()).kind).toBe('done');
    expect(sink.last().secure).toBe(true);
  });
});

describe('the config', () => {
  test.each<[string, object, Record<string, string>]>([
    ['another protocol', { server: { env: 'URL' } }, { URL: 'http://127.0.0.1' }],
    ['no URL', { server: { env: 'URL' } }, { URL: 'localhost' }],
    ['no server', {}, {}],
    [
      'a key that is none',
      { server: { host: 'h' }, dkim: { domain: 'd', selector: 's', privateKey: { env: 'K' } } },
      { K: 'canary' },
    ],
    ['no connections', { server: { host: 'h' }, connections: 0 }, {}],
  ])('with %s is refused, and repeats no secret', async (_name, config, secrets) => {
    const refused = createHarness({ plugin: smtpPlugin, config, secrets });
    expect(refused.runtime.problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(refused.runtime.problems)).not.toContain('canary');
    await refused.close();
  });

  test('bounces go to the return path when there is one', async () => {
    await start({ config: { returnPath: 'bounces@shop.example' } });
    await send();
    expect(sink.last().envelope.mailFrom).toMatchObject({ address: 'bounces@shop.example' });
    await stop();
  });
});

describe('a server on a private network', () => {
  const mail = { ...at, action: 'send', input: exampleMail, idempotencyKey: 'k', now: testNow };

  test('is not connected to when only a workspace names it, and is when the operator does', async () => {
    const server = await createSink();
    const own = createHarness({
      plugin: smtpPlugin,
      config: { server: { host: '127.0.0.1', port: server.port } },
      allowPrivate: false,
    });
    expect(await own.runtime.perform(mail)).toMatchObject({ kind: 'retry', code: 'egress-refused' });
    expect(server.taken).toEqual([]);
    await own.close();
    const named = createHarness({
      plugin: smtpPlugin,
      config: { server: { env: 'SMTP_URL' } },
      secrets: { SMTP_URL: `smtp://127.0.0.1:${server.port}` },
      allowPrivate: false,
    });
    expect(await named.runtime.perform(mail)).toMatchObject({ kind: 'done' });
    expect(server.taken).toHaveLength(1);
    await named.close();
    await server.close();
  });
});
