import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const minute = 60_000;
const day = 86_400_000;

describe('the preference centre', () => {
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
              steps: [
                {
                  id: 'mail',
                  type: 'send',
                  channel: 'email',
                  message: 'welcome',
                  topic: 'offers',
                  onCap: 'skip',
                },
              ],
            },
          },
          settings: { caps: [] },
        }),
    });
  });
  afterAll(async () => {
    await engine.close();
  });

  const now = (): number => engine.engine.clock.now(engine.tenant);
  const mails = (user: string): number => engine.mail.to(`${user}@example.com`).length;
  const offer = async (user: string): Promise<void> => {
    await engine.track(user, 'Offer Wanted');
  };
  /** Somebody with a mail, and the page that its link leads to. */
  const reader = async (user: string, traits = {}): Promise<string> => {
    await engine.customer(user, traits);
    await offer(user);
    const text = engine.mail.to(`${user}@example.com`)[0]?.text ?? '';
    const [path = ''] = /\/p\/[\w.~-]+/.exec(text) ?? [];
    expect(path).not.toBe('');
    return path;
  };
  const look = async (path: string): Promise<string> => (await engine.request(path)).text();
  const answer = async (path: string, fields: Readonly<Record<string, string | readonly string[]>>) => {
    const body = new URLSearchParams();
    for (const [name, values] of Object.entries(fields)) {
      for (const value of [values].flat()) body.append(name, value);
    }
    const answered = await engine.request(path, { method: 'POST', body });
    expect(answered.status).toBe(200);
    return answered.text();
  };
  const chosen = (page: string): readonly (string | undefined)[] =>
    [...page.matchAll(/<option value="([^"]*)" selected/g)].map((found) => found[1]);
  const reasons = async (user: string) =>
    (
      await engine.opened.stores.decisionReads.decisions({
        tenant: engine.tenant,
        profileId: await engine.profileId(user),
        limit: 50,
      })
    )
      .filter(({ kind }) => kind === 'skipped')
      .map(({ reason }) => reason);

  it('pauses everything for 30 days, and it comes back by itself, or at once when they say so', async () => {
    const path = await reader('ana');
    expect(await look(path)).toContain('Pause everything for 30 days');
    expect(mails('ana')).toBe(1);
    const page = await answer(path, { do: 'pause' });
    expect(page).toContain('You get no marketing messages until');
    expect(await look(path)).toContain('End the pause now');
    await offer('ana');
    await engine.days(29);
    await offer('ana');
    expect(mails('ana')).toBe(1);
    expect(await reasons('ana')).toEqual(['paused-by-person', 'paused-by-person']);
    await engine.days(1);
    await offer('ana');
    expect(mails('ana')).toBe(2);
    expect(await look(path)).toContain('Pause everything for 30 days');
    await answer(path, { do: 'pause' });
    await answer(path, { do: 'resume' });
    await offer('ana');
    expect(mails('ana')).toBe(3);
  });

  it('a person gets no more than they want, on top of the caps of the business', async () => {
    const path = await reader('bob');
    await engine.days(40);
    const wants = [...(await look(path)).matchAll(/name="want" value="([^"]+)"/g)].map(([, one = '']) => one);
    await answer(path, { do: 'save', want: wants, frequency: 'weekly' });
    expect(chosen(await look(path))[0]).toBe('weekly');
    await offer('bob');
    await offer('bob');
    await engine.days(6);
    await offer('bob');
    expect(mails('bob')).toBe(2);
    expect(await reasons('bob')).toEqual(['capped', 'capped']);
    await engine.days(2);
    await offer('bob');
    expect(mails('bob')).toBe(3);
    await answer(path, { do: 'save', want: wants, frequency: '' });
    await offer('bob');
    expect(mails('bob')).toBe(4);
  });

  it('shows and changes language and time zone, and says where the zone was learned', async () => {
    const path = await reader('cleo');
    const seen = { context: { timezone: 'America/Bogota' } };
    await engine.track('cleo', 'Product Viewed', {}, seen);
    expect(await look(path)).toContain('As seen on your device.');
    const { tenant, opened } = engine;
    const stored = async () => {
      const profileId = await engine.profileId('cleo');
      return (await opened.stores.profiles.get({ tenant, profileId }))?.traits;
    };
    const asked = { do: 'save', want: [], locale: 'es', timezone: 'Europe/Madrid' };
    await answer(path, asked);
    expect(await stored()).toMatchObject({ locale: 'es', timezone: 'Europe/Madrid' });
    await engine.track('cleo', 'Product Viewed', {}, seen);
    expect(await stored()).toMatchObject({ timezone: 'Europe/Madrid' });
    const page = await look(path);
    expect(page).toContain('<html lang="es">');
    expect(page).toContain('La sabemos por ti o por tus pedidos.');
    expect(chosen(page)).toEqual(['', 'es', 'Europe/Madrid']);
    const before = await stored();
    await answer(path, { do: 'save', locale: 'xx-made-up', timezone: 'Mars/Base', frequency: 'hourly' });
    expect(await stored()).toEqual(before);
  });

  it('changes nothing by a look, and what is told lasts beyond a pause', async () => {
    const path = await reader('dora');
    const { tenant, opened } = engine;
    const profileId = await engine.profileId('dora');
    const stored = async () => (await opened.stores.profiles.get({ tenant, profileId }))?.traits;
    const before = await stored();
    await look(`${path}?do=pause`);
    expect(await stored()).toEqual(before);
    await answer(path, { do: 'pause' });
    const until = (await stored())?.['marketingPausedUntil'];
    const left = typeof until === 'string' ? Date.parse(until) - now() : 0;
    expect(left).toBeGreaterThan(30 * day - minute);
    expect(left).toBeLessThanOrEqual(30 * day);
  });
});
