import { afterAll, beforeAll, expect, it } from 'vitest';

import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Studio } from './open-studio.ts';

const club = {
  key: 'club',
  name: 'Coffee Club',
  earn: [{ key: 'purchase', on: 'Order Completed', points: 1, perAmount: 1 }],
};
const friend = {
  key: 'friend',
  name: 'Five off for friends',
  kind: 'amount',
  value: 5,
  code: { pattern: 'FRIEND-########' },
  limits: { minOrder: 20 },
};
const vehicle = {
  key: 'vehicle',
  name: 'Vehicle',
  plural: 'Vehicles',
  title: 'plate',
  fields: {
    plate: { type: 'text', required: true },
    km: { type: 'number' },
  },
  stages: {
    first: 'ordered',
    list: [
      { key: 'ordered', to: ['sold'] },
      { key: 'sold', ends: 'done', to: [] },
    ],
  },
};
const files = {
  'programs/club.json': club,
  'offers/friend.json': friend,
  'objects/vehicle.json': vehicle,
};

let studio: Studio;

beforeAll(async () => {
  studio = await openStudio({
    files: (tenant) => shopFiles({ tenant, files, settings: { referral: undefined } }),
  });
  const { engine, api } = studio;
  await engine.customer('ana', { firstName: 'Ana' });
  await engine.track('ana', 'Product Reviewed', { rating: 5 });
  await engine.track('ana', 'Product Reviewed', { rating: 2 });
  await api.call('POST', '/api/records/vehicle', { data: { plate: '1234 ABC', km: 20 } });
});
afterAll(() => studio.close());

const textOf = async (path: string): Promise<unknown> =>
  (await studio.api.call('GET', `/api/workspace/files/${encodeURIComponent(path)}`)).body;

