import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

import type { Plugin } from '../../../plugins/contract.ts';
import { at, createHarness, testNow } from '../../../plugins/testing/harness.ts';
import { createHttpFake } from '../../../plugins/testing.ts';
import { type ApartOptions, loadApart } from './load-apart.ts';

/** One plugin with everything that may go wrong, and with everything of the contract that goes right. */
const code = `
import { definePlugin, refused, secret, verified } from 'ciclo/plugin';
import { parentPort } from 'node:worker_threads';
import { z } from 'zod';

const loop = () => { for (;;); };
const slowly = () => /^(a+)+$/.test('a'.repeat(60) + '!');
const fill = () => { const all = []; for (;;) all.push(new Array(1_000_000).fill(all.length)); };
const babble = () => {
  for (const kind of [undefined, 'ready', 'answer', 'event', 'said', 'pong']) parentPort.postMessage({ kind, id: 1, event: 999, about: null, answer: 1, atOnce: false });
  parentPort.postMessage(null);
};
const trouble = { babble, loop, slowly, fill, exit: () => process.exit(0), none: () => undefined };
const how = z.enum(['loop', 'slowly', 'fill', 'exit', 'none', 'stray', 'throw', 'odd', 'wait', 'babble', 'log']);
const input = z.strictObject({ how, text: z.string().default('') });
const output = z.object({ said: z.string() });
let opened = 0;
let calls = 0;

const run = async (ctx, { how, text }) => {
  calls += 1;
  if (how === 'stray') setTimeout(() => { throw new Error('left by a timer'); }, 0);
  if (how === 'log') {
    const ring = { token: ctx.config.token };
    ring.ring = ring;
    ctx.log.warn({ ring, run: () => 1 }, ring);
    ctx.log.warn({ ring }, 'a ring');
  }
  if (how === 'throw') throw new Error('it broke with ' + ctx.config.token);
  if (how === 'odd') return { kind: 'done', output: { said: () => 1 } };
  if (how === 'wait') {
    await new Promise((resolve) => ctx.signal.addEventListener('abort', resolve));
    return { kind: 'retry', code: 'told-to-stop', message: 'Nothing was said yet.' };
  }
  trouble[how]?.();
  ctx.log.info({ token: ctx.config.token }, 'ran with ' + ctx.config.token);
  const answer = await ctx.http({ url: ctx.config.url + '/say', json: { text, at: new Date(ctx.now) } });
  if (answer.status !== 200) return ctx.failure(answer);
  return { kind: 'done', output: { said: answer.json.said + ' ' + ctx.resource.number + ' ' + calls } };
};

export default definePlugin({
  id: 'wild',
  version: '1.2.3',
  name: 'Wild',
  config: z.strictObject({
    url: z.url().refine((url) => { if (url.includes('endless')) loop(); return true; }),
    token: secret(),
    words: z.array(z.string()).optional(),
  }),
  hosts: ({ url }) => [new URL(url).host],
  keptSecrets: ['token'],
  open: () => ({ number: (opened += 1) }),
  actions: (action) => ({
    say: action({ title: 'Say', input, output, effect: 'write', idempotency: 'none', timeoutMs: 1_500, run,
      limits: () => [{ scope: 'all', rate: 1000, perMs: 1000 }] }),
    set: action({ title: 'Set', input, output, effect: 'write', idempotency: 'natural-key', timeoutMs: 1_500, run, version: 2,
      earlier: [action({ title: 'Set', input: z.strictObject({ old: z.string() }), output, effect: 'read', run: async (_ctx, { old }) => ({ kind: 'done', output: { said: old } }) })] }),
    once: action({ title: 'Once', input, output, effect: 'write', idempotency: 'check-then-act', run,
      find: async (_ctx, { text }) => text === 'known' ? { kind: 'done', output: { said: 'found' } } : { kind: 'absent' } }),
    bad: action({ title: 'Bad', input, output, effect: 'read', run: async () => ({ kind: 'done', output: { said: 1 } }) }),
    regex: action({ title: 'Regex', effect: 'read', output,
      input: z.strictObject({ text: z.string().refine((text) => { if (text === 'slow') slowly(); return true; }) }),
      run: async () => ({ kind: 'done', output: { said: 'yes' } }) }),
  }),
  posts: () => ({ textMax: 10, lengthOf: ({ text }) => text.length * 2, comments: false,
    images: { max: 1, types: ['image/png'], maxBytes: 10, altMax: 10 } }),
  hashPerson: ({ email }) => ({ identifiers: { EMAIL: 'hash of ' + email }, details: {} }),
  webhooks: {
    main: {
      title: 'Main', verification: { by: 'secret', header: 'x-secret' }, maxBytes: 1000,
      handshake: (_ctx, request) => request.query.challenge === undefined ? undefined : { status: 200, body: request.query.challenge },
      verify: (ctx, request) => {
        trouble[request.headers['x-how']]?.();
        return request.headers['x-secret'] === ctx.config.token ? verified : refused('bad-signature', 'It is not ' + ctx.config.token);
      },
      dedupeKey: (request) => request.json.id + (request.headers['x-secret'] ?? ''),
      topic: (request) => request.json.topic,
      normalise: (_ctx, request) => {
        trouble[request.json.how]?.();
        return [{ type: 'track', event: 'Happened', externalIds: [{ kind: 'wild', value: 'ada' }] }];
      },
    },
    keyed: {
      title: 'Keyed', verification: { by: 'signature' }, maxBytes: 1000, body: 'text',
      keyUrl: (ctx) => ctx.config.url + '/key',
      verify: (ctx) => ctx.key === 'the key' ? verified : refused('bad-signature', 'No key'),
      dedupeKey: (request) => request.text,
      normalise: () => [],
      confirmUrl: (ctx, request) => request.text === 'confirm' ? ctx.config.url + '/confirm' : undefined,
    },
  },
  subscriptions: {
    main: { topics: () => ['one'], holds: 'all-topics',
      list: async (ctx) => ({ kind: 'done', subscriptions: [] }),
      create: async (ctx, { url, topics }) => ({ kind: 'done', secret: url + topics.join() }),
      remove: async () => ({ kind: 'done' }) },
  },
  polls: { look: { title: 'Look', everyMs: () => 60_000, timeoutMs: 1_500,
    run: async (_ctx, cursor) => {
      if (cursor === 'loop') loop();
      return { kind: 'done', found: [{ type: 'track', event: 'Seen', externalIds: [{ kind: 'wild', value: 'ada' }], messageId: 'm1' }], cursor: (cursor ?? 0) + 1 };
    } } },
  syncs: ({ words = ['people'] }) => Object.fromEntries(words.map((word) => [word, { title: word, batch: 10,
    changed: async (_ctx, { cursor }) => ({ kind: 'done', rows: [{ id: 'r1', fields: { name: word } }], cursor: 'next' }),
    read: async (_ctx, { ids }) => ({ kind: 'done', rows: ids.map((id) => ({ id, fields: {} })) }),
    find: async () => ({ kind: 'done', rows: [] }),
    create: async (_ctx, { rows }) => ({ kind: 'done', results: rows.map(() => ({ kind: 'done', id: 'new' })) }),
    update: async () => ({ kind: 'done', results: [] }),
    remove: async () => ({ kind: 'done', results: [] }) }])),
  health: async (ctx) => (await ctx.http({ url: ctx.config.url + '/health' })).status === 200 ? { ok: true } : { ok: false, message: 'Ill' },
});
`;

