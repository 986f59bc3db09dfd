import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { imapPlugin } from '../../plugins/imap/imap.ts';
import { smtpPlugin } from '../../plugins/smtp/smtp.ts';
import { callAction, lookOnce, mailWithFiles } from '../../plugins/testing.ts';
import { adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';
import { password, startMailServers } from './mail-servers.ts';
import { ownFolder, until } from './program.ts';

const journey = (key: string, on: string, steps: readonly object[]) => ({
  key,
  name: key,
  stage: 'service',
  entry: { on, again: 'always' },
  steps,
});

const files = {
  'journeys/thank.json': journey('thank', 'Order Completed', [
    { id: 'mail', type: 'send', channel: 'email', message: 'order-thanks' },
  ]),
  'journeys/deferred.json': journey('deferred', 'Email Deferred', [
    { id: 'over', type: 'exit', outcome: 'deferred' },
  ]),
};

const suppressed = z.object({ suppressions: z.array(z.looseObject({ reason: z.string() })) });
const runs = z.object({ runs: z.array(z.looseObject({ journey: z.string() })) });

describe('mail with Postfix and Dovecot', () => {
  let folder: Awaited<ReturnType<typeof ownFolder>>;
  let servers: Awaited<ReturnType<typeof startMailServers>>;
  let engine: TestedEngine;
  let ca: string;

  const addressOf = (scheme: string, port: number, user: string, pass = password): string =>
    `${scheme}://${encodeURIComponent(user)}:${encodeURIComponent(pass)}@localhost:${port}`;
  const smtp = () => ({
    server: { env: 'SMTP_URL' },
    tls: 'required',
    ca,
    returnPath: 'bounces@shop.example',
  });
  const imap = () => ({ server: { env: 'CICLO_PLUGIN_IMAP' }, ca, first: 'all' });

  beforeAll(async () => {
    folder = await ownFolder();
    servers = await startMailServers(folder.path);
    ca = await readFile(servers.certificate, 'utf8');
    const plugins = { mail: { use: 'smtp', config: smtp() }, box: { use: 'imap', config: imap() } };
    engine = await startMemoryEngine({
      env: {
        SMTP_URL: addressOf('smtp', servers.smtp, 'orders@shop.example'),
        CICLO_PLUGIN_IMAP: addressOf('imaps', servers.imap, 'bounces@shop.example'),
      },
      files: (tenant) => shopFiles({ tenant, files, settings: { plugins } }),
    });
  });
  afterAll(async () => {
    await engine.close();
    await servers.stop();
    await folder.remove();
  });

  const send = async (to: string, more: object = {}, pass = password) => {
    const messageId = `<${randomUUID()}@shop.example>`;
    const outcome = await callAction({
      plugin: smtpPlugin,
      config: smtp(),
      secrets: { SMTP_URL: addressOf('smtp', servers.smtp, 'orders@shop.example', pass) },
      action: 'send',
      input: { ...mailWithFiles, to, messageId, ...more },
    });
    return { outcome, messageId };
  };
  const mailsIn = async (user: string): Promise<readonly string[]> => {
    const looked = await lookOnce({
      plugin: imapPlugin,
      config: imap(),
      secrets: { CICLO_PLUGIN_IMAP: addressOf('imaps', servers.imap, user) },
      poll: 'mailbox',
      cursor: undefined,
    });
    if (looked.kind !== 'events') throw new Error(JSON.stringify(looked));
    return looked.messages.flatMap((one) =>
      one.type === 'mail' ? [Buffer.from(one.base64, 'base64').toString('utf8')] : [],
    );
  };
  const log = () => readFile(servers.log, 'utf8');
  /** Somebody buys, and gets a mail. */
  const buys = async (user: string, email: string): Promise<void> => {
    await engine.customer(user, { email });
    await engine.track(user, 'Order Completed', { order_id: `o-${user}`, revenue: 10, currency: 'EUR' });
  };
  const call = async (path: string): Promise<unknown> => (await adminClient(engine).call('GET', path)).body;
  const reasons = async () =>
    suppressed.parse(await call('/api/suppressions')).suppressions.map(({ reason }) => reason);
  const journeysOf = async (user: string) => {
    const found = runs.parse(await call(`/api/runs?profile=${await engine.profileId(user)}`)).runs;
    return found.map((run) => run.journey);
  };
  /** Lets the mailbox be looked at until something is so. */
  const lookUntil = (isSo: () => Promise<boolean>): Promise<void> =>
    until(async () => {
      await engine.days(2 / 1440);
      return isSo();
    }, log);

  it('a mail goes by STARTTLS and a password into a mailbox, and is read there as it was sent', async () => {
    const { outcome, messageId } = await send('ana@customer.example');
    expect(outcome).toMatchObject({ kind: 'done' });
    await until(async () => (await mailsIn('ana@customer.example')).length > 0, log);
    const [raw = ''] = await mailsIn('ana@customer.example');
    expect(raw).toContain(`Message-ID: ${messageId}`);
    expect(raw).toMatch(/^List-Unsubscribe:/m);
    expect(raw).toContain('filename=report.csv');
  });

  it('who has no mailbox is refused at once, and is not written to again', async () => {
    const { outcome } = await send('nobody@customer.example');
    expect(outcome).toMatchObject({ kind: 'rejected', recipientBlocked: true });
  });

  it('a mail that bounces later blocks its address, and one that is put off blocks nobody', async () => {
    await buys('dan', 'dan@busy.example');
    await servers.flush();
    await lookUntil(async () => (await journeysOf('dan')).includes('deferred'));
    expect(await reasons()).toEqual([]);
    await buys('eva', 'eva@gone.example');
    await lookUntil(async () => (await reasons()).length > 0);
    expect(await reasons()).toEqual(['hard-bounce']);
  });

  it('a wrong password delays, and a mail that is too large is refused without blocking its recipient', async () => {
    expect((await send('ana@customer.example', {}, 'wrong')).outcome).toMatchObject({ kind: 'retry' });
    const { outcome } = await send('ana@customer.example', { html: `<p>${'long '.repeat(40_000)}</p>` });
    expect(outcome).toMatchObject({ kind: 'rejected' });
    expect(outcome).not.toMatchObject({ recipientBlocked: true });
  });
});
