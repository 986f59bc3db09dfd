import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { builtInPlugins } from '../../plugins/built-in.ts';
import { createMetaAudiencesFake } from '../../plugins/meta-audiences/fake.ts';
import { createSegmentFake } from '../../plugins/segment/fake.ts';
import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Studio } from './open-studio.ts';

const feeds = {
  'to-segment': { plugin: 'cdp', rows: 'events', every: '10 minutes', names: ['Viewed'] },
  lake: { plugin: 'lake', rows: 'events', every: '10 minutes', consent: { purpose: 'analytics' } },
  gone: { plugin: 'lake', rows: 'erasures' },
  vips: {
    plugin: 'meta',
    rows: 'audience',
    segment: 'vip',
    audience: '6001',
    every: '10 minutes',
    after: '1 minute',
    consent: { topic: 'ads' },
  },
};
const vip = {
  key: 'vip',
  name: 'VIP',
  when: { all: [{ fact: 'profile', path: '$.traits.plan', operator: 'equal', value: 'gold' }] },
};

let studio: Studio;
let segment: Awaited<ReturnType<typeof createSegmentFake>>;
let meta: Awaited<ReturnType<typeof createMetaAudiencesFake>>;

/** The shop with these feeds. */
const shopOf = (tenant: string, of: object) =>
  shopFiles({
    tenant,
    files: { 'segments/vip.json': vip },
    settings: {
      topics: { news: { name: 'News' }, ads: { name: 'Advertising' } },
      consentPurposes: ['analytics'],
      plugins: {
        lake: { use: 'folder', config: { folder: { env: 'CICLO_PLUGIN_LAKE' } } },
        cdp: {
          use: 'segment',
          config: { url: segment.url, writeKey: { env: 'CICLO_PLUGIN_SEGMENT_KEY' } },
        },
        meta: { use: 'meta-audiences', config: { url: meta.url, token: { env: 'CICLO_PLUGIN_META' } } },
      },
      feeds: of,
    },
  });

/** Two events that Segment does not take, one that it does; Ana is in the audience, and the folder of the lake is not there. */
const seed = async (): Promise<void> => {
  const { engine } = studio;
  segment.refuses('poison');
  await engine.identify('ana', { email: 'ana@example.com', plan: 'gold' });
  await engine.track('ana', 'Consent Granted', { channel: 'email', topic: 'ads', confirmed: true });
  await engine.track('ana', 'Consent Granted', { purpose: 'analytics' });
  await engine.track('ana', 'Viewed', { n: 1 }, { messageId: 'm-1' });
  for (const n of [1, 2]) await engine.track('ana', 'Viewed', { poison: n }, { messageId: `bad-${n}` });
  await engine.days(40 / 1440);
};

beforeAll(async () => {
  [segment, meta] = await Promise.all([createSegmentFake('segment-key'), createMetaAudiencesFake('token')]);
  studio = await openStudio({
    plugins: builtInPlugins,
    env: {
      CICLO_PLUGIN_LAKE: join(tmpdir(), 'no-such-lake-of-ciclo'),
      CICLO_PLUGIN_SEGMENT_KEY: 'segment-key',
      CICLO_PLUGIN_META: 'token',
    },
    logLevel: 'silent',
    files: (tenant) => shopOf(tenant, feeds),
  });
  await seed();
});
afterAll(async () => {
  await studio.close();
  await Promise.all([segment.close(), meta.close()]);
});

