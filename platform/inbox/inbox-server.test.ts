import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { type Inbox, startInbox } from './inbox-server.ts';

let inbox: Inbox;
beforeAll(async () => {
  inbox = await startInbox({ httpPort: 0 });
});
afterAll(() => inbox.stop());

const statusFor = (input: { host: string; path: string }): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const asked = request(new URL(input.path, inbox.url), { headers: { host: input.host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.on('error', reject);
    asked.end();
  });

test('the inbox is shown by its address, and to no page whose own name leads here', async () => {
  for (const path of ['/', '/api/mails']) {
    expect(await statusFor({ host: new URL(inbox.url).host, path })).toBe(200);
    expect(await statusFor({ host: 'localhost:1080', path })).toBe(200);
    expect(await statusFor({ host: 'evil.test', path })).toBe(403);
  }
});

const mailTo = (to: string): Buffer =>
  Buffer.from(`From: shop@shop.test\r\nTo: ${to}\r\nSubject: Hello\r\n\r\nHello\r\n`);

test('mails and port are kept over restarts, the newest of them; what is forgotten is gone from the folder', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'ciclo-inbox-'));
  const first = await startInbox({ httpPort: 0, dir });
  for (const to of ['ana@x.test', 'ben@x.test', 'eva@x.test']) await first.mailbox.add(mailTo(to));
  await first.stop();
  const second = await startInbox({ httpPort: 0, dir, max: 2 });
  expect(second.url).toBe(first.url);
  expect(second.mailbox.list().map(({ n, to }) => [n, ...to])).toEqual([
    [3, 'eva@x.test'],
    [2, 'ben@x.test'],
  ]);
  second.mailbox.forget(['ben@x.test']);
  expect((await second.mailbox.add(mailTo('fay@x.test'))).n).toBe(4);
  expect((await readdir(dir)).toSorted()).toEqual(['3.json', '4.json', 'port']);
  await second.stop();
  await rm(dir, { recursive: true });
});

test('where somebody else has the port by now, another one is taken', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'ciclo-inbox-'));
  const first = await startInbox({ httpPort: 0, dir });
  await first.stop();
  const other = createServer().listen(Number(new URL(first.url).port), '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const second = await startInbox({ httpPort: 0, dir });
  expect(second.url).not.toBe(first.url);
  await second.stop();
  other.close();
  await rm(dir, { recursive: true });
});