const folder = mkdtemp(join(tmpdir(), 'ciclo-apart-'));
const closes: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closes) await close();
  await rm(await folder, { recursive: true, force: true });
});

const load = async (options: ApartOptions = {}): Promise<Plugin> => {
  const dir = join(await folder, 'plugins', 'wild');
  await mkdir(dir, { recursive: true });
  const entry = join(dir, 'wild.ts');
  await writeFile(entry, code);
  const limits = {
    atOnceMs: 5_000,
    restartMs: 5_000,
    computeMs: 3_000,
    silentMs: 2_000,
    memoryMb: 64,
    ...options.limits,
  };
  const loaded = await loadApart({ dir: await folder, entry, id: 'wild', ...options, limits });
  if (!loaded.ok) return expect.fail(loaded.why);
  closes.push(loaded.close);
  return loaded.plugin;
};

const provider = await createHttpFake(({ app }) => {
  app.post('/say', async (c) => c.json({ said: JSON.stringify(await c.req.json()) }));
  app.get('/health', (c) => c.text('fine'));
  app.get('/key', (c) => c.text('the key'));
  app.get('/confirm', (c) => c.text('yes'));
});
closes.push(provider.close);

const start = async (options: ApartOptions & { config?: Readonly<Record<string, unknown>> } = {}) => {
  const plugin = await load(options);
  const harness = createHarness({
    plugin,
    config: { url: provider.url, token: { env: 'TOKEN' }, ...options.config },
    secrets: { TOKEN: 'a-very-secret-token' },
    graceMs: 20_000,
  });
  closes.push(harness.close);
  const { runtime, logged } = harness;
  const perform = (action: string, input: unknown, version?: number) =>
    runtime.perform({ ...at, action, input, version, idempotencyKey: 'k', now: testNow });
  const arrival = (body: unknown, headers: Readonly<Record<string, string>> = {}, webhook = 'main') => ({
    ...at,
    webhook,
    now: testNow,
    request: {
      method: 'POST',
      path: '/',
      query: {},
      headers: { 'x-secret': 'a-very-secret-token', ...headers },
      rawBody: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    },
  });
  return { plugin, runtime, logged, perform, arrival };
};

