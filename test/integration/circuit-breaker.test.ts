import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import { startTestEngine, type TestEngine } from '../harness/engine.ts';
import { shopFiles } from '../harness/shop.ts';

const minute = 60_000;

const hello = {
  key: 'hello',
  name: 'hello',
  stage: 'acquisition',
  entry: { on: 'Started hello', again: 'never' },
  steps: [{ id: 'mail', type: 'send', channel: 'email', message: 'welcome' }],
};

describe('the circuit breaker of a plugin instance', () => {
  let engine: TestEngine;
  let admin: AdminClient;

  beforeAll(async () => {
    const guards = { plugins: { rate: 50, of: 6, within: '1 minute', coolDown: '2 seconds' } };
    const files = { 'journeys/hello.json': hello };
    engine = await startTestEngine({ files: (tenant) => shopFiles({ tenant, files, settings: { guards } }) });
    admin = adminClient(engine);
  }, 3 * minute);

  afterAll(() => engine.close(), minute);

  const pluginState = async (): Promise<unknown> => (await admin.call('GET', '/api/plugins')).body;
  const welcome = async (people: readonly string[]): Promise<void> => {
    for (const person of people) {
      await engine.customer(person);
      await engine.track(person, 'Started hello');
    }
  };

  it(
    'stays closed while calls fail now and then',
    async () => {
      const asked = new Map<string, number>();
      engine.mail.script = (to) => {
        const before = asked.get(to) ?? 0;
        asked.set(to, before + 1);
        return to.startsWith('odd') && before === 0
          ? { at: 'data', answer: 451, text: '4.3.0 later' }
          : undefined;
      };
      await welcome(['ana', 'ben', 'odd1', 'cleo', 'dan', 'odd2', 'eva', 'fay']);
      expect(await pluginState()).toMatchObject({ plugins: [{ instance: 'mail', state: 'working' }] });
      await expect.poll(() => engine.mail.mails.length, { timeout: 60_000 }).toBe(8);
    },
    2 * minute,
  );

  it(
    'opens when most fail, spares the provider, tries once, and closes; nobody is lost',
    async () => {
      const asked = { count: 0 };
      engine.mail.script = () => {
        asked.count += 1;
        return { at: 'data', answer: 451, text: '4.3.0 later' };
      };
      const people = Array.from({ length: 30 }, (_, n) => `gus${n}`);
      await welcome(people);
      await expect
        .poll(pluginState, { timeout: 30_000 })
        .toMatchObject({ plugins: [{ instance: 'mail', state: expect.stringMatching(/open/) }] });
      expect(await pluginState()).toMatchObject({
        plugins: [
          { why: expect.stringMatching(/(?:calls within 1 minute failed|in vain); the last: smtp-451/) },
        ],
      });
      const metrics = await (await fetch(`${engine.url}/metrics`)).text();
      expect(metrics).toContain(`ciclo_plugin_circuit_open{tenant="${engine.tenant}",instance="mail"} 1`);
      // Without a breaker each of the thirty is tried on entering, and again and again after that.
      expect(asked.count).toBeLessThan(30);

      engine.mail.script = () => undefined;
      await expect
        .poll(pluginState, { timeout: 60_000 })
        .toMatchObject({ plugins: [{ instance: 'mail', state: 'working' }] });
      const got = () => people.map((one) => engine.mail.to(`${one}@example.com`).length);
      await expect.poll(got, { timeout: 90_000 }).toEqual(people.map(() => 1));
    },
    4 * minute,
  );
});
