import { once } from 'node:events';
import { createServer } from 'node:net';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { createGuardedHttp } from '../../platform/egress/http-guard.ts';
import { createGuardedConnect } from '../../platform/egress/tcp-guard.ts';
import { builtInPlugins } from '../built-in.ts';
import { createPluginRuntime } from './runtime.ts';

const secret = `whsec_${Buffer.from('a secret of sixteen bytes and more').toString('base64')}`;
const quiet = () => undefined;
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };

let port = 0;
let reached = 0;
const server = createServer((socket) => {
  reached += 1;
  socket.destroy();
});
beforeAll(async () => {
  server.listen(0, '0.0.0.0');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => {
  server.close();
});

/** A step posts to an address of its own, in a workspace that lets it post to any host; answers what became of it. */
const post = async (input: { url: string; addresses?: readonly string[] }) => {
  let asked = 0;
  const { addresses = ['127.0.0.1'] } = input;
  const resolve = async () => {
    const address = addresses[Math.min(asked, addresses.length - 1)] ?? '127.0.0.1';
    asked += 1;
    return [{ address, family: address.includes(':') ? 6 : 4 }];
  };
  const http = createGuardedHttp({ resolve, connectTimeoutMs: 300 });
  const runtime = createPluginRuntime({
    registry: builtInPlugins,
    instances: [
      {
        tenant: 'shop',
        instance: 'out',
        plugin: 'standard-webhooks-out',
        config: { hosts: ['*'], secrets: { env: 'SECRET' } },
      },
    ],
    secrets: () => secret,
    http: http.forHosts,
    connect: createGuardedConnect({ resolve }),
    log,
    clock: { now: () => 0 },
  });
  const call = { tenant: 'shop', instance: 'out', action: 'post', now: 0 };
  const data = { type: 'x', data: {}, url: input.url };
  const outcomes = [];
  for (const idempotencyKey of addresses) {
    outcomes.push(await runtime.perform({ ...call, idempotencyKey, input: data }));
  }
  await runtime.close();
  await http.close();
  return outcomes;
};

test.each([
  'https://127.0.0.1:PORT/',
  'https://127.1:PORT/',
  'https://0.0.0.0:PORT/',
  'https://0:PORT/',
  'https://2130706433:PORT/',
  'https://0x7f000001:PORT/',
  'https://017700000001:PORT/',
  'https://localhost:PORT/',
  'https://localhost.:PORT/',
  'https://[::1]:PORT/',
  'https://[::]:PORT/',
  'https://[::ffff:127.0.0.1]:PORT/',
  'https://[::ffff:0:127.0.0.1]:PORT/',
  'https://[64:ff9b::127.0.0.1]:PORT/',
  'https://[64:ff9b:1::127.0.0.1]:PORT/',
  'https://[2002:7f00:1::]:PORT/',
  'https://①②⑦.⓪.⓪.①:PORT/',
  'https://shop.test@127.0.0.1:PORT/',
  'http://public.test:PORT/',
  'https://name-of-this-machine.test:PORT/',
])('a step that names %s reaches nothing on this machine, at no port', async (url) => {
  const before = reached;
  const [outcome] = await post({ url: url.replace('PORT', String(port)) });
  expect(outcome).toMatchObject({ kind: 'rejected' });
  expect(reached).toBe(before);
});

test.each([
  ['127.0.0.1', ['192.0.2.1', '127.0.0.1', '127.0.0.1']],
  ['a private network', ['192.0.2.1', '10.0.0.1', '192.168.0.1']],
  ['IPv6', ['2606:4700::1111', '::1', '::ffff:127.0.0.1']],
])(
  'a name that leads elsewhere first and to %s later is looked at for each connection',
  async (_to, addresses) => {
    const before = reached;
    const [, ...later] = await post({ url: `https://flip.test:${port}/`, addresses });
    for (const outcome of later) expect(outcome).toMatchObject({ kind: 'rejected', code: 'egress-refused' });
    expect(reached).toBe(before);
  },
);
