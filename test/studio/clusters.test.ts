import { afterAll, beforeAll, expect, it } from 'vitest';

import { randomOf } from '../harness/random.ts';
import { hashId } from '../../domain/hash.ts';
import { newProfile } from '../../domain/profiles/profile.ts';
import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Studio } from './open-studio.ts';

const day = 86_400_000;

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio({ files: (tenant) => shopFiles({ tenant, files: {} }) });
});
afterAll(() => studio.close());

const fill = async (): Promise<void> => {
  const { tenant, engine, opened } = studio.engine;
  const now = engine.clock.now(tenant);
  const random = randomOf(11);
  const about = (value: number): number => Math.max(1, Math.round(value * (0.8 + 0.4 * random())));
  for (let n = 0; n < 90; n += 1) {
    const isRegular = n % 3 === 0;
    const profile = newProfile({
      id: `p_${hashId('buyer', n)}`,
      tenant,
      ids: [`user:buyer-${n}`],
      referralCode: hashId('code', n),
      now,
    });
    const computed = {
      ...profile.computed,
      orders: about(isRegular ? 15 : 1),
      revenue: about(isRegular ? 800 : 30),
      firstOrderAt: new Date(now - 500 * day).toISOString(),
      lastOrderAt: new Date(now - about(isRegular ? 10 : 300) * day).toISOString(),
      categories: isRegular ? ['Coffee', 'Cups'] : ['Tea'],
    };
    await opened.stores.profiles.insert({ ...profile, computed });
  }
};

it('a marketer sees which groups there are, and keeps a draft of a segment of one', async () => {
  const eva = await studio.signedIn();
  const { page } = eva;
  await eva.open('/clusters');
  await page.getByText('Not enough buyers yet').waitFor();
  await eva.isAccessible();
  await fill();
  await eva.open('/clusters');
  await page.getByText('Found among all 90 buyers.').waitFor();
  await page.getByText('30 buyers (33.3%)').waitFor();
  await eva.isAccessible();
  await eva.picture('clusters');
  await page
    .getByRole('button', { name: /^Make a segment/ })
    .last()
    .press('Enter');
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Regulars');
  await page.getByRole('dialog').getByRole('button', { name: 'Keep the draft' }).click();
  await page.getByText('“Regulars” is a draft.').waitFor();
  await page.getByRole('button', { name: 'Publish…' }).waitFor();
  expect(eva.complaints).toEqual([]);
  await eva.leave();

  const es = await studio.signedIn({ locale: 'es-ES', dark: true });
  await es.on('phone');
  await es.open('/clusters');
  await es.page.getByText('Encontrados entre los 90 compradores.').waitFor();
  await es.isAccessible();
  await es.picture('clusters-es');
  await es.leave();
});
