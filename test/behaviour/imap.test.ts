import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { type ImapServer, startImapServer } from '../../plugins/imap/fake.ts';
import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const lines = (...all: readonly string[]): string => all.join('\r\n');

const files = {
  'journeys/thank.json': {
    key: 'thank',
    name: 'Thank',
    stage: 'service',
    entry: { on: 'Order Completed', key: '$.properties.order_id' },
    steps: [{ id: 'mail', type: 'send', channel: 'email', message: 'order-thanks' }],
  },
};

/** The first example of RFC 3464, appendix D, with what of it depends on the mail. */
const deliveryStatus = (input: { address: string; about: string; status: string; diagnostic: string }) =>
  lines(
    'Date: Thu, 7 Jul 1994 17:16:05 -0400',
    'From: Mail Delivery Subsystem <MAILER-DAEMON@CS.UTK.EDU>',
    `Message-Id: <${input.address}.RAA14128@CS.UTK.EDU>`,
    'Subject: Returned mail: Cannot send message for 5 days',
    'To: <owner-info-mime@cs.utk.edu>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status;',
    '      boundary="RAA14128.773615765/CS.UTK.EDU"',
    '',
    '--RAA14128.773615765/CS.UTK.EDU',
    '',
    'The original message was received at Sat, 2 Jul 1994 17:10:28 -0400',
    'from root@localhost',
    '',
    '--RAA14128.773615765/CS.UTK.EDU',
    'content-type: message/delivery-status',
    '',
    'Reporting-MTA: dns; cs.utk.edu',
    '',
    `Original-Recipient: rfc822;${input.address}`,
    `Final-Recipient: rfc822;${input.address}`,
    'Action: failed',
    `Status: ${input.status}`,
    `Diagnostic-Code: smtp; ${input.diagnostic}`,
    'Last-Attempt-Date: Thu, 7 Jul 1994 17:15:49 -0400',
    '',
    '--RAA14128.773615765/CS.UTK.EDU',
    'content-type: message/rfc822',
    '',
    `Message-ID: ${input.about}`,
    'Subject: Thanks',
    '',
    'Thanks',
    '--RAA14128.773615765/CS.UTK.EDU--',
  );

/** The example of RFC 5965, appendix B.1, about a mail of ours. */
const feedbackReport = (about: string) =>
  lines(
    'From: <abusedesk@example.com>',
    'Date: Thu, 8 Mar 2005 17:40:36 EDT',
    'Subject: FW: Earn money',
    'To: <abuse@example.net>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=feedback-report;',
    '     boundary="part1_13d.2e68ed54_boundary"',
    '',
    '--part1_13d.2e68ed54_boundary',
    'Content-Type: text/plain; charset="US-ASCII"',
    'Content-Transfer-Encoding: 7bit',
    '',
    'This is an email abuse report for an email message received from IP',
    '192.0.2.1 on Thu, 8 Mar 2005 14:00:00 EDT.',
    '',
    '--part1_13d.2e68ed54_boundary',
    'Content-Type: message/feedback-report',
    '',
    'Feedback-Type: abuse',
    'User-Agent: SomeGenerator/1.0',
    'Version: 1',
    '',
    '--part1_13d.2e68ed54_boundary',
    'Content-Type: message/rfc822',
    'Content-Disposition: inline',
    '',
    'From: <somespammer@example.net>',
    'To: <Undisclosed Recipients>',
    'Subject: Earn money',
    'MIME-Version: 1.0',
    'Content-type: text/plain',
    `Message-ID: ${about}`,
    'Date: Thu, 02 Sep 2004 12:31:03 -0500',
    '',
    'Spam Spam Spam',
    '--part1_13d.2e68ed54_boundary--',
  );

describe('a mailbox that is fetched over IMAP', () => {
  let server: ImapServer;
  let engine: TestedEngine;
  let admin: AdminClient;
  beforeAll(async () => {
    server = await startImapServer();
    const mail = { use: 'smtp', config: { server: { env: 'SMTP_URL' }, tls: 'off' } };
    const box = { use: 'imap', config: { server: { env: 'CICLO_PLUGIN_IMAP_URL' } } };
    engine = await startMemoryEngine({
      env: { CICLO_PLUGIN_IMAP_URL: server.url },
      files: (tenant) => shopFiles({ tenant, files, settings: { plugins: { mail, box } } }),
    });
    admin = adminClient(engine);
    await engine.days(2 / 1440);
  });
  afterAll(async () => {
    await engine.close();
    await server.stop();
  });

  const arrive = async (raw: string): Promise<void> => {
    server.add(raw);
    await engine.days(2 / 1440);
  };
  const reasons = async (): Promise<readonly string[]> => {
    const { body } = await admin.call('GET', '/api/suppressions');
    const read = z.object({ suppressions: z.array(z.looseObject({ reason: z.string() })) }).parse(body);
    return read.suppressions.map(({ reason }) => reason).toSorted();
  };
  const mailTo = async (user: string) => {
    await engine.customer(user);
    await engine.track(user, 'Order Completed', { order_id: `o-${user}`, revenue: 10, currency: 'EUR' });
    return engine.mail.to(`${user}@example.com`)[0]?.messageId ?? expect.fail('no mail');
  };

  it('makes conversations of what people write', async () => {
    await arrive(
      lines('From: ana@example.com', 'Message-ID: <1@example.com>', 'Subject: Size', '', 'Is it large?'),
    );
    const { body } = await admin.call('GET', '/api/conversations');
    expect(body).toMatchObject({ conversations: [{ address: 'ana@example.com', subject: 'Size' }] });
  });

  it('reports bounces, of which only those of dead mailboxes suppress, and complaints', async () => {
    const away = { address: 'ben@example.com', status: '4.0.0', diagnostic: '426 connection timed out' };
    await arrive(deliveryStatus({ ...away, about: await mailTo('ben') }));
    expect(await reasons()).toEqual([]);
    const dead = { address: 'cleo@example.com', status: '5.1.1', diagnostic: '550 5.1.1 user unknown' };
    await arrive(deliveryStatus({ ...dead, about: await mailTo('cleo') }));
    expect(await reasons()).toEqual(['hard-bounce']);
    await arrive(feedbackReport(await mailTo('dan')));
    expect(await reasons()).toEqual(['complaint', 'hard-bounce']);
  });

  it('that cannot be reached says so, and is fetched again once it can', async () => {
    server.refuse(true);
    await arrive(
      lines('From: eva@example.com', 'Message-ID: <2@example.com>', 'Subject: Later', '', 'Hello'),
    );
    const polls = [
      { name: 'mailbox', failures: 1, error: 'login-refused: The server refused user or password.' },
    ];
    expect((await admin.call('GET', '/api/plugins')).body).toMatchObject({
      plugins: [
        { instance: 'mail', polls: [] },
        { instance: 'box', polls },
      ],
    });
    server.refuse(false);
    await engine.days(1 / 24);
    const { body } = await admin.call('GET', '/api/conversations');
    expect(JSON.stringify(body)).toContain('Later');
    expect((await admin.call('GET', '/api/plugins')).body).toMatchObject({
      plugins: [{}, { polls: [{ name: 'mailbox', failures: 0 }] }],
    });
  });
});
