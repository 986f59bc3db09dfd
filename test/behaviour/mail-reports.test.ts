import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { inboundSecret, mailPlugins, postMail, rawMail } from '../harness/inbound-post.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const files = {
  'journeys/thank.json': {
    key: 'thank',
    name: 'Thank',
    stage: 'service',
    entry: { on: 'Order Completed', key: '$.properties.order_id' },
    steps: [{ id: 'mail', type: 'send', channel: 'email', message: 'order-thanks' }],
  },
  'journeys/late.json': {
    key: 'late',
    name: 'Late',
    stage: 'service',
    entry: { on: 'Email Deferred', again: 'always' },
    steps: [{ id: 'over', type: 'exit', outcome: 'late' }],
  },
};

describe('reports of mail servers in the inbox', () => {
  let engine: TestedEngine;
  let admin: AdminClient;
  beforeAll(async () => {
    engine = await startMemoryEngine({
      env: { CICLO_PLUGIN_INBOX: inboundSecret },
      files: (tenant) => shopFiles({ tenant, files, settings: { plugins: mailPlugins } }),
    });
    admin = adminClient(engine);
  });
  afterAll(() => engine.close());

  const report = (input: { type: string; status: string; messageId: string }) =>
    rawMail({
      from: 'MAILER-DAEMON@mx.example.com',
      headers: {
        'MIME-Version': '1.0',
        'Content-Type': `multipart/report; report-type=${input.type.split('/')[1] ?? ''}; boundary=b`,
      },
      text: [
        '--b',
        'Content-Type: text/plain',
        '',
        'It could not be delivered.',
        '--b',
        `Content-Type: ${input.type}`,
        '',
        input.status,
        '--b',
        'Content-Type: message/rfc822',
        '',
        `Message-ID: ${input.messageId}`,
        'Subject: Thanks',
        '',
        'Thanks',
        '--b--',
      ].join('\r\n'),
    });
  const bounceOf = (address: string, messageId: string, action = 'failed') =>
    report({
      type: 'message/delivery-status',
      messageId,
      status: [
        'Reporting-MTA: dns; mx.example.com',
        '',
        `Final-Recipient: rfc822; ${address}`,
        `Action: ${action}`,
        'Status: 5.1.1',
        'Diagnostic-Code: smtp; 550 5.1.1 user unknown',
      ].join('\r\n'),
    });
  const suppressed = async () => {
    const { body } = await admin.call('GET', '/api/suppressions');
    return z.object({ suppressions: z.array(z.looseObject({ reason: z.string() })) }).parse(body)
      .suppressions;
  };
  const mailTo = async (user: string) => {
    await engine.customer(user);
    await engine.track(user, 'Order Completed', { order_id: `o-${user}`, revenue: 10, currency: 'EUR' });
    return engine.mail.to(`${user}@example.com`)[0]?.messageId ?? expect.fail('no mail');
  };

  it('suppress an address only with the id of a mail that went there', async () => {
    const toAna = await mailTo('ana');
    await mailTo('ben');
    await postMail(engine, bounceOf('ben@example.com', '<aaaaaaaaaaaaaaaaaaaaaaaaaa@shop.example>'));
    await postMail(engine, bounceOf('ben@example.com', toAna));
    expect(await suppressed()).toEqual([]);
    await postMail(engine, bounceOf('ana@example.com', toAna));
    expect(await suppressed()).toMatchObject([{ reason: 'hard-bounce' }]);
    const { body } = await admin.call('GET', '/api/conversations?snoozed=1');
    expect(body).toMatchObject({ conversations: [] });
  });

  it('say that a mail is late, once for each mail, and block nobody', async () => {
    const toDan = await mailTo('dan');
    await postMail(engine, bounceOf('dan@example.com', toDan, 'delayed'));
    await postMail(engine, bounceOf('dan@example.com', toDan, 'delayed'));
    await postMail(engine, bounceOf('dan@example.com', toDan, 'relayed'));
    const { body } = await admin.call('GET', `/api/runs?profile=${await engine.profileId('dan')}`);
    const { runs } = z.object({ runs: z.array(z.looseObject({ journey: z.string() })) }).parse(body);
    expect(runs.filter(({ journey }) => journey === 'late')).toHaveLength(1);
    expect((await suppressed()).map(({ reason }) => reason)).toEqual(['hard-bounce']);
  });

  it('are complaints where a mailbox provider sends one', async () => {
    const toCleo = await mailTo('cleo');
    await postMail(
      engine,
      report({
        type: 'message/feedback-report',
        messageId: toCleo,
        status:
          'Feedback-Type: abuse\r\nUser-Agent: Any/1\r\nVersion: 1\r\nOriginal-Rcpt-To: cleo@example.com',
      }),
    );
    expect(await suppressed()).toContainEqual(expect.objectContaining({ reason: 'complaint' }));
  });
});