it('the feeds say how they go; refused events stand with their reasons, and are sent again or discarded', async () => {
  const eva = await studio.signedIn();
  const { page } = eva;
  const dialog = page.getByRole('dialog');
  await eva.open('/feeds');
  const row = page.getByRole('row', { name: /to-segment/ });
  await row.getByText('Works', { exact: true }).waitFor();
  expect((await row.getByRole('cell').allInnerTexts()).slice(1)).toEqual([
    'cdp',
    'Works',
    'Nothing waits',
    '1',
    '2',
  ]);
  await page.getByRole('row', { name: /vips/ }).getByText('1 person').waitFor();
  await page
    .getByRole('row', { name: /lake.*Events/ })
    .getByText('Tried again')
    .waitFor();
  await eva.picture('feeds');
  await eva.isAccessible();
  await row.getByRole('link', { name: 'to-segment' }).press('Enter');
  const reasons = page
    .getByRole('region', { name: 'Refused events' })
    .getByRole('cell', { name: /poison is not valid/ });
  await reasons.nth(1).waitFor();
  await page.getByRole('button', { name: 'Test the connection' }).press('Enter');
  await page.getByText('The provider answers, and lets Ciclo in.').waitFor();
  await eva.picture('feed-refused');
  await eva.isAccessible();
  const answer = async (button: string, label = button): Promise<void> => {
    await page.getByRole('button', { name: button }).press('Enter');
    await dialog.getByRole('button', { name: label }).press('Enter');
    await dialog.waitFor({ state: 'detached' });
  };
  await answer('Send again');
  await page.getByText('0 sent, 2 refused again, 0 left out').waitFor();
  segment.refuses(undefined);
  await answer('Send again');
  await page.getByText('2 sent, 0 refused again, 0 left out').waitFor();
  await page.getByText('None was refused.').waitFor();
  segment.refuses('poison');
  await studio.engine.track('ana', 'Viewed', { poison: 3 }, { messageId: 'bad-3' });
  await studio.engine.days(40 / 1440);
  await eva.open('/feeds/to-segment');
  await answer('Discard all');
  await page.getByText('1 discarded').waitFor();
  await page.getByText('None was refused.').waitFor();
  expect(segment.calls.size).toBe(3);
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('a marketer begins a feed as a draft with the keyboard, is told at the field what is wrong, and publishes it', async () => {
  const eva = await studio.signedIn({ role: 'marketer' });
  const { page } = eva;
  const dialog = page.getByRole('dialog');
  const choose = async (select: string, option: string): Promise<void> => {
    await page.getByRole('combobox', { name: select }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };
  await eva.open('/feeds');
  await page.getByRole('button', { name: 'New feed' }).press('Enter');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('ads');
  await choose('What it sends', 'Audience');
  await choose('Purpose', 'analytics');
  await eva.isAccessible();
  await dialog.getByRole('button', { name: 'Create draft' }).press('Enter');
  await page.getByRole('heading', { level: 1, name: 'ads' }).waitFor();
  await dialog.waitFor({ state: 'detached' });
  const id = page.getByRole('textbox', { name: 'Id of the audience' });
  await page.locator('input[aria-invalid="true"]').waitFor();
  await eva.picture('feed-edit');
  await eva.isAccessible();
  await id.fill('6002');
  await page.locator('input[aria-invalid="true"]').waitFor({ state: 'detached' });
  await page.getByRole('textbox', { name: 'Time between rounds' }).fill('2 hours');
  await page.getByText('Draft saved').waitFor();
  await page.getByText('Nothing is wrong').waitFor();
  await page.getByRole('button', { name: 'Publish…' }).click();
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await page.getByText('As published').waitFor();
  const { body } = await studio.api.call('GET', '/api/feeds');
  expect(body).toMatchObject({
    feeds: expect.arrayContaining([
      expect.objectContaining({
        name: 'ads',
        plugin: 'meta',
        goesAs: 'audience',
        settings: expect.objectContaining({
          segment: 'vip',
          audience: '6002',
          every: '2 hours',
          consent: { purpose: 'analytics' },
        }),
      }),
    ]),
  });
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('an audience, a feed that fails, and one of erasures fit a phone, in Spanish and in the dark', async () => {
  const eva = await studio.signedIn({ locale: 'es-ES', dark: true });
  await eva.on('phone');
  await eva.open('/feeds');
  await eva.page.getByRole('link', { name: 'vips' }).click();
  await eva.page.getByRole('heading', { name: 'Audiencia', exact: true }).waitFor();
  await eva.picture('feed-audience-spanish');
  await eva.on('phone');
  await eva.isAccessible();
  await eva.open('/feeds/lake');
  await eva.page.getByText('folder-unavailable').waitFor();
  await eva.picture('feed-failing-spanish');
  await eva.on('phone');
  await eva.isAccessible();
  await eva.open('/feeds/gone');
  await eva.page.getByText(/30 días desde la supresión/).waitFor();
  await eva.isAccessible();
  await eva.page.getByRole('link', { name: 'Editar' }).click();
  await eva.page.getByRole('textbox', { name: 'Carpeta' }).waitFor();
  await eva.isAccessible();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('a feed is paused with a reason, says so to everybody, and goes on', async () => {
  const eva = await studio.signedIn();
  const { page } = eva;
  const dialog = page.getByRole('dialog');
  await eva.open('/feeds/to-segment');
  await page.getByRole('button', { name: 'Pause…' }).press('Enter');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('The contract is under review');
  await dialog.getByRole('button', { name: 'Pause', exact: true }).press('Enter');
  await dialog.waitFor({ state: 'detached' });
  const note = page.getByRole('status').filter({ hasText: /Paused .* by Eva/ });
  await note.getByText('The contract is under review').waitFor();
  expect(await page.getByRole('button', { name: 'Begin a round now' }).count()).toBe(0);
  await eva.picture('feed-paused');
  await eva.isAccessible();
  await eva.open('/feeds');
  await page
    .getByRole('row', { name: /to-segment/ })
    .getByText('Paused', { exact: true })
    .waitFor();
  await eva.open('/feeds/to-segment');
  await page.getByRole('button', { name: 'Resume' }).press('Enter');
  await note.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Pause…' }).waitFor();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('an audience that was removed says how many people have yet to leave it', async () => {
  const { vips: _vips, ...others } = feeds;
  const { engine } = studio;
  await engine.publishFiles(await shopOf(engine.tenant, others));
  const eva = await studio.signedIn();
  await eva.open('/feeds');
  const note = eva.page
    .getByRole('status')
    .filter({ hasText: 'Removed feeds whose people have yet to leave' });
  await note
    .getByRole('listitem')
    .filter({ hasText: /vips.*1 person/ })
    .waitFor();
  expect(await eva.page.getByRole('link', { name: 'vips' }).count()).toBe(0);
  await eva.picture('feed-removed');
  await eva.isAccessible();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});
