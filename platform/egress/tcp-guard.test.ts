import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGuardedConnect } from './tcp-guard.ts';

let server: Server;
let port = 0;
let taken = 0;

beforeAll(async () => {
  server = createServer((socket) => {
    taken += 1;
    socket.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => {
  server.close();
});

const nobody: ReadonlySet<string> = new Set();
const hosts = ['*'];
const rebinding = async () => [{ address: '127.0.0.1', family: 4 }];

test.each(['127.0.0.1', '10.0.0.7', '169.254.169.254', '::1', '::ffff:127.0.0.1', '[::1]'])(
  'the address %s is not connected to',
  async (host) => {
    const connect = createGuardedConnect()({ trusted: nobody, hosts });
    await expect(connect({ host, port, timeoutMs: 1_000 })).rejects.toMatchObject({ code: 'forbidden' });
  },
);

test('a public name that resolves to a private address is refused at the moment of connection', async () => {
  const before = taken;
  const connect = createGuardedConnect({ resolve: rebinding })({ trusted: nobody, hosts });
  await expect(connect({ host: 'mail.example.com', port, timeoutMs: 1_000 })).rejects.toMatchObject({
    code: 'forbidden',
  });
  expect(taken).toBe(before);
});

test('the server that the operator named is reached wherever it is, at that port and no other', async () => {
  const guard = createGuardedConnect({ resolve: rebinding });
  const connect = guard({ trusted: new Set([`mailpit:${port}`]), hosts });
  const socket = await connect({ host: 'Mailpit', port, timeoutMs: 5_000 });
  socket.destroy();
  await expect(connect({ host: 'mailpit', port: port + 1, timeoutMs: 1_000 })).rejects.toMatchObject({
    code: 'forbidden',
  });
  const metadata = guard({ trusted: new Set(['169.254.169.254:25']), hosts });
  await expect(metadata({ host: '169.254.169.254', port: 25, timeoutMs: 1_000 })).rejects.toMatchObject({
    code: 'forbidden',
  });
});

test.each([[['other.test']], [[]], [['mail.test:26']]])(
  'a host that the plugin did not declare is not connected to: %j',
  async (declared) => {
    const before = taken;
    const connect = createGuardedConnect({ allowPrivate: true, resolve: rebinding })({
      trusted: new Set([`mail.test:${port}`]),
      hosts: declared,
    });
    await expect(connect({ host: 'mail.test', port, timeoutMs: 1_000 })).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(taken).toBe(before);
  },
);
