import { afterAll, beforeAll, expect, it } from 'vitest';

import type { StoredEvent } from '../../domain/events/event.ts';
import { createMailbox } from '../../platform/inbox/mailbox.ts';
import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Studio } from './open-studio.ts';

const day = 86_400_000;
let studio: Studio;
const mailbox = createMailbox({ max: 100 });

const html = `<html><body style="margin:0;background:#f4f1ea;font-family:sans-serif">
<div style="max-width:560px;margin:0 auto;padding:24px;background:#fff"><h1>Your fern waits</h1>
<p>It is still in your cart.</p><a href="https://shop.example/cart">To the cart</a>
<a href="https://shop.example/unsubscribe"><img alt="Unsubscribe" src="data:,"></a>
<script>document.title = 'broken in'</script></div></body></html>`;
const mail = [
  'Message-ID: <abc@shop.example>',
  'From: Casa Verde <hola@shop.example>',
  'To: ana@example.com',
  'Subject: Your fern waits',
  'Date: Sun, 29 Mar 2026 10:00:00 +0000',
  'List-Unsubscribe: <https://shop.example/unsubscribe>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/alternative; boundary="b"',
  '',
  '--b',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Your fern waits in your cart: https://shop.example/cart',
  '--b',
  'Content-Type: text/html; charset=utf-8',
  '',
  html,
  '--b--',
  '',
].join('\r\n');

const seedDead = async (name: string): Promise<void> => {
  const { tenant, engine, opened } = studio.engine;
  const at = engine.clock.now(tenant);
  const event: StoredEvent = {
    id: `dead-${name}`,
    tenant,
    messageId: `dead-${name}`,
    type: 'track',
    name,
    userId: 'tom',
    externalIds: [],
    properties: { order_id: 'o-7', revenue: 80 },
    traits: {},
    context: {},
    timestamp: at,
    receivedAt: at,
    source: 'api',
    trust: 'server',
    backfill: false,
  };
  await opened.stores.events.insert({
    rows: [{ event, state: 'pending', due: engine.systemTime() + day }],
  });
  await opened.stores.events.fail({
    tenant,
    id: event.id,
    error: 'The products cannot be read.',
    due: undefined,
  });
};

beforeAll(async () => {
  studio = await openStudio({
    files: (tenant) => shopFiles({ tenant, files: {} }),
    devMailbox: mailbox,
    logLevel: 'silent',
  });
  await mailbox.add(Buffer.from(mail));
  await mailbox.add(Buffer.from(mail.replaceAll('fern', 'cactus').replace('ana@', 'ben@')));
  await seedDead('Order Completed');
  await seedDead('Cart Updated');
});
afterAll(() => studio.close());

it('a mail of the development inbox is found, and looked at in every way', async () => {
  const eva = await studio.signedIn();
  await eva.open('/dev-inbox');
  await eva.page.getByRole('link', { name: 'Your cactus waits' }).waitFor();
  await eva.picture('dev-inbox');
  await eva.isAccessible();
  await eva.page.getByRole('searchbox').fill('ana@');
  await eva.page.getByRole('link', { name: 'Your cactus waits' }).waitFor({ state: 'detached' });
  await eva.page.getByRole('link', { name: 'Your fern waits' }).press('Enter');
  const frame = eva.page.frameLocator('iframe');
  await frame.getByRole('heading', { name: 'Your fern waits' }).waitFor();
  await eva.picture('dev-mail');
  await eva.isAccessible();
  await eva.page.getByText('Phone', { exact: true }).click();
  await frame.getByRole('heading', { name: 'Your fern waits' }).waitFor();
  await eva.picture('dev-mail-phone');
  await eva.page.getByText('Plain text', { exact: true }).click();
  await eva.page.getByText('Your fern waits in your cart: https://shop.example/cart').waitFor();
  await eva.page.getByText('Links', { exact: true }).click();
  await eva.page.getByRole('cell', { name: 'https://shop.example/cart' }).waitFor();
  await eva.page.getByRole('cell', { name: 'Unsubscribe', exact: true }).waitFor();
  await eva.isAccessible();
  await eva.page.getByText('Headers', { exact: true }).click();
  await eva.page.getByRole('cell', { name: 'list-unsubscribe' }).waitFor();
  await eva.isAccessible();
  await eva.picture('dev-mail-headers');
  expect(await eva.page.title()).toContain('Your fern waits');
  // The one complaint is the script of the mail, which the policy kept from running.
  expect(eva.complaints.filter((text) => !/script/i.test(text))).toEqual([]);
  await eva.leave();
});

it('events that failed are looked at and processed again, one or all, in Spanish', async () => {
  const eva = await studio.signedIn({ locale: 'es-ES', dark: true });
  await eva.page
    .getByRole('link', { name: /eventos/i })
    .first()
    .waitFor();
  await eva.open('/events?state=dead');
  await eva.page.getByRole('button', { name: 'Ver Order Completed' }).waitFor();
  await eva.picture('events');
  await eva.isAccessible();
  await eva.page.getByRole('button', { name: 'Ver Order Completed' }).press('Enter');
  const dialog = eva.page.getByRole('dialog');
  await dialog.getByText('The products cannot be read.').waitFor();
  await eva.picture('event');
  await eva.isAccessible();
  await dialog.getByRole('button', { name: 'Procesar otra vez' }).click();
  await eva.page.getByRole('button', { name: 'Ver Order Completed' }).waitFor({ state: 'detached' });
  await eva.page.getByRole('button', { name: 'Procesar todos otra vez' }).click();
  await dialog.getByRole('button', { name: 'Procesar todos otra vez' }).click();
  await eva.page.getByText('Se procesan otra vez 1').waitFor();
  await eva.page.getByText('Ningún evento coincide').waitFor();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});
