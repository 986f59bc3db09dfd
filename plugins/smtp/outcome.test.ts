import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { at, createHarness, type Harness, testNow } from '../testing/harness.ts';
import { exampleMail } from './examples.ts';
import { createSmtpFake, type SmtpScript } from './fake.ts';
import { smtpPlugin } from './smtp.ts';

let fake: Awaited<ReturnType<typeof createSmtpFake>>;
let harness: Harness;

const start = (config: object = {}, more: { graceMs?: number } = {}) =>
  createHarness({
    ...more,
    plugin: smtpPlugin,
    config: { server: { host: '127.0.0.1', port: fake.port }, connectTimeoutMs: 2_000, ...config },
  });

const send = (input: { change?: object; signal?: AbortSignal } = {}) =>
  harness.runtime.perform({
    ...at,
    action: 'send',
    input: { ...exampleMail, ...input.change },
    idempotencyKey: 'k',
    now: testNow,
    signal: input.signal,
  });

beforeEach(async () => {
  fake = await createSmtpFake();
  harness = start();
});
afterEach(async () => {
  await harness.close();
  await fake.close();
});

const retry = { kind: 'retry' };
const blocked = { kind: 'rejected', recipientBlocked: true };
const unwelcome = { kind: 'rejected', recipientBlocked: false };
const unknown = { kind: 'unknown' };

