import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Studio } from './open-studio.ts';

const city = { fact: 'profile', path: '$.traits.city', operator: 'equal', value: 'Vigo' };
const staff = { fact: 'profile', path: '$.traits.staff', operator: 'equal', value: true };
const files = {
  'segments/vigo.json': { key: 'vigo', name: 'From Vigo', when: { all: [city] } },
  'segments/staff.json': { key: 'staff', name: 'Staff', when: { all: [staff] } },
};

let studio: Studio;

beforeAll(async () => {
  studio = await openStudio({
    start: Date.parse('2026-03-20T10:00:00Z'),
    files: (tenant) => shopFiles({ tenant, files, messages: ['welcome', 'welcome-tips'] }),
  });
  const { engine } = studio;
  for (const name of ['ana', 'bo', 'cloe']) await engine.customer(name, { city: 'Vigo' });
  await engine.customer('dan', { city: 'Vigo', staff: true });
  await engine.customer('eli', { city: 'Lugo' });
  await engine.identify('silent', { city: 'Vigo', email: 'silent@example.com' });
});
afterAll(() => studio.close());

it('a marketer writes a newsletter, sees whom it reaches and why not the others, sends it and follows it', async () => {
  const eva = await studio.signedIn({ role: 'marketer' });
  const { page } = eva;
  await eva.open('/broadcasts');
  await page.getByText('No broadcast yet').waitFor();
  await page.getByRole('button', { name: 'New broadcast' }).press('Enter');
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Spring news');
  await page.getByRole('dialog').getByRole('button', { name: 'Begin' }).click();

  await page.getByRole('heading', { level: 1, name: 'Spring news' }).waitFor();
  await page.getByRole('button', { name: 'Choose a message' }).click();
  const gallery = page.getByRole('dialog');
  await gallery
    .getByRole('button', { name: /Welcome/ })
    .first()
    .waitFor();
  await gallery.getByRole('searchbox').fill('welcome');
  await gallery
    .getByRole('button', { name: /Welcome/ })
    .first()
    .click();
  await page.getByRole('region', { name: 'Message', exact: true }).waitFor();
  await page.getByRole('button', { name: 'Add a variant' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Welcome/ })
    .last()
    .click();
  await page.getByRole('region', { name: 'Variant b' }).waitFor();
  await page.getByText('Saved', { exact: true }).waitFor();
  await eva.isAccessible();
  await eva.picture('broadcast-message');

  await page.getByRole('button', { name: 'Next: Audience' }).press('Enter');
  await page.getByRole('combobox', { name: 'Segments' }).click();
  await page.getByRole('option', { name: 'From Vigo' }).click();
  await page.keyboard.press('Escape');
  await page.getByText('4 of 5 people get it').waitFor();
  await page.getByRole('combobox', { name: 'Without' }).click();
  await page.getByRole('option', { name: 'Staff' }).click();
  await page.keyboard.press('Escape');
  await page.getByText('3 of 4 people get it').waitFor();
  await eva.isAccessible();
  await eva.picture('broadcast-audience');

  await page.getByRole('tab', { name: /Time/ }).click();
  await page.getByRole('radio', { name: 'At a time' }).check();
  await page
    .getByRole('textbox', { name: 'Day and time' })
    .or(page.getByLabel('Day and time'))
    .first()
    .fill('2026-03-21T09:30');
  await eva.isAccessible();
  await eva.picture('broadcast-time');
  await page.getByRole('tab', { name: /Results/ }).click();
  await page.getByRole('textbox', { name: 'Held out' }).waitFor();
  await eva.picture('broadcast-measure');
  await eva.isAccessible();
  await page.getByRole('button', { name: 'Next: Review' }).click();
  await page.getByText('21 Mar 2026, 09:30').waitFor();
  await eva.isAccessible();
  await eva.picture('broadcast-review');
  await page.getByRole('button', { name: 'Schedule' }).press('Enter');
  await page
    .getByRole('dialog')
    .getByText(/3 people get it/)
    .waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Schedule' }).click();

  await page.getByText('Nothing was sent yet').waitFor();
  await page.getByText('It goes 21 Mar 2026, 09:30.').waitFor();
  await studio.engine.days(2);
  await page.getByRole('region', { name: 'Progress' }).waitFor();
  await page.getByText('They never agreed to get this').waitFor();
  expect(
    ['ana', 'bo', 'cloe', 'dan', 'silent'].map((name) => studio.engine.mail.to(`${name}@example.com`).length),
  ).toEqual([1, 1, 1, 0, 0]);
  await eva.isAccessible();
  await eva.picture('broadcast-results');
  await eva.open('/broadcasts');
  await page.getByRole('row', { name: /Spring news.*Sent.*3/ }).waitFor();
  await eva.picture('broadcasts');
  await eva.isAccessible();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('what is missing is said where it is mended, in Spanish, on a phone and in the dark', async () => {
  const eva = await studio.signedIn({ locale: 'es-ES', dark: true });
  const { page } = eva;
  const { body } = await studio.api.call('POST', '/api/broadcasts', {
    name: 'Sin nada',
    audience: { everybody: true, when: { not: { all: [city] } } },
  });
  const { id } = z.object({ id: z.string() }).parse(body);
  await eva.on('phone');
  await eva.open(`/broadcasts/${id}?part=review`);
  await page.getByText('Todavía no se puede enviar').waitFor();
  expect(await page.getByRole('button', { name: 'Enviar ahora' }).isDisabled()).toBe(true);
  await eva.isAccessible();
  await page.getByRole('button', { name: /^Ir allí/ }).click();
  await page.getByText('Aún no se ha elegido ningún mensaje').waitFor();
  await eva.isAccessible();
  for (const tab of [/Audiencia/, /Momento/, /Resultados/]) {
    await page.getByRole('tab', { name: tab }).click();
    await eva.isAccessible();
  }
  await page.getByRole('tab', { name: /Audiencia/ }).click();
  await page.getByText('1 de 1 persona lo recibe').waitFor();
  await eva.picture('broadcast-audience-es');
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('a campaign shows on its record what it cost and brought, with the way to its broadcast', async () => {
  const { api, engine } = studio;
  const euro = (minor: number) => ({ minor, currency: 'EUR' });
  const idOf = (body: unknown): string => z.looseObject({ id: z.string() }).parse(body).id;
  const campaign = idOf(
    (
      await api.call('POST', '/api/records/campaign', {
        data: { name: 'Spring aim', budget: euro(5000), costs: [{ what: 'Leaflets', amount: euro(1000) }] },
      })
    ).body,
  );
  const broadcast = idOf(
    (
      await api.call('POST', '/api/broadcasts', {
        name: 'Lugo only',
        campaign,
        audience: {
          when: { all: [{ fact: 'profile', path: '$.traits.city', operator: 'equal', value: 'Lugo' }] },
        },
        variants: [{ name: 'a', message: 'welcome' }],
      })
    ).body,
  );
  await api.call('POST', `/api/broadcasts/${broadcast}/schedule`, {});
  await engine.comeToRest(engine.tenant);
  await engine.track('eli', 'Order Completed', { order_id: 'eli-1', revenue: 30, currency: 'EUR' });

  const eva = await studio.signedIn({ dark: true });
  await eva.open(`/records/campaign/${campaign}`);
  await eva.page.getByRole('tab', { name: 'Results' }).click();
  await eva.page.getByText('200%').waitFor();
  await eva.page.getByText('€40.00 left').waitFor();
  await eva.isAccessible();
  await eva.picture('campaign-results');
  await eva.page.getByRole('link', { name: 'Lugo only' }).click();
  await eva.page.getByRole('heading', { level: 1, name: 'Lugo only' }).waitFor();
  await eva.page.getByRole('link', { name: 'Spring aim' }).waitFor();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('one that is on its way is paused and cancelled, and who only looks is offered neither', async () => {
  const { api, engine } = studio;
  const plan = {
    name: 'Slow',
    audience: { segments: ['vigo'] },
    variants: [{ name: 'a', message: 'welcome' }],
    perMinute: 1,
  };
  const made = await api.call('POST', '/api/broadcasts', plan);
  const { id } = z.object({ id: z.string() }).parse(made.body);
  const found = await engine.opened.stores.broadcasts.get({ tenant: engine.tenant, id });
  await engine.opened.stores.broadcasts.change({
    tenant: engine.tenant,
    id,
    rev: found?.rev ?? 0,
    state: 'draft',
    set: { state: 'sending', startedAt: engine.engine.clock.now(engine.tenant), matched: 5 },
    due: null,
  });
  const viewer = await studio.signedIn({ role: 'viewer' });
  await viewer.open(`/broadcasts/${id}`);
  await viewer.page.getByRole('region', { name: 'Progress' }).waitFor();
  expect(await viewer.page.getByRole('button', { name: 'Pause' }).count()).toBe(0);
  await viewer.leave();

  const eva = await studio.signedIn();
  await eva.open(`/broadcasts/${id}`);
  await eva.page.getByRole('button', { name: 'Pause' }).press('Enter');
  await eva.page.getByRole('button', { name: 'Resume' }).waitFor();
  await eva.page.getByRole('button', { name: 'More' }).press('Enter');
  await eva.page.getByRole('menuitem', { name: 'Cancel the broadcast' }).click();
  await eva.page.getByRole('dialog').getByRole('button', { name: 'Cancel the broadcast' }).click();
  await eva.page.getByText('Cancelled', { exact: true }).waitFor();
  await eva.page.getByRole('button', { name: 'More' }).press('Enter');
  await eva.page.getByRole('menuitem', { name: 'Copy as a new draft' }).click();
  await eva.page.getByRole('heading', { level: 1, name: 'Copy of Slow' }).waitFor();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});
