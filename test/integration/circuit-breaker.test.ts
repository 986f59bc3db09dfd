import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import { startTestEngine, type TestEngine } from '../harness/engine.ts';
import { shopFiles } from '../harness/shop.ts';

const sendLeaseMs = 900;

const hello = {
  key: 'hello',
  name: 'hello',
  stage: 'acquisition',
  entry: { on: 'Started hello', again: 'never' },
  exit: [{ on: 'Left', outcome: 'left' }],
  steps: [{ id: 'mail', type: 'send', channel: 'email', message: 'welcome' }],
};

describe('the circuit breaker of a plugin instance', () => {
  let engine: TestEngine;
  let admin: AdminClient;

  beforeAll(async () => {
    const guards = { plugins: { rate: 50, of: 6, within: '1 minute', coolDown: '2 seconds' } };
    const files = { 'journeys/hello.json': hello };
    // A transaction may take three seconds until the server has the mail.
    const patience = { connections: 2, connectTimeoutMs: 1000, socketTimeoutMs: 1000 };
    const config = { server: { env: 'SMTP_URL' }, tls: 'off', ...patience };
    const settings = { guards, plugins: { mail: { use: 'smtp', config } } };
    engine = await startTestEngine({
      files: (tenant) => shopFiles({ tenant, files, settings }),
      sendLeaseMs,
    });
    admin = adminClient(engine);
  });

  afterAll(() => engine.close());

  const pluginState = async (): Promise<unknown> => (await admin.call('GET', '/api/plugins')).body;
  const welcome = async (people: readonly string[]): Promise<void> => {
    for (const person of people) {
      await engine.customer(person);
      await engine.track(person, 'Started hello');
    }
  };

  it('stays closed while calls fail now and then', async () => {
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
    await expect.poll(() => engine.mail.mails.length).toBe(8);
  });

  it('opens when most fail, spares the provider, tries once, and closes; nobody is lost', async () => {
    const asked = { count: 0 };
    engine.mail.script = () => {
      asked.count += 1;
      return { at: 'data', answer: 451, text: '4.3.0 later' };
    };
    const people = Array.from({ length: 30 }, (_, n) => `gus${n}`);
    await welcome(people);
    await expect
      .poll(pluginState)
      .toMatchObject({ plugins: [{ instance: 'mail', state: expect.stringMatching(/open/) }] });
    expect(await pluginState()).toMatchObject({
      plugins: [
        { why: expect.stringMatching(/(?:calls within 1 minute failed|in vain); the last: smtp-451/) },
      ],
    });
    const metrics = await engine.metrics.text();
    expect(metrics).toContain(`ciclo_plugin_circuit_open{tenant="${engine.tenant}",instance="mail"} 1`);
    // Without a breaker each of the thirty is tried on entering, and again and again after that.
    expect(asked.count).toBeLessThan(30);

    engine.mail.script = () => undefined;
    await expect.poll(pluginState).toMatchObject({ plugins: [{ instance: 'mail', state: 'working' }] });
    const got = () => people.map((one) => engine.mail.to(`${one}@example.com`).length);
    await expect.poll(got).toEqual(people.map(() => 1));
  });

  it('stays closed while a server is slow: no mail that waits for a connection, or for an answer, is handed over again', async () => {
    const { mail, tenant } = engine;
    const people = Array.from({ length: 12 }, (_, n) => `slow${n}`);
    const asked = new Map<string, number>();
    mail.script = (to) => {
      asked.set(to, (asked.get(to) ?? 0) + 1);
      return { at: 'data', answer: 'hold' };
    };
    for (const person of people) await engine.customer(person);
    const before = mail.mails.length;
    const started = Promise.all(people.map((person) => engine.track(person, 'Started hello')));
    await expect.poll(() => mail.held()).toBe(2);
    await started;
    // Longer than a transaction may take, and than the lease of an attempt that is not renewed.
    const { messageReads, messages } = engine.opened.stores;
    const begun = (await messageReads.messages({ tenant, limit: 100 })).filter(
      (row) => row.status === 'sending',
    );
    expect(begun).toHaveLength(people.length);
    const heldFor = async ({ id }: { readonly id: string }): Promise<number> => {
      const row = await messages.get({ tenant, id });
      return (row?.leaseUntil ?? 0) - (row?.claimedAt ?? 0);
    };
    const shortest = async () => Math.min(...(await Promise.all(begun.map(heldFor))));
    await expect.poll(shortest).toBeGreaterThan(5 * sendLeaseMs);
    expect(mail.held()).toBe(2);
    expect(mail.mails.length).toBe(before);
    // One of those that wait for a connection leaves: nothing is sent to them any more.
    const gone = people.find((one) => !asked.has(`${one}@example.com`)) ?? '';
    await engine.track(gone, 'Left');
    const outcomeOfGone = async () =>
      (
        await engine.opened.stores.runReads.runs({
          tenant,
          profileId: await engine.profileId(gone),
          limit: 1,
        })
      ).map(({ outcome }) => outcome);
    await expect.poll(outcomeOfGone).toEqual(['left']);
    const stayed = people.filter((one) => one !== gone);
    const took = async (): Promise<number> => {
      mail.release();
      return mail.mails.length - before;
    };
    await expect.poll(took, { interval: 20 }).toBe(stayed.length);
    const ended = async () =>
      (await engine.opened.stores.runReads.runs({ tenant, journey: 'hello', limit: 100 })).filter(
        (run) => run.status === 'active',
      );
    await expect.poll(ended).toEqual([]);
    // A server is asked twice about a mail: at its recipient, and when it has come.
    expect(stayed.map((one) => asked.get(`${one}@example.com`))).toEqual(stayed.map(() => 2));
    expect(stayed.map((one) => mail.to(`${one}@example.com`).length)).toEqual(stayed.map(() => 1));
    expect(asked.has(`${gone}@example.com`)).toBe(false);
    const goneId = await engine.profileId(gone);
    const left = async () =>
      (await messageReads.messages({ tenant, limit: 100 }))
        .filter((row) => row.status !== 'accepted')
        .map((row) => [row.profileId, row.status]);
    await expect.poll(left).toEqual([[goneId, 'cancelled']]);
    expect(await pluginState()).toMatchObject({ plugins: [{ instance: 'mail', state: 'working' }] });
  });
});
