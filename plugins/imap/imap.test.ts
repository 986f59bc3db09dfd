import { afterEach, describe, expect, test } from 'vitest';

import type { Cursor } from '../contract.ts';
import { at, createHarness, type Harness, testNow } from '../testing/harness.ts';
import { conformance } from '../testing.ts';
import { startOf } from './cursor.ts';
import { startImapServer, type ImapServer } from './fake.ts';
import { imapPlugin } from './imap.ts';

const config = { server: { env: 'IMAP_URL' } };

const mail = (n: number): string =>
  `From: ana@example.com\r\nMessage-ID: <m-${n}@example.com>\r\nSubject: Mail ${n}\r\n\r\nHello ${n}`;

conformance({
  plugin: imapPlugin,
  secrets: { IMAP_URL: 'imaps://help:canary-imap-password@mail.example.com' },
  config: () => config,
  polls: {
    mailbox: {
      plays: [],
      many: 45,
      clocks: ['at'],
      start: async () => {
        const server = await startImapServer();
        const stopped: Promise<void>[] = [];
        return {
          url: '',
          secrets: { IMAP_URL: server.url },
          add: (name) => {
            server.add(mail(Number(name)));
            return Buffer.from(mail(Number(name))).toString('base64');
          },
          close: () => {
            if (stopped.length === 0) stopped.push(server.stop());
            return stopped[0] ?? Promise.resolve();
          },
        };
      },
    },
  },
});

describe('a mailbox', () => {
  const open: { server?: ImapServer; harness?: Harness } = {};
  afterEach(async () => {
    await open.harness?.close();
    await open.server?.stop();
  });
  const start = async (input: { mails?: readonly string[]; more?: object; isSecure?: boolean } = {}) => {
    const server = await startImapServer(input.mails, input.isSecure);
    const harness = createHarness({
      plugin: imapPlugin,
      config: { ...config, ...input.more },
      secrets: { IMAP_URL: server.url },
    });
    Object.assign(open, { server, harness });
    const look = (cursor?: Cursor) =>
      harness.runtime.look({ ...at, poll: 'mailbox', cursor, now: testNow, systemTime: testNow });
    return { server, harness, look };
  };
  type Look = Awaited<ReturnType<Awaited<ReturnType<typeof start>>['look']>>;
  const done = (looked: Look) => (looked.kind === 'events' ? looked : expect.fail(JSON.stringify(looked)));
  const subjects = (looked: Look): readonly (string | undefined)[] =>
    done(looked).messages.map((one) =>
      one.type === 'mail'
        ? /^Subject: (.*?)\r?$/m.exec(Buffer.from(one.base64, 'base64').toString())?.[1]
        : undefined,
    );

  test('is looked at from now on, and each mail is fetched once', async () => {
    const { server, look } = await start({ mails: [mail(1)] });
    const first = done(await look());
    expect(first.messages).toEqual([]);
    server.add(mail(2));
    const second = await look(first.cursor);
    expect(subjects(second)).toEqual(['Mail 2']);
    expect(subjects(await look(done(second).cursor))).toEqual([]);
    expect(done(second).messages[0]).toMatchObject({ base64: Buffer.from(mail(2)).toString('base64') });
  });

  test('has its mails marked as seen once they are stored, and not before', async () => {
    const { server, look } = await start({ more: { first: 'all' }, mails: [mail(1), mail(2)] });
    const first = await look();
    expect(subjects(first)).toEqual(['Mail 1', 'Mail 2']);
    expect(server.count('INBOX').seen).toBe(0);
    expect(subjects(await look())).toEqual(['Mail 1', 'Mail 2']);
    await look(done(first).cursor);
    expect(server.count('INBOX')).toEqual({ all: 2, seen: 2 });
  });

  test('has them moved where that is asked for', async () => {
    const { server, look } = await start({ more: { first: 'all', moveTo: 'Done' }, mails: [mail(1)] });
    const first = await look();
    await look(done(first).cursor);
    expect([server.count('INBOX').all, server.count('Done').all]).toEqual([0, 1]);
  });

  test('with many mails is fetched in parts', async () => {
    const { look } = await start({
      more: { first: 'all' },
      mails: Array.from({ length: 45 }, (_one, n) => mail(n)),
    });
    const found: (string | undefined)[] = [];
    let cursor: Cursor | undefined;
    for (let more = true; more;) {
      const looked = done(await look(cursor));
      found.push(...subjects(looked));
      ({ cursor, more } = looked);
    }
    expect(found).toEqual(Array.from({ length: 45 }, (_one, n) => `Mail ${n}`));
  });

  test('that was made again is looked at by time, since its numbers are of other mails', async () => {
    const { server, look } = await start({ more: { first: 'all' }, mails: [mail(1), mail(2), mail(3)] });
    const first = await look();
    server.rebuild([mail(4)]);
    const again = await look(done(first).cursor);
    expect(subjects(again)).toEqual(['Mail 4']);
    expect(server.count('INBOX').seen).toBe(0);
    server.add(mail(5));
    expect(subjects(await look(done(again).cursor))).toEqual(['Mail 5']);
  });

  test('that refuses the password is tried later, and nothing says the password', async () => {
    const { server, harness } = await start();
    await harness.close();
    const other = createHarness({
      plugin: imapPlugin,
      config,
      secrets: { IMAP_URL: server.urlWith('a-wrong-canary') },
    });
    open.harness = other;
    const input = { ...at, poll: 'mailbox', cursor: undefined, now: testNow, systemTime: testNow };
    const looked = await other.runtime.look(input);
    expect(looked).toMatchObject({ kind: 'failed', code: 'login-refused', afterMs: 300_000 });
    expect(JSON.stringify([looked, other.logged])).not.toContain('a-wrong-canary');
  });

  test('is reached under TLS, and not where nobody vouches for the certificate', async () => {
    const one = { isSecure: true, mails: [mail(1)] };
    const refusing = await start({ ...one, more: { first: 'all' } });
    expect(await refusing.look()).toMatchObject({ kind: 'failed', code: 'poll-failed' });
    await refusing.harness.close();
    await refusing.server.stop();
    const { look } = await start({ ...one, more: { first: 'all', verifyCertificate: false } });
    expect(subjects(await look())).toEqual(['Mail 1']);
  });

  test('that is away is tried again', async () => {
    const { server, look } = await start();
    await server.stop();
    expect(await look()).toMatchObject({ kind: 'failed', code: 'poll-failed' });
  });
});

describe('where a look begins', () => {
  const now = { uidValidity: '7', uidNext: 10, first: 'new' } as const;
  test.each([
    ['nothing is known', undefined, { kind: 'after', uid: 9, mark: [] }],
    ['the cursor is of something else', { page: 2 }, { kind: 'after', uid: 9, mark: [] }],
    [
      'it was looked before',
      { uidValidity: '7', uid: 4, taken: [3, 4], at: 5 },
      { kind: 'after', uid: 4, mark: [3, 4] },
    ],
    [
      'the numbers are others now',
      { uidValidity: '6', uid: 4, taken: [4], at: 2 * 86_400_000 },
      { kind: 'since', at: 86_400_000 },
    ],
  ])('when %s', (_name, cursor, expected) => {
    expect(startOf({ cursor, ...now })).toEqual(expected);
  });
});
