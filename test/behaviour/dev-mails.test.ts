import { afterAll, beforeAll, expect, it } from 'vitest';

import { createMailbox } from '../../platform/inbox/mailbox.ts';
import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const mailbox = createMailbox({ max: 10 });
const files = (tenant: string) => shopFiles({ tenant, files: {} });
let engine: TestedEngine;
let admin: AdminClient;

const add = (subject: string) =>
  mailbox.add(
    Buffer.from(
      `From: shop@shop.example\r\nTo: ana@example.com\r\nSubject: ${subject}\r\nContent-Type: text/html\r\n\r\n<p>${subject}</p>\r\n`,
    ),
  );

beforeAll(async () => {
  engine = await startMemoryEngine({ files, devMailbox: mailbox, logLevel: 'silent' });
  admin = adminClient(engine);
  await add('First');
  await add('Second');
});
afterAll(() => engine.close());

it('mails are listed, narrowed by subject or address, and read with their headers', async () => {
  expect((await admin.call('GET', '/api/dev-mails')).body).toMatchObject({
    on: true,
    mails: [{ subject: 'Second' }, { subject: 'First', to: ['ana@example.com'] }],
  });
  expect((await admin.call('GET', '/api/dev-mails?q=FIRST')).body).toMatchObject({ mails: [{ n: 1 }] });
  expect((await admin.call('GET', '/api/dev-mails/1')).body).toMatchObject({
    html: expect.stringContaining('<p>First</p>'),
    headers: { subject: 'First' },
  });
  expect((await admin.call('GET', '/api/dev-mails/99')).status).toBe(404);
});

it('a mail is shown as a page in which nothing runs and nothing is sent', async () => {
  const answer = await engine.request('/api/dev-mails/1/page', {
    headers: { authorization: `Bearer ${engine.keys.api}` },
  });
  expect(answer.headers.get('content-type')).toContain('text/html');
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("form-action 'none'");
  expect(policy).not.toContain('script-src');
  expect(await answer.text()).toContain('<p>First</p>');
});

it('where there are several tenants, each sees only messages that it sent', async () => {
  const other = (await files(`${engine.tenant}-b`))['ciclo.json'] ?? '';
  await engine.publishFiles({ ...(await files(`${engine.tenant}-b`)), 'ciclo.json': other });
  expect((await admin.call('GET', '/api/dev-mails')).body).toEqual({ on: true, mails: [] });
  expect((await admin.call('GET', '/api/dev-mails/1')).status).toBe(404);
});
