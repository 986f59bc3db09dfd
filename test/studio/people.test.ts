import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Studio } from './open-studio.ts';

const files = {
  'journeys/cart.json': {
    key: 'cart',
    name: 'Cart',
    stage: 'retention',
    entry: { on: 'Checkout Started', key: '$.properties.checkout_id' },
    steps: [
      { id: 'think', type: 'wait', for: '1 hour' },
      { id: 'remind', type: 'send', channel: 'email', message: 'cart-reminder' },
      { id: 'rest', type: 'wait', for: '2 days' },
    ],
  },
  'programs/club.json': {
    key: 'club',
    name: 'Club',
    earn: [{ key: 'purchase', on: 'Order Completed', points: 1, perAmount: 1 }],
    memberships: [{ key: 'plus', name: 'Circle Plus' }],
    rewards: [{ key: 'mug', name: 'The club mug', points: 50, gives: { product: 'club-mug' } }],
  },
  'segments/buyers.json': {
    key: 'buyers',
    name: 'Buyers',
    when: { all: [{ fact: 'profile', path: '$.computed.orders', operator: 'greaterThan', value: 0 }] },
  },
};

let studio: Studio;
let ana = '';

beforeAll(async () => {
  studio = await openStudio({
    start: Date.parse('2026-03-20T10:00:00Z'),
    files: (tenant) => shopFiles({ tenant, files }),
  });
  const { engine, api } = studio;
  await engine.customer('ana', { lastName: 'García', city: 'Seville', newsletter: true });
  await engine.customer('ben', { firstName: 'Ben' });
  await engine.track('ana', 'Checkout Started', {
    checkout_id: 'a1',
    value: 80,
    currency: 'EUR',
    checkout_url: 'https://shop.example/a1',
    products: [{ product_id: '1', name: 'Fern', price: 80, quantity: 1 }],
  });
  await engine.days(0.1);
  await engine.track('ana', 'Order Completed', { order_id: 'o-1', revenue: 80.5, currency: 'EUR' });
  ana = await engine.profileId('ana');
  await api.call('POST', '/api/records/case', { data: { subject: 'Broken pot', contact: ana } });
});
afterAll(() => studio.close());