describe('a plugin in a thread of its own does what any plugin does', () => {
  test('its actions: requests, resources, versions, looking before acting, and what is wrong with an input', async () => {
    const { runtime, perform, logged } = await start();
    expect(runtime.problems).toEqual([]);
    expect(await perform('say', { how: 'none', text: 'Hi' })).toEqual({
      kind: 'done',
      output: { said: '{"text":"Hi","at":"2026-03-01T12:00:00.000Z"} 1 1' },
    });
    expect(await perform('set', { old: 'before' }, 1)).toMatchObject({ output: { said: 'before' } });
    expect(await perform('once', { how: 'none', text: 'known' })).toMatchObject({
      output: { said: 'found' },
    });
    expect(await perform('once', { how: 'none', text: 'new' })).toMatchObject({ kind: 'done' });
    expect(await perform('say', { how: 'dance' })).toMatchObject({
      kind: 'rejected',
      code: 'invalid-input',
      message: expect.stringContaining('how: '),
    });
    expect(await perform('bad', { how: 'none' })).toMatchObject({
      kind: 'retry',
      code: 'plugin-misbehaved',
      message: expect.stringContaining('declared another output'),
    });
    expect(logged.join()).toContain('ran with');
    expect(logged.join()).not.toContain('a-very-secret-token');
  });

  test('what it throws, and what is no plain data, is an outcome without secrets', async () => {
    const { perform } = await start();
    const thrown = await perform('say', { how: 'throw' });
    expect(thrown).toMatchObject({ kind: 'unknown', code: 'plugin-misbehaved' });
    expect(JSON.stringify(thrown)).toContain('it broke with');
    expect(JSON.stringify(thrown)).not.toContain('a-very-secret-token');
    expect(await perform('set', { how: 'odd' })).toMatchObject({ kind: 'retry', code: 'plugin-misbehaved' });
    expect(await perform('say', { how: 'wait' })).toMatchObject({ code: 'told-to-stop' });
  });

  test('its webhooks: handshakes, verdicts, keys, confirmations, topics, and events', async () => {
    const { runtime, arrival } = await start();
    const good = arrival({ id: 'one', topic: 'orders' });
    expect(await runtime.take(good)).toEqual({ kind: 'verified', dedupeKey: 'one', topic: 'orders' });
    expect(runtime.receive(good)).toEqual({ kind: 'verified', dedupeKey: 'one', topic: 'orders' });
    const events = { kind: 'events', events: [{ event: 'Happened', messageId: expect.any(String) }] };
    expect(await runtime.read(good)).toMatchObject(events);
    expect(runtime.normalise(good)).toEqual(await runtime.read(good));
    const wrong = await runtime.take(arrival({ id: 'one' }, { 'x-secret': 'wrong' }));
    expect(wrong).toMatchObject({ kind: 'refused', status: 401, code: 'bad-signature' });
    expect(JSON.stringify(wrong)).not.toContain('a-very-secret-token');
    const asked = { ...good, request: { ...good.request, query: { challenge: 'here' } } };
    expect(await runtime.take(asked)).toEqual({ kind: 'reply', status: 200, body: 'here' });
    expect(await runtime.take(arrival('first', {}, 'keyed'))).toEqual({
      kind: 'verified',
      dedupeKey: 'first',
    });
    expect(await runtime.take(arrival('confirm', {}, 'keyed'))).toEqual({
      kind: 'reply',
      status: 200,
      body: '',
    });
    expect(await runtime.take(arrival('no JSON'))).toMatchObject({ status: 400, code: 'malformed' });
  });

  test('its polls, syncs, subscriptions, posts, hashes, health and description', async () => {
    const { runtime, plugin } = await start({ config: { words: ['deals'] } });
    const when = { now: testNow, systemTime: testNow };
    expect(await runtime.look({ ...at, ...when, poll: 'look', cursor: 4 })).toMatchObject({ cursor: 5 });
    expect(runtime.sync.syncObjects()).toMatchObject([{ object: 'deals', batch: 10 }]);
    const changed = { ...at, ...when, object: 'deals', cursor: undefined, fields: ['name'] };
    expect(await runtime.sync.syncChanged(changed)).toMatchObject({ rows: [{ fields: { name: 'deals' } }] });
    expect(plugin.syncsOf({ url: provider.url, token: { env: 'X' } })).toBeUndefined();
    const place = { ...at, ...when, webhook: 'main', url: 'https://shop.example/w', key: 'k' };
    expect(await runtime.subscriptions.subscribe(place)).toMatchObject({ kind: 'done', created: 1 });
    const [network] = runtime.postNetworks('test');
    expect(network?.rules.lengthOf({ text: 'four' })).toBe(8);
    expect(runtime.hashPerson(at)?.({ email: 'a@b.example' })).toMatchObject({
      identifiers: { EMAIL: 'hash of a@b.example' },
    });
    expect(await runtime.health()).toMatchObject([{ health: { ok: true } }]);
    const [described] = runtime.describe();
    expect(described).toMatchObject({
      id: 'wild',
      version: '1.2.3',
      config: { type: 'object', required: ['url', 'token'] },
      actions: [
        { name: 'say', idempotency: 'none', input: { type: 'object', required: ['how'] } },
        { name: 'set', version: 2, earlier: [{ version: 1, input: { required: ['old'] } }] },
        { name: 'once' },
        { name: 'bad', output: { properties: { said: { type: 'string' } } } },
        { name: 'regex' },
      ],
      webhooks: [{ name: 'main', verification: { by: 'secret' } }, { name: 'keyed' }],
    });
    expect(plugin.checkInput?.({ action: 'say', input: { how: 'none', txt: 'a' } })).toMatchObject([
      { code: 'unknown-field', path: 'input.txt', hint: expect.stringContaining('`text`') },
    ]);
  });

  test('a config that is not valid is refused by field, and never with its values', async () => {
    const { runtime } = await start({ config: { url: 'no-address', more: 1 } });
    expect(runtime.problems).toMatchObject([
      { code: 'invalid-config', path: 'plugins.under-test.config.url' },
      { code: 'unknown-field' },
    ]);
  });
});

