import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGuardedHttp, type GuardedRequest, type GuardOptions } from './http-guard.ts';
import { addressKind } from './http-guard-addresses.ts';

const listen = async (server: Server | ReturnType<typeof createTcpServer>): Promise<number> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
};

describe('which addresses are public', () => {
  test.each([
    ['1.1.1.1', 'public'],
    ['8.8.8.8', 'public'],
    ['2606:4700::1111', 'public'],
    ['::ffff:8.8.8.8', 'public'],
    ['64:ff9b::808:808', 'public'],
    ['127.0.0.1', 'private'],
    ['127.255.255.254', 'private'],
    ['::1', 'private'],
    ['10.1.2.3', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'private'],
    ['100.127.255.255', 'private'],
    ['fc00::1', 'private'],
    ['fd12:3456::1', 'private'],
    ['::ffff:127.0.0.1', 'private'],
    ['::ffff:10.0.0.1', 'private'],
    ['::7f00:1', 'private'],
    ['64:ff9b::7f00:1', 'private'],
    ['2002:7f00:1::', 'private'],
    ['::ffff:0:7f00:1', 'private'],
    ['0.0.0.0', 'never'],
    ['0.1.2.3', 'never'],
    ['::', 'never'],
    ['169.254.169.254', 'never'],
    ['::ffff:169.254.169.254', 'never'],
    ['fd00:ec2::254', 'never'],
    ['100.100.100.200', 'never'],
    ['fe80::1', 'never'],
    ['fec0::1', 'never'],
    ['224.0.0.1', 'never'],
    ['255.255.255.255', 'never'],
    ['192.0.2.1', 'never'],
    ['198.18.0.1', 'never'],
    ['240.0.0.1', 'never'],
    ['ff02::1', 'never'],
    ['2001::1', 'never'],
    ['2001:db8::1', 'never'],
    ['64:ff9b:1::808:808', 'never'],
    ['64:ff9b:1:7f00:0:100::', 'never'],
    ['2a00:1450:4003::5efe:127.0.0.1', 'private'],
    ['2a00:1450:4003:0:200:5efe:10.0.0.1', 'private'],
    ['not an address', 'never'],
    ['', 'never'],
  ] as const)('%s is %s', (address, kind) => {
    expect(addressKind(address)).toBe(kind);
  });
});