describe('what the server answers decides the outcome', () => {
  test.each<[string, SmtpScript, object]>([
    ['greeting 421', { greeting: '421 4.3.2 Busy' }, retry],
    ['greeting 554', { greeting: '554 5.7.1 Go away' }, retry],
    ['closed at the greeting', { greeting: 'drop' }, retry],
    ['EHLO and HELO refused', { ehlo: '502 5.5.1 No' }, retry],
    ['closed at EHLO', { ehlo: 'drop' }, retry],
    ['sender deferred', { mail: '451 4.7.1 Greylisted' }, retry],
    ['sender refused', { mail: '550 5.7.1 Not you' }, unwelcome],
    ['sender refused, bare', { mail: '550 No' }, unwelcome],
    ['authentication needed', { mail: '530 5.7.0 Authentication required' }, retry],
    ['closed at MAIL', { mail: 'drop' }, retry],
    ['recipient deferred', { rcpt: '450 4.2.1 Busy mailbox' }, retry],
    ['recipient over quota for now', { rcpt: '452 4.2.2 Full' }, retry],
    ['421 at RCPT', { rcpt: '421 4.7.0 Too many' }, retry],
    ['no such user', { rcpt: '550 5.1.1 <ada@example.com> unknown' }, blocked],
    ['no such user, bare', { rcpt: '550 unknown user' }, blocked],
    ['no such domain', { rcpt: '550 5.1.2 No such domain' }, blocked],
    ['null MX', { rcpt: '556 5.1.10 Domain takes no mail' }, blocked],
    ['mailbox disabled', { rcpt: '550 5.2.1 Disabled' }, blocked],
    ['as Exchange says it', { rcpt: '550 5.4.1 Recipient address rejected: Access denied' }, blocked],
    ['syntax of the address', { rcpt: '501 5.1.3 Bad address' }, blocked],
    ['bare 553', { rcpt: '553 mailbox name not allowed' }, unwelcome],
    ['bare 554', { rcpt: '554 no' }, unwelcome],
    ['mailbox full, with 550', { rcpt: '550 Mailbox quota exceeded' }, unwelcome],
    [
      'a block list',
      { rcpt: '550 Service unavailable; client host [192.0.2.1] blocked using an RBL' },
      unwelcome,
    ],
    [
      'a block list, in other words',
      { rcpt: '550 JunkMail rejected - host [192.0.2.1] is in a DNSBL' },
      unwelcome,
    ],
    ['reputation', { rcpt: '554 Message rejected because of poor reputation of the sending IP' }, unwelcome],
    ['SPF', { rcpt: '550 SPF check failed for domain shop.test' }, unwelcome],
    ['relaying', { rcpt: '550 relay not permitted' }, unwelcome],
    ['mailbox full for good', { rcpt: '552 5.2.2 Over quota' }, unwelcome],
    ['mailbox full, bare', { rcpt: '552 Over quota' }, unwelcome],
    ['policy at RCPT', { rcpt: '550 5.7.1 Blocked by policy' }, unwelcome],
    ['bad sender, said at RCPT', { rcpt: '550 5.1.8 Bad sender' }, unwelcome],
    ['closed at RCPT', { rcpt: 'drop' }, retry],
    ['bad sequence', { data: '503 5.5.1 Bad sequence' }, retry],
    ['policy at DATA', { data: '554 5.7.1 No' }, unwelcome],
    ['deferred at DATA', { data: '451 4.3.0 Later' }, retry],
    ['closed at DATA', { data: 'drop' }, retry],
    ['deferred after the message', { body: '451 4.3.0 Later' }, retry],
    ['421 after the message', { body: '421 4.3.2 Shutting down' }, retry],
    ['content refused', { body: '554 5.7.1 Spam' }, unwelcome],
    ['content refused, bare', { body: '550 Spam' }, unwelcome],
    ['too large', { body: '552 5.3.4 Too large' }, unwelcome],
    ['no such user, said after the message', { body: '550 5.1.1 Unknown' }, blocked],
    ['closed after the message', { body: 'drop' }, unknown],
    ['nonsense', { greeting: 'hello there' }, retry],
  ])('%s', async (_name, script, outcome) => {
    fake.play(script);
    expect(await send()).toMatchObject(outcome);
  });

  test('silence before the message is retried, silence after it is unknown', async () => {
    await harness.close();
    // However busy this machine is, what was called off has the time to say how far it came.
    harness = start({}, { graceMs: 60_000 });
    const calledOffInSilence = async () => {
      const stop = new AbortController();
      const silence = fake.silence().then(() => stop.abort());
      const outcome = await send({ signal: stop.signal });
      await silence;
      return outcome;
    };
    for (const stage of ['greeting', 'ehlo', 'mail', 'rcpt', 'data'] as const) {
      fake.play({ [stage]: 'hang' });
      expect(await calledOffInSilence(), stage).toMatchObject(retry);
    }
    fake.play({ body: 'hang' });
    expect(await calledOffInSilence()).toMatchObject(unknown);
  });

  test('a server that is silent for longer than it may is left', async () => {
    await harness.close();
    // Longer than this machine takes to answer by itself.
    harness = start({ replyTimeoutMs: 1_000 });
    fake.play({ rcpt: 'hang' });
    expect(await send()).toMatchObject(retry);
    fake.play({ body: 'hang' });
    expect(await send()).toMatchObject(unknown);
  });

  test('a connection lost in the middle of a long message is retried: its end was never sent', async () => {
    fake.play({ midway: 'drop' });
    expect(await send({ change: { html: 'x '.repeat(5_000_000) } })).toMatchObject(retry);
    expect(fake.mails).toEqual([]);
  });

  test('wrong credentials are retried: correcting them sends the mail', async () => {
    await harness.close();
    harness = createHarness({
      plugin: smtpPlugin,
      config: { server: { env: 'URL' } },
      secrets: { URL: `smtp://shop:p%40ss-canary@127.0.0.1:${fake.port}` },
    });
    fake.play({ auth: '535 5.7.8 Bad credentials p@ss-canary' });
    const outcome = await send();
    expect(outcome).toMatchObject({ kind: 'retry', code: 'auth-failed', afterMs: 60_000 });
    expect(JSON.stringify([outcome, harness.logged])).not.toMatch(/p@ss-canary|p%40ss-canary/);
    fake.play({});
    expect((await send()).kind).toBe('done');
  });

  test('no outcome repeats an address: outcomes are kept where no personal data belongs', async () => {
    fake.play({ rcpt: '550 5.1.1 <ada@example.com>: no mailbox ada@example.com here' });
    expect(JSON.stringify(await send())).not.toContain('ada@');
  });

  test('a mail that was refused leaves the connection to the next one', async () => {
    await harness.close();
    harness = start({ connections: 1 });
    fake.play({ rcpt: '550 5.1.1 Unknown' });
    await send();
    fake.play({});
    expect((await send()).kind).toBe('done');
    expect(fake.connections()).toBe(1);
  });

  test('a connection the server dropped while it was idle costs no mail', async () => {
    expect((await send()).kind).toBe('done');
    fake.cut();
    expect((await send()).kind).toBe('done');
    expect(fake.mails.length).toBe(2);
  });

  test('many mails share the connections of the pool', async () => {
    const mails = Array.from({ length: 60 }, () => send());
    expect((await Promise.all(mails)).every((outcome) => outcome.kind === 'done')).toBe(true);
    expect(fake.connections()).toBeLessThanOrEqual(5);
    expect(fake.mails.length).toBe(60);
  });

  test('an outage costs nothing but time', async () => {
    const { port } = fake;
    await fake.close();
    expect(await send()).toMatchObject({ kind: 'retry', code: 'not-connected' });
    expect(port).toBeGreaterThan(0);
  });

  test('a rate in the configuration is a reserved slot, which a later call may use', async () => {
    await harness.close();
    harness = start({ rate: { messages: 1, perSeconds: 10 } });
    expect((await send()).kind).toBe('done');
    const limited = await send();
    expect(limited).toMatchObject({
      kind: 'retry',
      code: 'rate-limited',
      afterMs: 10_000,
      slotAt: testNow + 10_000,
    });
    const later = {
      ...at,
      action: 'send',
      input: exampleMail,
      idempotencyKey: 'k',
      slotAt: testNow + 10_000,
    };
    expect((await harness.runtime.perform({ ...later, now: testNow + 10_000 })).kind).toBe('done');
  });
});
