import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { imapPlugin } from '../../plugins/imap/imap.ts';
import { smtpPlugin } from '../../plugins/smtp/smtp.ts';
import { callAction, lookOnce, mailWithFiles } from '../../plugins/testing.ts';
import { password, startMailServers } from './mail-servers.ts';
import { ownFolder, until } from './program.ts';

type Cursor = Parameters<typeof lookOnce>[0]['cursor'];

describe('mail with Postfix and Dovecot', () => {
  let folder: Awaited<ReturnType<typeof ownFolder>>;
  let servers: Awaited<ReturnType<typeof startMailServers>>;
  beforeAll(async () => {
    folder = await ownFolder();
    servers = await startMailServers(folder.path);
  });
  afterAll(async () => {
    await servers.stop();
    await folder.remove();
  });

  const addressOf = (scheme: string, port: number, user: string, pass = password): string =>
    `${scheme}://${encodeURIComponent(user)}:${encodeURIComponent(pass)}@localhost:${port}`;
  const send = async (to: string, more: object = {}, pass = password) => {
    const messageId = `<${randomUUID()}@shop.example>`;
    const outcome = await callAction({
      plugin: smtpPlugin,
      config: {
        server: { env: 'SMTP_URL' },
        tls: 'required',
        ca: await readFile(servers.certificate, 'utf8'),
        returnPath: 'bounces@shop.example',
      },
      secrets: { SMTP_URL: addressOf('smtp', servers.smtp, 'orders@shop.example', pass) },
      action: 'send',
      input: { ...mailWithFiles, to, messageId, ...more },
    });
    return { outcome, messageId };
  };
  const look = async (user: string, cursor: Cursor) => {
    const looked = await lookOnce({
      plugin: imapPlugin,
      config: {
        server: { env: 'CICLO_PLUGIN_IMAP' },
        ca: await readFile(servers.certificate, 'utf8'),
        first: 'all',
      },
      secrets: { CICLO_PLUGIN_IMAP: addressOf('imaps', servers.imap, user) },
      poll: 'mailbox',
      cursor,
    });
    if (looked.kind !== 'events')
      throw new Error(`${JSON.stringify(looked)} ${await readFile(servers.log, 'utf8')}`);
    return looked;
  };
  /** Looks until there is what is looked for. */
  const lookFor = async (user: string, isThere: (found: Awaited<ReturnType<typeof look>>) => boolean) => {
    const seen: { cursor?: Cursor; found?: Awaited<ReturnType<typeof look>> } = {};
    await until(
      async () => {
        seen.found = await look(user, seen.cursor);
        if (isThere(seen.found)) return true;
        seen.cursor = seen.found.cursor;
        return false;
      },
      async () => `nothing came: ${await readFile(servers.log, 'utf8')}`,
    );
    if (seen.found === undefined) throw new Error('nothing came');
    return seen.found;
  };
  const eventsAbout = (found: Awaited<ReturnType<typeof look>>, address: string) =>
    found.events.filter((event) => JSON.stringify(event).includes(address));

  it('a mail goes by STARTTLS and a password into a mailbox, and is read there as it was sent', async () => {
    const { outcome, messageId } = await send('ana@customer.example');
    expect(outcome).toMatchObject({ kind: 'done' });
    const { messages } = await lookFor('ana@customer.example', (found) => found.messages.length > 0);
    const [mail] = messages;
    const raw = mail?.type === 'mail' ? Buffer.from(mail.base64, 'base64').toString('utf8') : '';
    expect(raw).toContain(`Message-ID: ${messageId}`);
    expect(raw).toMatch(/^List-Unsubscribe: /m);
    expect(raw).toContain('filename=report.csv');
  });

  it('who has no mailbox is refused at once, and is not written to again', async () => {
    const { outcome } = await send('nobody@customer.example');
    expect(outcome).toMatchObject({ kind: 'rejected', recipientBlocked: true });
  });

  it('a mail that bounces later is told as a hard bounce of its address and its mail', async () => {
    const { outcome, messageId } = await send('eva@gone.example');
    expect(outcome).toMatchObject({ kind: 'done' });
    const found = await lookFor(
      'bounces@shop.example',
      (one) => eventsAbout(one, 'eva@gone.example').length > 0,
    );
    expect(eventsAbout(found, 'eva@gone.example')).toMatchObject([
      { name: 'Email Bounced', properties: { kind: 'hard', message_id: messageId.replace(/[<>]/g, '') } },
    ]);
  });

  it('a mail that is put off is told as deferred, and blocks nobody', async () => {
    expect((await send('dan@busy.example')).outcome).toMatchObject({ kind: 'done' });
    await servers.flush();
    const found = await lookFor(
      'bounces@shop.example',
      (one) => eventsAbout(one, 'dan@busy.example').length > 0,
    );
    expect(eventsAbout(found, 'dan@busy.example')).toMatchObject([{ name: 'Email Deferred' }]);
  });

  it('a wrong password delays, and a mail that is too large is refused without blocking its recipient', async () => {
    expect((await send('ana@customer.example', {}, 'wrong')).outcome).toMatchObject({ kind: 'retry' });
    const { outcome } = await send('ana@customer.example', { html: `<p>${'long '.repeat(40_000)}</p>` });
    expect(outcome).toMatchObject({ kind: 'rejected' });
    expect(outcome).not.toMatchObject({ recipientBlocked: true });
  });
});