describe('guarded HTTP', () => {
  const seen: { url: string; host: string | undefined; authorization: string | undefined }[] = [];
  let port = 0;
  let silent = 0;
  const server = createServer((request, response) => {
    const { url = '', headers } = request;
    seen.push({ url, host: headers.host, authorization: headers.authorization });
    if (url === '/redirect') response.writeHead(302, { location: '/landed' }).end();
    else if (url === '/redirect-away')
      response.writeHead(302, { location: `http://other.test:${port}/` }).end();
    else if (url === '/redirect-metadata') {
      response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end();
    } else if (url === '/redirect-loop') response.writeHead(302, { location: '/redirect-loop' }).end();
    else if (url === '/large') response.end('x'.repeat(10_000));
    else if (url === '/cut') {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
      response.socket?.destroy();
    } else if (url === '/hang') return;
    else response.writeHead(200, { 'x-two': ['a', 'b'] }).end('hello');
  });
  const hang = createTcpServer(() => undefined);
  const guards: { close: () => Promise<void> }[] = [];
  const guard = (options: GuardOptions = {}) => {
    const made = createGuardedHttp(options);
    guards.push(made);
    return made;
  };
  const get = (input: {
    url: string;
    hosts?: readonly string[];
    options?: GuardOptions;
    request?: Partial<GuardedRequest>;
  }) =>
    guard(input.options).forHosts({ hosts: input.hosts ?? ['*'] })({
      url: input.url,
      method: 'GET',
      headers: {},
      signal: new AbortController().signal,
      ...input.request,
    });
  const loopback = async () => [{ address: '127.0.0.1', family: 4 }];

  beforeAll(async () => {
    port = await listen(server);
    silent = await listen(hang);
  });
  afterAll(async () => {
    await Promise.all(guards.map((one) => one.close()));
    server.closeAllConnections();
    server.close();
    hang.close();
  });

  test.each([
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://localhost/',
    'https://169.254.169.254/latest/meta-data',
    'https://10.0.0.1/',
    'https://100.64.0.1/',
    'https://2130706433/',
    'https://017700000001/',
    'https://0x7f.1/',
    'https://0x7f000001/',
    'https://127.1/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://①②⑦.⓪.⓪.①/',
    'https://0/',
    'http://example.com/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'https://user:password@example.com/',
    'no url',
    '',
  ])('%s is refused, and nothing is sent', async (url) => {
    const answer = await get({ url, hosts: ['*'] });
    expect(answer).toMatchObject({
      status: 0,
      failure: { code: 'egress-refused', sent: false, refused: true },
    });
  });

  test('a metadata address is refused even where private networks are allowed', async () => {
    const answer = await get({ url: 'http://169.254.169.254/', options: { allowPrivate: true } });
    expect(answer.failure?.refused).toBe(true);
  });

  test('a name that resolves to a private address is refused at the moment of connecting', async () => {
    const answer = await get({ url: 'https://rebind.test/', options: { resolve: loopback } });
    expect(answer.failure).toMatchObject({ code: 'egress-refused', refused: true, sent: false });
  });

  test('one private address among public ones refuses the name', async () => {
    const resolve = async () => [
      { address: '1.1.1.1', family: 4 },
      { address: '192.168.0.1', family: 4 },
    ];
    const answer = await get({ url: 'https://mixed.test/', options: { resolve } });
    expect(answer.failure?.refused).toBe(true);
  });

  test('a name is resolved once per connection, and the connection goes to that very address', async () => {
    const asked: string[] = [];
    const resolve = async (host: string) => {
      asked.push(host);
      return loopback();
    };
    const answer = await get({
      url: `http://shop.test:${port}/pinned`,
      options: { allowPrivate: true, resolve },
    });
    expect(answer.status).toBe(200);
    expect(asked).toEqual(['shop.test']);
    expect(seen.at(-1)).toMatchObject({ url: '/pinned', host: `shop.test:${port}` });
  });

  test('a resolver that answers publicly first and privately later gets nobody to the private address', async () => {
    let turn = 0;
    const resolve = async () => [{ address: (turn += 1) === 1 ? '192.0.2.1' : '127.0.0.1', family: 4 }];
    const http = guard({ resolve, connectTimeoutMs: 500 });
    const send = http.forHosts({ hosts: ['*'] });
    const before = seen.length;
    const one = () =>
      send({
        url: `https://flip.test:${port}/`,
        method: 'GET',
        headers: {},
        signal: new AbortController().signal,
      });
    const answers = [await one(), await one()];
    expect(answers.map((answer) => answer.status)).toEqual([0, 0]);
    expect(answers[1]?.failure?.refused).toBe(true);
    expect(seen.length).toBe(before);
  });

  test.each([
    ['shop.test', true],
    ['SHOP.test', true],
    ['*.test', true],
    ['*', true],
    ['api.shop.test', false],
    ['*.shop.test', false],
    ['shop.test:1', false],
    ['op.test', false],
  ])('allow-list entry %s covers shop.test: %s', async (entry, allowed) => {
    const answer = await get({
      url: `http://shop.test:${port}/`,
      hosts: [entry],
      options: { allowPrivate: true, resolve: loopback },
    });
    expect(answer.failure?.refused ?? false).toBe(!allowed);
  });

  test('an allow-list entry with the port covers that port', async () => {
    const answer = await get({
      url: `http://shop.test:${port}/`,
      hosts: [`shop.test:${port}`],
      options: { allowPrivate: true, resolve: loopback },
    });
    expect(answer.status).toBe(200);
  });

  test('redirects are handed over, not followed', async () => {
    const answer = await get({ url: `http://127.0.0.1:${port}/redirect`, options: { allowPrivate: true } });
    expect(answer.status).toBe(302);
  });

  test('redirects that are followed are checked again, hop by hop', async () => {
    const request = { maxRedirects: 3 };
    const options = { allowPrivate: true, resolve: loopback };
    const hosts = ['127.0.0.1', '169.254.169.254'];
    const followed = async (path: string) =>
      get({ url: `http://127.0.0.1:${port}${path}`, hosts, options, request });
    expect((await followed('/redirect')).status).toBe(200);
    expect((await followed('/redirect-away')).failure?.refused).toBe(true);
    expect((await followed('/redirect-metadata')).failure?.refused).toBe(true);
    expect((await followed('/redirect-loop')).status).toBe(302);
  });

  test('credentials do not travel to another origin', async () => {
    await get({
      url: `http://127.0.0.1:${port}/redirect-away`,
      options: { allowPrivate: true, resolve: loopback },
      request: { maxRedirects: 1, headers: { authorization: 'Bearer secret' } },
    });
    expect(seen.at(-1)).toMatchObject({ host: `other.test:${port}`, authorization: undefined });
  });

  test('an answer past the limit, cut off, or not coming is a failure that says the request was sent', async () => {
    const options = { allowPrivate: true };
    const large = await get({
      url: `http://127.0.0.1:${port}/large`,
      options,
      request: { maxBytes: 1000 },
    });
    expect(large.failure).toMatchObject({ code: 'too-large', sent: true });
    const cut = await get({ url: `http://127.0.0.1:${port}/cut`, options });
    expect(cut.failure).toMatchObject({ code: 'connection-lost', sent: true });
    const hung = await get({
      url: `http://127.0.0.1:${silent}/`,
      options: { ...options, timeoutMs: 100 },
    });
    expect(hung.failure).toMatchObject({ code: 'timeout', sent: true });
  });

  test('a refused connection and an unknown name are failures that say nothing was sent', async () => {
    const closed = createServer();
    const free = await listen(closed);
    closed.close();
    const refused = await get({ url: `http://127.0.0.1:${free}/`, options: { allowPrivate: true } });
    expect(refused.failure).toMatchObject({ code: 'connect-failed', sent: false, refused: false });
    const missing = await get({
      url: 'https://nowhere.test/',
      options: { resolve: () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' })) },
    });
    expect(missing.failure).toMatchObject({ code: 'connect-failed', sent: false, refused: false });
  });

  test('a call that is given up on ends', async () => {
    const controller = new AbortController();
    const answer = get({
      url: `http://127.0.0.1:${silent}/`,
      options: { allowPrivate: true },
      request: { signal: controller.signal },
    });
    controller.abort();
    expect((await answer).failure?.code).toBe('timeout');
  });

  test('headers that came more than once are joined', async () => {
    const answer = await get({ url: `http://127.0.0.1:${port}/`, options: { allowPrivate: true } });
    expect(answer.headers['x-two']).toBe('a, b');
    expect(Buffer.from(answer.bytes).toString()).toBe('hello');
  });
});
