import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { shopFiles } from '../harness/shop.ts';
import { sampleMessage } from '../store/samples.ts';
import { openStudio, type Studio } from './open-studio.ts';

const journey = (key: string, name: string, steps: readonly object[]) => ({
  key,
  name,
  stage: 'acquisition',
  entry: { on: 'Signed Up', again: 'always' },
  steps,
});

const files = {
  'journeys/welcome.json': journey('welcome', 'Welcome', [
    { id: 'call', type: 'task', title: 'Call', due: '1 day', wait: true, timeout: '30 days' },
  ]),
  'journeys/nurture.json': journey('nurture', 'Nurture leads over thirty days', [
    { id: 'wait', type: 'wait', for: '30 days' },
  ]),
};

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio({
    start: Date.parse('2026-03-20T10:00:00Z'),
    files: (tenant) => shopFiles({ tenant, files }),
  });
});
afterAll(() => studio.close());

/** Messages that a provider accepted now. */
const sent = async (count: number): Promise<void> => {
  const { tenant, engine, opened } = studio.engine;
  const now = engine.clock.now(tenant);
  for (let index = 0; index < count; index += 1) {
    const id = `${now}-${index}`;
    const row = { ...sampleMessage({ tenant, id }), plannedAt: now };
    await opened.stores.messages.claim({ row, claim: 'c', systemTime: now, leaseUntil: now + 1000 });
    await opened.stores.messages.settle({ tenant, id, claim: 'c', status: 'accepted', at: now });
  }
};

describe('the home page', () => {
  it('says that all is well where it is', async () => {
    const eva = await studio.signedIn();
    await eva.open('/');
    await eva.page.getByText('Nothing needs attention').waitFor();
    await eva.isAccessible();
    await eva.leave();
  });

  it('shows what needs attention, the sends of two weeks, new people and the journeys', async () => {
    const { engine, api } = studio;
    await engine.customer('ana');
    await engine.track('ana', 'Signed Up');
    await sent(1);
    await engine.days(8);
    for (const name of ['ben', 'cloe', 'dan']) {
      await engine.customer(name);
      await engine.track(name, 'Signed Up');
    }
    await sent(3);
    const frozen = await api.call('POST', '/api/journeys/nurture/freeze', {
      reason: 'The offer is sold out.',
    });
    expect(frozen.status).toBe(200);
    const off = { sends: 'hold', reason: 'The provider is down.' };
    expect(await api.call('POST', '/api/channels/email/off', off)).toMatchObject({ status: 200 });
    const eva = await studio.signedIn({ role: 'marketer' });
    await eva.open('/');
    const { page } = eva;
    await page.getByText('The journey Nurture leads over thirty days is frozen').waitFor();
    await page.getByText('The offer is sold out.').waitFor();
    await page.getByText('The channel E-mail is off').waitFor();
    await page.getByText('Tasks due: 1').waitFor();
    const week = page.getByRole('region', { name: 'The last seven days' });
    await week.getByText('1 in the seven days before').first().waitFor();
    await week.getByText('4 in all').waitFor();
    expect(await page.getByRole('row', { name: /^28 Mar 3$/ }).count()).toBe(1);
    await page.getByRole('row', { name: /^Welcome 4 4 0$/ }).waitFor();
    await eva.isAccessible();
    await eva.on('phone');
    await eva.isAccessible();
    await eva.picture('home');
    expect(eva.complaints).toEqual([]);
    await eva.leave();
  });

  it('stands in Spanish and in the dark, on a phone too', async () => {
    const eva = await studio.signedIn({ role: 'viewer', locale: 'es-ES', dark: true });
    await eva.open('/');
    await eva.page.getByText('El recorrido Nurture leads over thirty days está congelado').waitFor();
    await eva.isAccessible();
    await eva.on('phone');
    await eva.isAccessible();
    await eva.picture('home-es');
    await eva.leave();
  });

  it('says what is wrong when the engine refuses, and tries again', async () => {
    const eva = await studio.signedIn();
    let isBroken = true;
    await eva.page.route('**/api/overview', (route) =>
      isBroken
        ? route.fulfill({
            status: 500,
            contentType: 'application/problem+json',
            body: JSON.stringify({
              code: 'internal',
              detail: 'Something went wrong on our side.',
              requestId: 'r-1',
            }),
          })
        : route.continue(),
    );
    await eva.open('/');
    const alert = eva.page.getByRole('alert');
    await alert.getByText('Something went wrong on our side.').waitFor();
    await alert.getByText('r-1').waitFor();
    isBroken = false;
    await alert.getByRole('button', { name: 'Try again' }).click();
    await eva.page.getByRole('heading', { name: 'Needs attention' }).waitFor();
    await eva.leave();
  });
});