it('a marketer makes a loyalty programme by its form, with a rule, tiers and a reward, and publishes it', async () => {
  const eva = await studio.signedIn({ role: 'marketer' });
  const { page } = eva;
  await eva.open('/loyalty');
  await page.getByRole('button', { name: 'New programme' }).press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Tea Club');
  await dialog.getByRole('button', { name: 'Create draft' }).press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Tea Club' }).waitFor();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Add an earning rule' }).press('Enter');
  const rule = page.getByRole('group', { name: 'Earning rule 2' });
  await rule.getByRole('combobox', { name: 'Event' }).first().fill('Product Reviewed');
  await page.keyboard.press('Escape');
  await rule.getByRole('textbox', { name: 'Points', exact: true }).fill('0');
  await rule.locator('input[aria-invalid="true"]').first().waitFor();
  await rule.getByRole('textbox', { name: 'Points', exact: true }).fill('25');
  await rule.locator('input[aria-invalid="true"]').first().waitFor({ state: 'detached' });
  await rule.getByRole('switch', { name: 'Only if conditions hold' }).press('Space');
  await rule.getByRole('combobox', { name: 'Field' }).fill('$.properties.rating');
  await page.keyboard.press('Escape');
  await rule.getByRole('combobox', { name: 'How', exact: true }).click();
  await page.getByRole('option', { name: 'at least' }).click();
  // What is not finished stays where it is while other rules come and go.
  await page.getByRole('button', { name: 'Add an earning rule' }).press('Enter');
  await page
    .getByRole('group', { name: 'Earning rule 3' })
    .getByRole('button', { name: 'Remove', exact: true })
    .press('Enter');
  await page.getByRole('group', { name: 'Earning rule 3' }).waitFor({ state: 'detached' });
  expect(await rule.getByRole('combobox', { name: 'Field' }).inputValue()).toBe('$.properties.rating');
  await rule.getByRole('textbox', { name: 'Value' }).fill('4');
  await rule.getByText('1 of 2 events (50%)').waitFor();
  const past = page.getByRole('group', { name: 'What it would have given' });
  await past.getByRole('button', { name: 'Try it' }).press('Enter');
  await past.getByText('25 points to 1 person').waitFor();
  await page.getByRole('switch', { name: 'The programme has tiers' }).press('Space');
  await page.getByRole('button', { name: 'Add a tier' }).press('Enter');
  await page.getByRole('group', { name: 'Tier 2' }).getByRole('textbox', { name: 'Name' }).fill('Gold');
  await page.getByRole('button', { name: 'Add a reward' }).press('Enter');
  const reward = page.getByRole('group', { name: 'Reward 1' });
  await reward.getByRole('textbox', { name: 'Name' }).fill('Five off');
  await reward.getByRole('combobox', { name: 'Offer' }).click();
  await page.getByRole('option', { name: 'Five off for friends' }).click();
  await page.getByText('Draft saved').waitFor();
  await page.getByText('Nothing is wrong').waitFor();
  await eva.picture('program-edit');
  await eva.isAccessible();
  await eva.on('laptop');
  await page.getByRole('button', { name: 'Publish…' }).click();
  await dialog.getByText('New: program tea-club').waitFor();
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await page.getByText('As published').waitFor();
  await eva.open('/loyalty');
  await page.getByRole('link', { name: 'Tea Club' }).waitFor();
  await page.getByText('Rewards: Five off').waitFor();
  const { body } = await studio.api.call('GET', '/api/loyalty/programs');
  expect(body).toMatchObject({
    programs: expect.arrayContaining([
      expect.objectContaining({
        key: 'tea-club',
        rules: 2,
        tiers: [
          expect.objectContaining({ from: 500 }),
          expect.objectContaining({ name: 'Gold', from: 1000 }),
        ],
      }),
    ]),
  });
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('a marketer begins the referral programme by its form, and it is published with the settings', async () => {
  const eva = await studio.signedIn({ role: 'marketer' });
  const { page } = eva;
  await eva.open('/referrals');
  await page.getByRole('link', { name: 'The programme' }).press('Enter');
  await page.getByRole('button', { name: 'Begin one' }).click();
  const counts = page.getByRole('group', { name: 'When a friend counts' });
  await counts.getByRole('textbox', { name: 'Least order value' }).fill('35');
  const rewards = page.getByRole('group', { name: 'Who gets what' });
  await rewards.getByRole('combobox', { name: 'The friend' }).click();
  await page.getByRole('option', { name: 'Five off for friends' }).click();
  const judged = page.getByRole('group', { name: 'How it is judged' });
  await judged.getByRole('textbox', { name: 'the same postal address' }).fill('0');
  await page.getByText('Draft saved').waitFor();
  await page.getByText('Nothing is wrong').waitFor();
  await eva.picture('referral-edit');
  await eva.isAccessible();
  await eva.on('laptop');
  await page.getByRole('button', { name: 'Publish…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await page.getByText('As published').waitFor();
  expect(await textOf('ciclo.json')).toMatchObject({
    text: expect.stringMatching(/"minOrder": 35[^]*"friend": "friend"[^]*"same-address": 0/),
  });
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('an owner changes an object by its form, sees what becomes of the records there are, and publishes it', async () => {
  const eva = await studio.signedIn();
  const { page } = eva;
  await eva.open('/records');
  await page.getByRole('link', { name: 'Change Vehicle' }).press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Vehicles' }).waitFor();
  const field = page.getByRole('group', { name: 'Field Field1' });
  const addField = async (key: string, type: string): Promise<void> => {
    await page.getByRole('button', { name: 'Add a field' }).press('Enter');
    await field.getByRole('combobox', { name: 'Type' }).click();
    await page.getByRole('option', { name: type, exact: true }).click();
    await field.getByRole('textbox', { name: 'Key' }).first().fill(key);
    await page.keyboard.press('Tab');
  };
  await page.getByRole('button', { name: 'Add a field' }).press('Enter');
  await field.getByRole('textbox', { name: 'Key' }).fill('km');
  await field.getByText('Another field has this key.').waitFor();
  await field.getByRole('textbox', { name: 'Key' }).fill('fuel');
  await page.keyboard.press('Tab');
  const fuel = page.getByRole('group', { name: 'Field Fuel' });
  await fuel.getByRole('combobox', { name: 'Type' }).click();
  await page.getByRole('option', { name: 'One of several' }).click();
  await fuel.getByRole('combobox', { name: 'Choices' }).waitFor();
  await addField('services', 'Rows');
  const services = page.getByRole('group', { name: 'Field Services' });
  await services.getByRole('button', { name: 'Add a column' }).press('Enter');
  const column = services.getByRole('group', { name: 'Column Column1' });
  await column.getByRole('combobox', { name: 'Type' }).click();
  await page.getByRole('option', { name: 'Money' }).click();
  await column.getByRole('textbox', { name: 'Key' }).fill('cost');
  await page.keyboard.press('Tab');
  await services.getByRole('group', { name: 'Column Cost' }).waitFor();
  await addField('worth', 'Formula');
  const worth = page.getByRole('group', { name: 'Field Worth' });
  await worth.getByRole('combobox', { name: 'It gives' }).click();
  await page.getByRole('option', { name: 'Money' }).click();
  const operands = worth.getByRole('combobox', { name: 'Of these' });
  await operands.press('Backspace');
  await operands.fill('services.cost');
  await operands.press('Enter');
  await page.keyboard.press('Escape');
  await addField('isOld', 'Formula');
  const old = page.getByRole('group', { name: 'Field Is old' });
  await old.getByRole('combobox', { name: 'Worked out' }).click();
  await page.getByRole('option', { name: 'By conditions' }).click();
  await old.getByRole('combobox', { name: 'It gives' }).click();
  await page.getByRole('option', { name: 'Yes or no' }).click();
  await old.getByRole('combobox', { name: 'Field', exact: true }).fill('$.km');
  await page.keyboard.press('Escape');
  await old.getByRole('combobox', { name: 'How', exact: true }).click();
  await page.getByRole('option', { name: 'more than' }).click();
  await old.getByRole('textbox', { name: 'Value' }).fill('200000');
  const times = page.getByRole('group', { name: 'How long things may take' });
  await times.getByRole('switch', { name: 'Things have to be done in time' }).press('Space');
  await times.getByRole('textbox', { name: 'Time for all' }).fill('2 days');
  await times.locator('input[aria-invalid="true"]').waitFor();
  await times.getByRole('textbox', { name: 'Time for all' }).fill('16 hours');
  await page
    .getByRole('group', { name: 'Field Km' })
    .getByRole('switch', { name: 'Lists are sorted by it' })
    .press('Space');
  await page.getByRole('button', { name: 'Add a stage' }).press('Enter');
  const stage = page.getByRole('group', { name: 'Stage 3' });
  await stage.getByRole('textbox', { name: 'Key' }).fill('parked');
  await page
    .getByRole('group', { name: 'Stage 1' })
    .getByRole('combobox', { name: 'They may move to' })
    .press('ArrowDown');
  await page.getByRole('option', { name: 'Parked' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('combobox', { name: 'Agents change' }).click();
  await page.getByRole('option', { name: 'Those of their teams' }).click();
  await page.getByText('Draft saved').waitFor();
  await page.getByText('Nothing is wrong').waitFor();
  await page.getByRole('button', { name: 'Look', exact: true }).press('Enter');
  await page
    .getByRole('group', { name: 'What it does to the records there are' })
    .getByRole('listitem')
    .first()
    .waitFor();
  await eva.picture('object-edit');
  await eva.isAccessible();
  await eva.on('laptop');
  await page.getByRole('button', { name: 'Publish…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Changed: object vehicle').waitFor();
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await page.getByText('As published').waitFor();
  expect((await studio.api.call('GET', '/api/objects/vehicle')).body).toMatchObject({
    definition: {
      fields: {
        plate: { required: true },
        km: { sortable: true },
        fuel: { type: 'choice' },
        services: { type: 'list', fields: { name: { type: 'text' }, cost: { type: 'money' } } },
        worth: { type: 'formula', gives: 'money', sum: ['services.cost'] },
        isOld: {
          gives: 'yes-no',
          cases: [
            {
              when: {
                all: [{ fact: 'record', path: '$.km', operator: 'greaterThan', value: 200_000 }],
              },
              value: true,
            },
          ],
        },
      },
      sla: { targets: [{ key: 'resolution', within: { otherwise: '16 hours' } }] },
      stages: { list: [{ key: 'ordered', to: ['sold', 'parked'] }, { key: 'sold' }, { key: 'parked' }] },
      access: { write: { agent: 'team', marketer: 'all', author: 'all' } },
    },
  });
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('an object that comes with Ciclo is changed by a file that extends it, in Spanish, on a phone', async () => {
  const eva = await studio.signedIn({ locale: 'es-ES', dark: true });
  const { page } = eva;
  await eva.on('phone');
  await eva.open('/records');
  await page.getByRole('button', { name: 'Cambiar Oportunidad' }).press('Enter');
  await page.getByText('Este archivo cambia el objeto Deal').waitFor();
  await page.getByRole('button', { name: 'Añadir un campo' }).press('Enter');
  await page.getByRole('group', { name: 'Campo Field1' }).getByRole('textbox', { name: 'Clave' }).waitFor();
  await page.getByText('Borrador guardado').waitFor();
  await page.getByText('Todo está bien').waitFor();
  await eva.picture('object-edit-spanish');
  await eva.on('phone');
  await eva.isAccessible();
  await eva.open('/records');
  await page.getByRole('button', { name: 'Cambiar Caso' }).press('Enter');
  const times = page.getByRole('group', { name: 'Cuánto se puede tardar' });
  await times.getByRole('group', { name: 'Objetivo 2' }).waitFor();
  await times.getByRole('textbox', { name: 'Tiempo para urgent' }).first().fill('30 minutes');
  await page.getByText('Borrador guardado').waitFor();
  await page.getByText('Todo está bien').waitFor();
  await eva.picture('object-sla-spanish');
  await eva.on('phone');
  await eva.isAccessible();
  await eva.open('/loyalty');
  await page.getByRole('link', { name: 'Coffee Club' }).click();
  await page.getByRole('group', { name: 'Regla para ganar 1' }).waitFor();
  await eva.isAccessible();
  await eva.open('/referrals/programme');
  await page.getByRole('heading', { level: 1, name: 'Programa de recomendaciones' }).waitFor();
  await eva.isAccessible();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});
