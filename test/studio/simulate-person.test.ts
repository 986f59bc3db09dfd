import { afterAll, beforeAll, expect, it } from 'vitest';

import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Studio } from './open-studio.ts';

const tag = (id: string, name: string) => ({ id, type: 'update', tags: { add: [name] } });
const welcome = {
  key: 'welcome',
  name: 'Welcome new customers',
  stage: 'acquisition',
  entry: { on: 'Signed Up' },
  steps: [
    { id: 'hello', type: 'send', channel: 'email', message: 'welcome' },
    {
      id: 'think',
      type: 'wait-for',
      timeout: '3 days',
      events: [{ on: 'Order Completed', then: [tag('thank', 'buyer')] }],
      otherwise: [tag('slow', 'slow')],
    },
    { id: 'rest', type: 'wait', for: '2 days' },
    { id: 'tips', type: 'send', channel: 'email', message: 'welcome-tips' },
  ],
};

let studio: Studio;
let lea: string;
beforeAll(async () => {
  studio = await openStudio({
    start: Date.parse('2026-03-20T10:00:00Z'),
    files: (tenant) => shopFiles({ tenant, files: { 'journeys/welcome.json': welcome } }),
  });
  await studio.engine.customer('lea', { firstName: 'Lea', lastName: 'Rojas' });
  lea = await studio.engine.profileId('lea');
});
afterAll(() => studio.close());

it('a journey is played for a person, and a slider moves through what happens to them', async () => {
  const eva = await studio.signedIn({ role: 'marketer' });
  const { page } = eva;
  await eva.open('/journeys/welcome?tab=try');
  await page.getByText('One person', { exact: true }).click();
  await page.getByRole('combobox', { name: 'Person' }).fill('Lea');
  await page.getByRole('option', { name: /Lea Rojas/ }).click();
  const now = page.getByRole('region', { name: 'What happens now' });
  await now.getByText(/Sent/).waitFor();
  const mail = page.getByRole('region', { name: 'What they get' });
  await mail.frameLocator('iframe').getByText(/Lea/).first().waitFor();
  const slider = page.getByRole('slider', { name: 'Time' });
  await expect.poll(() => slider.getAttribute('aria-valuetext')).toContain('1 of');
  await page.getByRole('region', { name: 'The steps of the journey and the ways between them' }).waitFor();
  await mail.scrollIntoViewIfNeeded();
  await page.waitForLoadState('networkidle');
  await eva.picture('simulate-person-mail');
  await eva.on('laptop');
  await slider.focus();
  await slider.press('ArrowRight');
  const then = page.getByRole('region', { name: 'What is known of them then' });
  await then.getByText('slow').waitFor();
  expect(await slider.getAttribute('aria-valuetext')).toContain('2 of');
  await page.getByText('Here now').waitFor();
  await eva.picture('simulate-person');
  await eva.isAccessible();
  await slider.press('End');
  await page.getByRole('region', { name: 'What they get' }).waitFor();
  await page.getByRole('button', { name: 'What if…' }).click();
  await page.getByRole('combobox', { name: /think/ }).click();
  await page.getByRole('option', { name: /Order Completed/ }).click();
  await then.getByText('buyer').waitFor();
  // What is looked at is kept in the address.
  await page.reload();
  await then.getByText('buyer').waitFor();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('the play is read on a phone, in Spanish and in the dark', async () => {
  const eva = await studio.signedIn({ role: 'marketer', locale: 'es-ES', dark: true });
  await eva.on('phone');
  await eva.open(`/journeys/welcome?tab=try&whom=one&person=${lea}&moment=1`);
  await eva.page.getByRole('region', { name: 'Qué pasa ahora' }).waitFor();
  await eva.page.getByText('Aquí ahora').waitFor();
  await eva.picture('simulate-person-es');
  await eva.on('phone');
  await eva.isAccessible();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});
