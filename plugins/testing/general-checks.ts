import { expect, test } from 'vitest';
import { isObject } from '../../domain/json.ts';
import { at, createHarness, testNow } from './harness.ts';
import { actionsOf } from './actions-of.ts';
import type { Subject } from './subject.ts';

const anywhere = 'https://provider.test';

/** The config with every `{ env }` replaced. */
const withSecrets = (config: unknown, replace: (name: string) => unknown): unknown => {
  if (Array.isArray(config)) return config.map((one: unknown) => withSecrets(one, replace));
  if (!isObject(config)) return config;
  if (typeof config['env'] === 'string') return replace(config['env']);
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, withSecrets(value, replace)]));
};

const problemsOf = async (subject: Subject, config: unknown, secrets = subject.secrets) => {
  const harness = createHarness({ plugin: subject.plugin, config, secrets });
  const { problems } = harness.runtime;
  await harness.close();
  return problems;
};

const checkSecrets = (subject: Subject) => {
  test.each(Object.keys(subject.secrets))(
    'without %s the instance is off, and says so by name',
    async (name) => {
      const { [name]: _taken, ...others } = subject.secrets;
      const harness = createHarness({
        plugin: subject.plugin,
        config: subject.config(anywhere),
        secrets: others,
      });
      expect(harness.runtime.problems.map((problem) => problem.code)).toContain('missing-secret');
      expect(JSON.stringify(harness.runtime.problems)).toContain(name);
      for (const action of Object.keys(subject.plugin.actions)) {
        const outcome = await harness.runtime.perform({
          ...at,
          action,
          input: {},
          idempotencyKey: 'k',
          now: testNow,
        });
        expect(outcome).toMatchObject({ kind: 'retry', code: 'instance-off' });
      }
      for (const webhook of Object.keys(subject.plugin.webhooks)) {
        const request = { method: 'POST', path: '/', query: {}, headers: {}, rawBody: new Uint8Array() };
        expect(harness.runtime.receive({ ...at, webhook, request, now: testNow })).toMatchObject({
          kind: 'refused',
          status: 503,
        });
      }
      await harness.close();
    },
  );

  test('a secret written into the configuration is refused, and not repeated', async () => {
    const plain = withSecrets(subject.config(anywhere), () => 'written-in-plain');
    const problems = await problemsOf(subject, plain);
    expect(problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(problems)).not.toContain('written-in-plain');
  });

  test('an empty secret is a missing one', async () => {
    const empty = Object.fromEntries(Object.keys(subject.secrets).map((name) => [name, ' ']));
    expect((await problemsOf(subject, subject.config(anywhere), empty)).length).toBeGreaterThan(0);
  });
};

/** What holds of every plugin: its names, its descriptions, and a config that fails closed. */
export const generalChecks = (subject: Subject): void => {
  const { plugin } = subject;

  test('has a kebab-case id, a semantic version and a name', () => {
    expect(plugin.id).toMatch(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/);
    expect(plugin.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(plugin.name.length).toBeGreaterThan(0);
  });

  test('describes its config, actions and webhooks as data', async () => {
    const harness = createHarness({ plugin, config: subject.config(anywhere), secrets: subject.secrets });
    const [described] = harness.runtime.describe();
    expect(JSON.parse(JSON.stringify(described))).toMatchObject({
      id: plugin.id,
      config: { type: 'object' },
    });
    for (const action of described?.actions ?? []) expect(action.title).not.toBe('');
    for (const webhook of described?.webhooks ?? []) expect(webhook.title).not.toBe('');
    await harness.close();
  });

  test('an example is given for every action and webhook', () => {
    const actions = actionsOf(plugin).map(({ example }) => example);
    expect(Object.keys(subject.actions ?? {}).sort()).toEqual(actions.toSorted());
    expect(Object.keys(subject.webhooks ?? {}).sort()).toEqual(Object.keys(plugin.webhooks).sort());
  });

  test('an example is given for a kind of records, where there are any', async () => {
    const harness = createHarness({ plugin, config: subject.config(anywhere), secrets: subject.secrets });
    const objects = harness.runtime.sync.syncObjects().map(({ object }) => object);
    await harness.close();
    const examples = Object.keys(subject.syncs ?? {});
    expect(examples.length > 0).toBe(objects.length > 0);
    expect(examples.filter((object) => !objects.includes(object))).toEqual([]);
  });

  test('an example is given for every poll', () => {
    expect(Object.keys(subject.polls ?? {}).sort()).toEqual(Object.keys(plugin.polls).sort());
  });

  test('takes the example config', async () => {
    expect(await problemsOf(subject, subject.config(anywhere))).toEqual([]);
  });

  test('refuses a field it does not know', async () => {
    const config = subject.config(anywhere);
    const problems = await problemsOf(subject, { ...(isObject(config) ? config : {}), surprise: 1 });
    expect(problems.map((problem) => problem.code)).toContain('unknown-field');
  });

  if (Object.keys(subject.secrets).length > 0) checkSecrets(subject);
};