it('somebody is found by words or by segment, and their page says who they are', async () => {
  const eva = await studio.signedIn();
  await eva.open('/people');
  await eva.page.getByRole('link', { name: 'Ben' }).waitFor();
  await eva.picture('people');
  await eva.isAccessible();

  await eva.page.getByRole('combobox', { name: 'Segment' }).click();
  await eva.page.getByRole('option', { name: 'Buyers' }).click();
  await eva.page.getByRole('link', { name: 'Ben' }).waitFor({ state: 'detached' });
  expect(new URL(eva.page.url()).searchParams.get('segment')).toBe('buyers');

  await eva.page.getByRole('searchbox', { name: 'Search' }).fill('garc');
  await eva.page.getByText('Found: 1').waitFor();
  await eva.page.getByRole('link', { name: /García/ }).click();
  await eva.page.getByRole('heading', { level: 1, name: 'Ana García' }).waitFor();
  await eva.page.getByText('Seville').waitFor();
  await eva.page.getByText('user:ana').waitFor();
  await eva.page.getByText('€80.50').first().waitFor();
  await eva.picture('person');
  await eva.isAccessible();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('why somebody got a message, or did not, is answered, and what happened stands in their timeline', async () => {
  const eva = await studio.signedIn();
  await eva.open(`/people/${ana}?tab=messages`);
  await eva.page.getByRole('combobox', { name: 'Message' }).click();
  await eva.page.getByRole('option', { name: 'cart-reminder' }).click();
  await eva.page
    .getByRole('region', { name: /^Why did/ })
    .getByText('Sent', { exact: true })
    .waitFor();
  const sent = eva.page.getByRole('region', { name: 'Messages' }).getByRole('row');
  await sent.getByRole('link', { name: 'Cart', exact: true }).first().waitFor();
  await sent.getByRole('cell', { name: 'E-mail', exact: true }).first().waitFor();
  await eva.picture('person-messages');
  await eva.isAccessible();
  await eva.page.getByRole('tab', { name: 'Timeline' }).click();
  await eva.page
    .getByText(/Order Completed/)
    .first()
    .waitFor();
  await eva.picture('person-timeline');
  await eva.isAccessible();
  await eva.open(`/people/${await studio.engine.profileId('ben')}?tab=messages&message=cart-reminder`);
  await eva.page.getByText('Never entered', { exact: true }).waitFor();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('consents, points, records and conversations stand on their tabs, in Spanish too', async () => {
  const eva = await studio.signedIn({ locale: 'es-ES', dark: true });
  await eva.on('phone');
  await eva.open(`/people/${ana}`);
  await eva.page.getByText('Seville').waitFor();
  await eva.isAccessible();
  await eva.page.getByRole('tab', { name: 'Consentimientos' }).click();
  await eva.page.getByText('Concedido').first().waitFor();
  await eva.isAccessible();
  await eva.picture('person-consents');
  await eva.page.getByRole('tab', { name: 'Puntos' }).click();
  await eva.page.getByText('Puntos de Club').waitFor();
  await eva.page.getByRole('cell', { name: 'Ganados' }).waitFor();
  await eva.picture('person-points');
  await eva.isAccessible();
  await eva.page.getByRole('tab', { name: 'Relacionado' }).click();
  await eva.page.getByRole('link', { name: 'Broken pot' }).waitFor();
  await eva.page.getByText('No hay conversaciones con esta persona').waitFor();
  await eva.picture('person-related');
  await eva.isAccessible();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('the team gives and ends a membership, and gives a reward and takes it back, with the reason', async () => {
  const eva = await studio.signedIn({ role: 'marketer' });
  const { page } = eva;
  await eva.open(`/people/${ana}?tab=points`);
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Give a membership…' }).click();
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Invited to the fair');
  await eva.picture('person-membership');
  await eva.isAccessible();
  await eva.on('laptop');
  await dialog.getByRole('button', { name: 'Give it' }).click();
  await dialog.waitFor({ state: 'detached' });
  const memberships = page.getByRole('region', { name: 'Memberships' });
  await memberships.getByText('Circle Plus of Club, without an end').waitFor();
  await page.getByText('Invited to the fair').waitFor();
  await page.getByRole('button', { name: 'Redeem “The club mug”' }).click();
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Her birthday');
  await dialog.getByRole('button', { name: 'Redeem' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('Not enough points').waitFor();
  await page.getByText('Her birthday').waitFor();
  await eva.picture('person-loyalty');
  await eva.isAccessible();
  await eva.on('laptop');
  await page.getByRole('button', { name: 'Take back “The club mug”' }).click();
  await dialog.getByRole('button', { name: 'Take back' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('Taken back').first().waitFor();
  await memberships.getByRole('button', { name: 'End it…' }).click();
  await dialog.getByRole('button', { name: 'End it' }).click();
  await dialog.waitFor({ state: 'detached' });
  await memberships.getByText('They have no membership.').waitFor();
  const { body } = await studio.api.call('GET', '/api/audit?limit=20');
  const { lines } = z.object({ lines: z.array(z.looseObject({ action: z.string() })) }).parse(body);
  const acts = ['membership.change', 'reward.cancel', 'reward.redeem', 'membership.change'];
  expect(lines.map(({ action }) => action).filter((action) => acts.includes(action))).toEqual(acts);
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('another profile of the same person is merged after a preview with choices, and the merge is undone', async () => {
  const { engine } = studio;
  await engine.customer('dora', { firstName: 'Dora', city: 'Lugo' });
  await engine.send({
    name: 'identify',
    type: 'identify',
    externalIds: [{ kind: 'email', value: 'dora-guest@example.com' }],
    traits: { email: 'dora-guest@example.com', name: 'Dora the guest', city: 'Vigo' },
  });
  const eva = await studio.signedIn();
  await eva.open(`/people/${await engine.profileId('dora')}`);
  await eva.page.getByRole('button', { name: 'Merge' }).click();
  const dialog = eva.page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Other profile' }).fill('Dora the guest');
  await eva.page.getByRole('option', { name: 'Dora the guest' }).click();
  const city = dialog.getByRole('radiogroup', { name: 'Which City stays' });
  await city.getByText('This person: Lugo').click();
  await city.getByRole('radio', { name: 'This person: Lugo', checked: true }).waitFor({ state: 'attached' });
  await dialog.getByText(/email:dora-guest@example.com/).waitFor();
  await eva.picture('person-merge');
  await eva.isAccessible();
  await dialog.getByRole('button', { name: 'Merge the two' }).click();
  await dialog.waitFor({ state: 'detached' });
  await eva.page.getByText('email:dora-guest@example.com').waitFor();
  await eva.page.getByText('Lugo').first().waitFor();
  const merges = eva.page.getByRole('region', { name: 'Merged profiles' });
  await eva.picture('person-merged');
  await merges.getByRole('button', { name: /^Undo the merge/ }).click();
  await eva.page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click();
  await merges.waitFor({ state: 'detached' });
  await eva.page.getByText('email:dora-guest@example.com').waitFor({ state: 'detached' });
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('somebody is exported as a file and erased after a warning', async () => {
  await studio.engine.customer('cloe', { firstName: 'Cloe' });
  const eva = await studio.signedIn();
  await eva.open(`/people/${await studio.engine.profileId('cloe')}`);
  const coming = eva.page.waitForEvent('download');
  await eva.page.getByRole('button', { name: 'Export' }).click();
  const file = await (await coming).createReadStream();
  expect(await text(file)).toContain('cloe@example.com');

  await eva.page.getByRole('button', { name: 'Erase' }).click();
  const dialog = eva.page.getByRole('dialog');
  await dialog.getByRole('checkbox').waitFor();
  expect(await dialog.getByRole('button', { name: 'Erase' }).isDisabled()).toBe(true);
  await eva.picture('person-erase');
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  await eva.page.getByRole('button', { name: 'Erase' }).click();
  expect(await dialog.getByRole('checkbox').isChecked()).toBe(false);
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: 'Erase' }).click();
  await eva.page.getByRole('heading', { level: 1, name: 'People' }).waitFor();
  await eva.page.getByRole('link', { name: 'Ben' }).waitFor();
  await eva.page.getByRole('link', { name: 'Cloe' }).waitFor({ state: 'detached' });
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('who may not change people is offered no erasure, and who may not see them sees nobody', async () => {
  const agent = await studio.signedIn({ role: 'agent' });
  await agent.open(`/people/${ana}`);
  await agent.page.getByRole('button', { name: 'Export' }).waitFor();
  expect(await agent.page.getByRole('button', { name: 'Erase' }).count()).toBe(0);
  await agent.leave();
  const viewer = await studio.signedIn({ role: 'viewer' });
  await viewer.page.getByRole('heading', { level: 1 }).waitFor();
  expect(await viewer.page.getByRole('link', { name: 'People' }).count()).toBe(0);
  await viewer.leave();
});
