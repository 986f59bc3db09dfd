import { afterAll, beforeAll, expect, inject, it } from 'vitest';

import { freePort } from '../../platform/free-port.ts';
import { createEngineProcess, type EngineProcess } from '../harness/engine-process.ts';
import { ownDatabase } from '../harness/own-database.ts';
import { shopFiles } from '../harness/shop.ts';

/** Leaves an error behind wherever a plugin can: while it is loaded, and when it looks at a webhook. */
const careless = `
import { definePlugin, verified } from 'ciclo/plugin';
import { EventEmitter } from 'node:events';
import { z } from 'zod';

let goOn: (value?: unknown) => void = () => undefined;
void new Promise((resolve) => { goOn = resolve; }).then(() => { throw new Error('left by the file'); });

export default definePlugin({
  id: 'careless',
  version: '1.0.0',
  name: 'Careless',
  config: z.strictObject({}),
  webhooks: {
    main: {
      title: 'Anything',
      verification: { by: 'none' },
      maxBytes: 1000,
      verify: () => {
        goOn();
        setTimeout(() => { throw new Error('left by a timer'); }, 0);
        setImmediate(() => new EventEmitter().emit('error', new Error('left by an emitter')));
        void Promise.reject(new Error('left by a promise'));
        return verified;
      },
      dedupeKey: () => 'one',
      normalise: () => [],
    },
  },
});
`;

/** Never comes to an end, ends the process or takes all the memory, as the request says, when it looks at a webhook. */
const wild = `
import { definePlugin, verified } from 'ciclo/plugin';
import { z } from 'zod';

const fill = () => { const all: number[][] = []; for (;;) all.push(new Array(1_000_000).fill(all.length)); };
const ways: Record<string, () => unknown> = {
  loop: () => { for (;;); },
  pattern: () => /^(a+)+$/.test('a'.repeat(60) + '!'),
  exit: () => process.exit(0),
  memory: fill,
};

export default definePlugin({
  id: 'wild',
  version: '1.0.0',
  name: 'Wild',
  config: z.strictObject({}),
  webhooks: {
    main: {
      title: 'Anything',
      verification: { by: 'none' },
      maxBytes: 1000,
      verify: (_ctx, request) => {
        ways[request.query['how'] ?? '']?.();
        return verified;
      },
      dedupeKey: () => 'one',
      normalise: () => [],
    },
  },
});
`;

const troubles = ['loop', 'pattern', 'exit', 'memory'];

let api: EngineProcess;
let url: string;

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  api = await createEngineProcess({
    part: 'api',
    files: await shopFiles({
      tenant: 'careless',
      settings: {
        plugins: {
          careless: { use: 'careless', config: {} },
          ...Object.fromEntries(['mild', ...troubles].map((name) => [name, { use: 'wild', config: {} }])),
        },
      },
      files: {
        'plugins/careless/careless.ts': careless,
        'plugins/wild/wild.ts': wild,
      },
    }),
    env: {
      MONGODB_URI: ownDatabase(inject('mongoUri')),
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      SMTP_URL: 'smtp://127.0.0.1:1',
      PORT: String(port),
    },
  });
  await api.start();
});
afterAll(() => api.close());

it('a plugin that throws where nothing waits for it is told of in the log, and the engine goes on', async () => {
  const taken = await fetch(`${url}/webhooks/careless/careless`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect(taken.status, await taken.text()).toBe(200);
  for (const place of ['the file', 'a timer', 'an emitter', 'a promise'])
    await expect.poll(api.output).toContain(`left by ${place}`);
  expect(api.output()).toMatch(/"plugin-misbehaved","error":"left by a timer".*"instance":"careless"/);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

it.each(troubles)(
  'a plugin with trouble of the kind %s ends with its thread, and the engine goes on meanwhile',
  async (how) => {
    const post = (instance: string, query: string) =>
      fetch(`${url}/webhooks/careless/${instance}${query}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      });
    // The instance is named after its trouble: each has a thread of its own.
    const asked = post(how, `?how=${how}`);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await post('mild', '')).status).toBe(200);
    const answered = await asked;
    expect(answered.status).toBe(503);
    expect(await answered.json()).toMatchObject({ code: 'plugin-ended' });
    expect((await post(how, '')).status).toBe(200);
    expect(api.output()).toMatch(new RegExp(`"plugin-ended".*"instance":"${how}"`));
  },
);
