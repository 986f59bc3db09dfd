import { afterAll, beforeAll, expect, it } from 'vitest';

import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Studio } from './open-studio.ts';

const spring = {
  key: 'spring',
  name: 'Ten percent in spring',
  kind: 'percentage',
  value: 10,
  code: { shared: 'SPRING' },
  limits: { redeem: [{ number: 500 }], perPerson: 2 },
};
const club = {
  key: 'club',
  name: 'Coffee Club',
  unit: { one: 'bean', many: 'beans' },
  cost: { points: 100, amount: 1 },
  earn: [{ key: 'purchase', on: 'Order Completed', points: 1, perAmount: 1 }],
  memberships: [{ key: 'plus', name: 'Circle Plus' }],
  rewards: [{ key: 'mug', name: 'The club mug', points: 300, gives: { product: 'club-mug' } }],
  tiers: {
    levels: [
      { key: 'bronze', name: 'Bronze', from: 0 },
      { key: 'gold', name: 'Gold', from: 100 },
    ],
  },
};
let studio: Studio;

beforeAll(async () => {
  studio = await openStudio({
    files: (tenant) =>
      shopFiles({ tenant, files: { 'offers/spring.json': spring, 'programs/club.json': club } }),
  });
  const { engine, api } = studio;
  await engine.send({
    name: 'identify',
    type: 'identify',
    userId: 'ana',
    traits: { email: 'ana@example.com', firstName: 'Ana', lastName: 'Villanueva' },
  });
  await engine.comeToRest(engine.tenant);
  const award = { person: { userId: 'ana' }, program: 'club', action: 'award', points: 120 };
  await api.call('POST', '/api/points', award);
  const credit = { person: { userId: 'ana' }, action: 'issue', amount: 2500, currency: 'EUR' };
  await api.call('POST', '/api/store-credit', credit);
  await api.call('POST', '/api/gift-cards', { amount: 5000, currency: 'EUR' });
  const cart = { currency: 'EUR', orderValue: 5000 };
  const redeemed = { code: 'SPRING', person: { userId: 'ana' }, cart, orderId: 'order-1' };
  await api.call('POST', '/api/offers/spring/redeem', redeemed);
  await engine.opened.stores.referrals.add({
    tenant: engine.tenant,
    id: 'referral-1',
    code: 'ANA',
    advocate: 'p-advocate',
    friend: 'p-friend',
    state: 'held',
    at: Date.parse('2026-03-29T12:00:00Z'),
    orderId: 'order-2',
    score: 55,
    reasons: [{ reason: 'same-device', weight: 40 }],
    history: [],
    told: 0,
  });
});
afterAll(() => studio.close());

