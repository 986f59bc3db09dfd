import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

describe('what a person asks for about their data', () => {
  let engine: TestedEngine;
  beforeAll(async () => {
    engine = await startMemoryEngine({
      files: (tenant) =>
        shopFiles({
          tenant,
          files: {
            'journeys/offer.json': {
              key: 'offer',
              name: 'Offer',
              stage: 'retention',
              entry: { on: 'Offer Wanted', again: 'always' },
              steps: [{ id: 'mail', type: 'send', channel: 'email', message: 'welcome', topic: 'offers' }],
            },
          },
        }),
    });
  });
  afterAll(async () => {
    await engine.close();
  });

  const texts = (user: string): readonly string[] =>
    engine.mail.to(`${user}@example.com`).map(({ text }) => text ?? '');
  const linkIn = (text: string | undefined, page: string): string =>
    new RegExp(String.raw`/${page}/[\w.~-]+`).exec(text ?? '')?.[0] ?? '';
  /** Somebody with a mail, and the preference centre its link leads to. */
  const reader = async (user: string, traits = {}): Promise<string> => {
    await engine.customer(user, traits);
    await engine.track(user, 'Offer Wanted');
    return linkIn(texts(user)[0], 'p');
  };
  const press = (path: string, what?: string): Promise<Response> =>
    engine.request(path, {
      method: 'POST',
      body: new URLSearchParams(what === undefined ? {} : { do: what }),
    });
  const profile = async (id: string) =>
    engine.opened.stores.profiles.get({ tenant: engine.tenant, profileId: id });

  it('is shown by the mail that only they get, and nothing of them by a look', async () => {
    const path = await reader('ana', { lastName: 'Villanueva' });
    const asked = await press(path, 'data');
    expect(await asked.text()).toContain('We sent a mail to your address.');
    const [, mail] = texts('ana');
    const link = linkIn(mail, 'd');
    expect(mail).toContain('Show my data');
    const look = await (await engine.request(link)).text();
    expect(look).not.toContain('Villanueva');
    const shown = await press(link);
    expect(shown.headers.get('cache-control')).toBe('no-store');
    const page = await shown.text();
    expect(page).toContain('Villanueva');
    expect(page).toContain('Offer Wanted');
    expect(page).toContain('This is everything that is kept about you.');
  });

  it('an erasure needs the button behind the mailed link, and then leaves nobody', async () => {
    const path = await reader('bob');
    const id = await engine.profileId('bob');
    await press(path, 'erasure');
    const link = linkIn(texts('bob')[1], 'd');
    expect(await (await engine.request(link)).text()).toContain('This cannot be undone');
    expect(await profile(id)).toBeDefined();
    expect((await press(link)).status).toBe(200);
    expect(await profile(id)).toBeUndefined();
    expect([(await press(link)).status, (await engine.request(path)).status]).toEqual([404, 404]);
  });

  it('is asked about by two mails a day at most', async () => {
    const path = await reader('cleo');
    for (let times = 0; times < 4; times += 1) await press(path, 'data');
    expect(texts('cleo')).toHaveLength(3);
    const link = linkIn(texts('cleo')[1], 'd');
    expect((await engine.request(link)).status).toBe(200);
    await engine.days(2);
    await press(path, 'data');
    expect(texts('cleo')).toHaveLength(4);
  });

  it('a link of one purpose is worth nothing for another', async () => {
    const path = await reader('dora');
    await press(path, 'data');
    const token = linkIn(texts('dora')[1], 'd').split('/').at(-1);
    for (const page of ['p', 'u', 'v', 'y']) {
      expect((await engine.request(`/${page}/${token}`)).status).toBe(404);
    }
    const preferences = path.split('/').at(-1);
    expect((await press(`/d/${preferences}`)).status).toBe(404);
  });
});