describe('a plugin that runs wild takes nothing along', () => {
  test('a loop without end, a slow pattern, the end of the process, all the memory: each call has its outcome, and the next works', async () => {
    const { perform, runtime, logged } = await start({ ends: { most: 100, withinMs: 600_000 } });
    for (const how of ['loop', 'slowly', 'exit', 'fill']) {
      // It may have happened: nobody tries again blindly, unless the same again changes nothing.
      expect(await perform('say', { how }), how).toMatchObject({ kind: 'unknown', code: 'plugin-ended' });
      expect(await perform('set', { how }), how).toMatchObject({ kind: 'retry', code: 'plugin-ended' });
      expect(await perform('say', { how: 'none' }), how).toMatchObject({ kind: 'done' });
    }
    expect(logged.join()).toContain('gave no sign of life');
    expect(logged.join()).toContain('more than 64 MB of memory');
    expect(runtime.problems).toEqual([]);
  });

  test('a call that waits behind a loop has not happened: it is made again', async () => {
    const { perform } = await start();
    await perform('say', { how: 'none' });
    const [first, second] = await Promise.all([
      perform('say', { how: 'loop' }),
      perform('say', { how: 'none' }),
    ]);
    expect(first).toMatchObject({ kind: 'unknown', code: 'plugin-ended' });
    expect(second).toMatchObject({ kind: 'retry', code: 'plugin-ended' });
  });

  test('while it loops the engine has time for everything else', async () => {
    const { perform } = await start();
    await perform('say', { how: 'none' });
    let turns = 0;
    const state = { isOver: false };
    const over = perform('say', { how: 'loop' }).finally(() => {
      state.isOver = true;
    });
    for (; !state.isOver; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    await over;
    expect(turns).toBeGreaterThan(100);
  });

  test('a webhook that never ends is answered 503, and a delivery is kept for later', async () => {
    const { runtime, arrival } = await start();
    const loops = arrival({ id: 'one' }, { 'x-how': 'slowly' });
    expect(await runtime.take(loops)).toMatchObject({ kind: 'refused', status: 503, code: 'plugin-ended' });
    expect(await runtime.read(arrival({ id: 'two', how: 'exit' }))).toMatchObject({ code: 'plugin-ended' });
    expect(await runtime.take(arrival({ id: 'one', topic: 'orders' }))).toMatchObject({ kind: 'verified' });
  });

  test('an instance whose thread ends too often is off and says why; what is asked of it waits', async () => {
    const { runtime, perform, arrival, logged } = await start();
    for (let time = 0; time < 3; time += 1) await perform('set', { how: 'exit' });
    expect(await perform('say', { how: 'none' })).toMatchObject({
      kind: 'retry',
      code: 'instance-off',
      message:
        'The plugin "wild" is off. Its thread ended 3 times within 10 minutes. The last time: It ended the process.',
      afterMs: 60_000,
    });
    expect(await runtime.take(arrival({ id: 'one' }))).toMatchObject({ status: 503, code: 'instance-off' });
    expect(runtime.problems).toMatchObject([{ code: 'plugin-off', path: 'plugins.under-test' }]);
    expect(await runtime.health()).toMatchObject([{ health: { ok: false } }]);
    expect(logged.join()).toContain('its thread ended too often');
  });

  test('an error that nothing waits for is told, and the thread goes on', async () => {
    const { perform, logged } = await start();
    expect(await perform('say', { how: 'stray' })).toMatchObject({ kind: 'done' });
    await expect.poll(() => logged.join()).toContain('left by a timer');
    expect(await perform('say', { how: 'none' })).toMatchObject({
      output: { said: expect.stringMatching(/ 1 2$/) },
    });
  });

  test('messages that are none of ours, and lines of the log that go in a ring, break nothing', async () => {
    const { perform, logged } = await start();
    for (const how of ['babble', 'log', 'none'])
      expect(await perform('say', { how }), how).toMatchObject({ kind: 'done' });
    expect(logged.join()).toContain('a ring');
    expect(logged.join()).not.toContain('a-very-secret-token');
  });

  test('checks that it never ends are given up: of a config, and of an input', async () => {
    const { runtime } = await start({ config: { url: 'https://endless.example' } });
    expect(runtime.problems).toMatchObject([{ code: 'plugin-misbehaved' }]);
    const { plugin, perform } = await start();
    expect(plugin.checkInput?.({ action: 'regex', input: { text: 'slow' } })).toMatchObject([
      { code: 'plugin-misbehaved', message: expect.stringContaining('did not answer within 5 seconds') },
    ]);
    expect(plugin.checkInput?.({ action: 'regex', input: { text: 'fast' } })).toEqual([]);
    expect(await perform('regex', { text: 'slow' })).toMatchObject({ kind: 'retry', code: 'plugin-ended' });
    expect(await perform('regex', { text: 'fast' })).toMatchObject({ kind: 'done' });
  });
});