it('the offers say how much of them is used, of which limits', async () => {
  const eva = await studio.signedIn();
  await eva.open('/offers');
  const row = eva.page.getByRole('row', { name: /Ten percent in spring/ });
  await row.getByText('€5.00').waitFor();
  await row.getByText('500 times').waitFor();
  await eva.picture('offers');
  await eva.isAccessible();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('a marketer makes an offer by its form, is told at the field what is wrong, tries the draft on a cart and publishes it', async () => {
  const eva = await studio.signedIn({ role: 'marketer' });
  const { page } = eva;
  await eva.open('/offers');
  await page.getByRole('button', { name: 'New offer' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Autumn fair');
  await dialog.getByRole('button', { name: 'Create draft' }).press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Autumn fair' }).waitFor();
  await dialog.waitFor({ state: 'detached' });
  const gives = page.getByRole('group', { name: 'What it gives' });
  await gives.getByRole('textbox', { name: 'Percent off' }).fill('120');
  await gives.locator('input[aria-invalid="true"]').waitFor();
  await gives.getByRole('textbox', { name: 'Percent off' }).fill('12');
  await gives.locator('input[aria-invalid="true"]').waitFor({ state: 'detached' });
  const codes = page.getByRole('group', { name: 'Codes' });
  await codes.getByRole('combobox', { name: 'Where codes come from' }).click();
  await page.getByRole('option', { name: 'One code for all' }).click();
  await codes.getByRole('textbox', { name: 'Code' }).fill('fair-26');
  await page.getByRole('button', { name: 'Add a limit' }).press('Enter');
  await page.getByRole('group', { name: 'Limit 1' }).getByRole('textbox', { name: 'At most' }).fill('40');
  await page.getByRole('switch', { name: 'Only for some people' }).press('Space');
  const audience = page.getByRole('group', { name: 'Whom it is for' });
  await audience.getByRole('combobox', { name: 'Field' }).fill('$.traits.firstName');
  await page.keyboard.press('Escape');
  await audience.getByRole('textbox', { name: 'Value' }).fill('Ana');
  await audience.getByText(/^1 of \d+ people/).waitFor();
  await page.getByText('Draft saved').waitFor();
  await page.getByText('Nothing is wrong').waitFor();
  const cart = page.getByRole('group', { name: 'Try it on a cart' });
  await cart.getByRole('textbox', { name: 'Order value' }).fill('80');
  await cart.getByRole('textbox', { name: 'Code' }).fill('FAIR-26');
  await cart.getByRole('combobox', { name: 'Who buys' }).fill('Ana');
  await page.getByRole('option', { name: /Ana/ }).click();
  await cart.getByRole('button', { name: 'Try it' }).click();
  await cart.getByText('It takes €9.60 off').waitFor();
  await eva.picture('offer-edit');
  await eva.isAccessible();
  await page.getByRole('button', { name: 'Publish…' }).click();
  await dialog.getByText('New: offer autumn-fair').waitFor();
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await page.getByText('As published').waitFor();
  await dialog.waitFor({ state: 'detached' });
  const { body } = await studio.api.call('GET', '/api/workspace/files/offers%2Fautumn-fair.json');
  expect(body).toMatchObject({ text: expect.stringContaining('"shared": "FAIR-26"') });
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('the form of an offer fits a phone, in Spanish, and says why a cart gets nothing', async () => {
  const eva = await studio.signedIn({ locale: 'es-ES', dark: true });
  await eva.on('phone');
  await eva.open('/offers');
  await eva.page.getByRole('link', { name: 'Ten percent in spring' }).click();
  await eva.page.getByRole('button', { name: 'Probar', exact: true }).click();
  await eva.page.getByText('La oferta tiene límites por persona').waitFor();
  await eva.picture('offer-edit-spanish');
  await eva.on('phone');
  await eva.isAccessible();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('a referral that was held is reviewed with its reasons, in Spanish, and denied with a note', async () => {
  const eva = await studio.signedIn({ locale: 'es-ES' });
  await eva.open('/referrals');
  await eva.page.getByText('el mismo dispositivo').waitFor();
  await eva.picture('referrals');
  await eva.isAccessible();
  await eva.page.getByRole('button', { name: 'Denegar' }).press('Enter');
  const dialog = eva.page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Nota' }).fill('El mismo hogar');
  await dialog.getByRole('button', { name: 'Denegar' }).click();
  await eva.page.getByText('Nada espera una decisión.').waitFor();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('the loyalty programmes say who takes part, what can be spent, and who stands in which tier', async () => {
  const { body } = await studio.api.call('GET', '/api/loyalty/programs');
  expect(body).toMatchObject({
    programs: [{ key: 'club', people: 1, balance: 120, earned: 120, spent: 0, owed: 0 }],
  });
  const eva = await studio.signedIn();
  await eva.open('/loyalty');
  await eva.page.getByText('Can be spent (beans)').waitFor();
  await eva.page.getByText('People: 1 (100%)').waitFor();
  await eva.page.getByText('Memberships: Circle Plus').waitFor();
  await eva.page.getByText('Rewards: The club mug (300 beans)').waitFor();
  const owed = eva.page.getByRole('region', { name: 'What the shop owes' });
  await owed.getByText('€1.20').waitFor();
  await owed.getByText('€25.00').waitFor();
  await owed.getByText('Open cards: 1').waitFor();
  await eva.picture('loyalty');
  await eva.isAccessible();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('a gift card is issued with its code shown once, looked up, paid with and given back', async () => {
  const eva = await studio.signedIn();
  await eva.open('/gift-cards');
  const issue = eva.page.getByRole('region', { name: 'Issue a card' });
  await issue.getByRole('textbox', { name: 'Amount' }).fill('50');
  await issue.getByRole('button', { name: 'Issue a card' }).press('Enter');
  const code = await issue.getByRole('textbox', { name: 'Code' }).inputValue();
  expect(code).toMatch(/^GIFT-/);
  const look = eva.page.getByRole('region', { name: 'Look a card up' });
  await look.getByRole('textbox', { name: 'Code' }).fill(code.toLowerCase());
  await look.getByRole('textbox', { name: 'Code' }).press('Enter');
  await look.getByText('€50.00').waitFor();
  await look.getByRole('button', { name: 'Pay with it' }).click();
  const dialog = eva.page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Amount' }).fill('20.50');
  await dialog.getByRole('button', { name: 'Pay with it' }).click();
  await look.getByText('€29.50').waitFor();
  await dialog.waitFor({ state: 'detached' });
  await eva.picture('gift-cards');
  await eva.isAccessible();
  await look.getByRole('button', { name: 'Give back' }).click();
  await dialog.getByRole('button', { name: 'Give back' }).click();
  await look.getByText('€50.00').waitFor();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('an advocate stands with everybody they brought and by whom they came, is suspended with a reason and let go on', async () => {
  const { engine } = studio;
  const ana = await engine.profileId('ana');
  await engine.customer('ben', { firstName: 'Ben', email: 'ben@example.com' });
  await engine.customer('cleo', { firstName: 'Cleo', email: 'cleo@example.com' });
  const at = Date.parse('2026-03-29T12:00:00Z');
  const referral = { tenant: engine.tenant, code: 'ANA', history: [], told: 0, at } as const;
  const [ben, cleo] = [await engine.profileId('ben'), await engine.profileId('cleo')];
  const { referrals } = engine.opened.stores;
  await referrals.add({ ...referral, id: 'r-ben', advocate: ana, friend: ben, state: 'rewarded' });
  await referrals.add({ ...referral, id: 'r-ana', advocate: cleo, friend: ana, state: 'rewarded' });
  const eva = await studio.signedIn();
  await eva.open(`/referrals/advocates/${ana}`);
  const friends = eva.page.getByRole('region', { name: 'Friends' });
  await friends.getByRole('link', { name: 'Ben' }).waitFor();
  await eva.page.getByText('Recommended by:').getByRole('link', { name: 'Cleo' }).waitFor();
  await eva.page.getByRole('button', { name: 'Suspend' }).click();
  const dialog = eva.page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Why' }).fill('Orders of one household');
  await dialog.getByRole('button', { name: 'Suspend' }).click();
  await eva.page.getByText('Suspended: Orders of one household').waitFor();
  await dialog.waitFor({ state: 'detached' });
  await eva.picture('advocate');
  await eva.isAccessible();
  await eva.page.getByRole('button', { name: 'Lift the suspension' }).click();
  await dialog.getByRole('textbox', { name: 'Why' }).fill('As agreed');
  await dialog.getByRole('button', { name: 'Lift the suspension' }).click();
  // The dialog that closes has a button of this name, too.
  await dialog.waitFor({ state: 'detached' });
  await eva.page.getByRole('button', { name: 'Suspend' }).waitFor();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});
