import { describe, expect, it } from 'vitest';
import { bearer, createApi, keys, linkKeys, publicUrl, startOfTests } from '../api-for-tests.ts';
import { createLinks } from '../../domain/messages/links/links.ts';
import { readBody, readRaw } from './body.ts';

type Api = Awaited<ReturnType<typeof createApi>>;
const once = { perSecond: 1, burst: 2 };

const statuses = async (calls: readonly (() => Response | Promise<Response>)[]): Promise<number[]> => {
  const all: number[] = [];
  for (const call of calls) all.push((await call()).status);
  return all;
};

/** A body that says whether anybody began to read it. */
const watched = () => {
  const seen = { isRead: false };
  const pull = (controller: ReadableStreamDefaultController): void => {
    seen.isRead = true;
    controller.close();
  };
  return { seen, body: new ReadableStream({ pull }, { highWaterMark: 0 }) };
};

describe('who tries keys of the admin API', () => {
  const ask = (api: Api, key: string, address: string) => () =>
    api.app.request('/api/journeys', { headers: { ...bearer(key), 'x-forwarded-for': address } });

  it('waits, by address; others do not', async () => {
    const api = await createApi({ trustProxy: true, rateLimits: { attempts: once } });
    const guess = (n: number) => ask(api, `sk_guess_${n}`, '203.0.113.7');
    expect(await statuses([guess(1), guess(2), guess(3), guess(4)])).toEqual([401, 401, 429, 429]);
    expect(await statuses([ask(api, keys.reader, '203.0.113.8')])).toEqual([200]);
    expect(await statuses([ask(api, keys.admin, '203.0.113.7')])).toEqual([429]);
    api.pass(1000);
    expect(await statuses([ask(api, keys.admin, '203.0.113.7')])).toEqual([200]);
  });

  it('keeps nobody out who came in from there before', async () => {
    const api = await createApi({ trustProxy: true, rateLimits: { attempts: once } });
    const admin = ask(api, keys.admin, '203.0.113.7');
    const guess = ask(api, 'sk_guess', '203.0.113.7');
    expect(await statuses([admin, guess, guess, guess, admin])).toEqual([200, 401, 401, 429, 200]);
  });

  it('cannot take another name by a header that is no address', async () => {
    const api = await createApi({ trustProxy: true, rateLimits: { attempts: once } });
    const guess = (n: number) => ask(api, `sk_guess_${n}`, `made-up-${n}`);
    expect(await statuses([guess(1), guess(2), guess(3)])).toEqual([401, 401, 429]);
  });
});

describe('a client is limited by its address', () => {
  /** As it comes from the socket, and what the client wrote into the header. */
  const ask = (api: Api, peer: string, forwarded?: string) => () =>
    api.app.request(
      '/api/journeys',
      {
        headers: {
          ...bearer('sk_guess'),
          ...(forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }),
        },
      },
      { incoming: { socket: { remoteAddress: peer } } },
    );
  const afterOne = async (asks: readonly (() => Response | Promise<Response>)[]) => {
    const [first, second, ...rest] = await statuses(asks);
    expect([first, second]).toEqual([401, 401]);
    return rest;
  };

  it('without a proxy of ours, whatever `X-Forwarded-For` it writes', async () => {
    const api = await createApi({ rateLimits: { attempts: once } });
    const forged = (n: number) => ask(api, '203.0.113.7', `198.51.100.${n}`);
    expect(await afterOne([forged(1), forged(2), forged(3), forged(4)])).toEqual([429, 429]);
    expect(await statuses([ask(api, '203.0.113.8', '203.0.113.7')])).toEqual([401]);
  });

  it('behind one by the last entry, whatever stands before it', async () => {
    const api = await createApi({ trustProxy: true, rateLimits: { attempts: once } });
    const forged = (n: number) => ask(api, '10.0.0.1', `198.51.100.${n}, 192.0.2.${n}, 203.0.113.7`);
    expect(await afterOne([forged(1), forged(2), forged(3), forged(4)])).toEqual([429, 429]);
    expect(await statuses([ask(api, '10.0.0.1', '203.0.113.7, 203.0.113.8')])).toEqual([401]);
  });

  it.each([
    [
      'the network of an IPv6 address',
      ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', '2001:DB8:1:2::3', '2001:db8:0001:0002::4'],
    ],
    [
      'an IPv4 address in the forms of IPv6',
      ['203.0.113.7', '::ffff:203.0.113.7', '::ffff:cb00:7107', '::FFFF:203.0.113.7'],
    ],
  ])('counting %s as one', async (_what, addresses) => {
    const api = await createApi({ trustProxy: true, rateLimits: { attempts: once } });
    const asks = addresses.map((address) => ask(api, '10.0.0.1', address));
    expect(await afterOne(asks)).toEqual([429, 429]);
    const others = ['2001:db8:1:3::1', '::ffff:203.0.113.8'].map((address) => ask(api, '10.0.0.1', address));
    expect(await statuses(others)).toEqual([401, 401]);
  });
});

describe('before the body of a call of the admin API is read', () => {
  it.each([
    ['no key', {}, 401],
    ['a key that lacks the scope', bearer(keys.reader), 403],
  ])('%s is refused', async (_name, headers, status) => {
    const { seen, body } = watched();
    const request = new Request('http://x/api/jobs', { method: 'POST', headers, body, duplex: 'half' });
    expect([(await (await createApi()).app.request(request)).status, seen.isRead]).toEqual([status, false]);
  });

  it('a key that calls too often waits, and other keys do not', async () => {
    const api = await createApi({ rateLimits: { admin: once } });
    const read = (key: string) => () => api.app.request('/api/journeys', { headers: bearer(key) });
    expect(await statuses([read(keys.admin), read(keys.admin)])).toEqual([200, 200]);
    const { seen, body } = watched();
    const headers = bearer(keys.admin);
    const request = new Request('http://x/api/jobs', { method: 'POST', headers, body, duplex: 'half' });
    expect([(await api.app.request(request)).status, seen.isRead]).toEqual([429, false]);
    expect(await statuses([read(keys.reader)])).toEqual([200]);
  });
});

describe('links', () => {
  const who = { tenant: 'shop', messageId: 'm-1', profileId: 'p-ana', at: startOfTests / 1000 };
  const links = createLinks({ keys: linkKeys, publicUrl });

  it.each([
    ['unsubscribe', links.unsubscribe],
    ['preferences', links.preferences],
  ])('of %s that are asked for too often wait before their form is read', async (_name, linkTo) => {
    const api = await createApi({ rateLimits: { link: { perSecond: 1, burst: 1 } } });
    const url = linkTo({ ...who, profileId: await api.person('ana'), channel: 'email', topic: 'offers' });
    expect((await api.app.request(url)).status).toBe(200);
    const { seen, body } = watched();
    const request = new Request(url, { method: 'POST', body, duplex: 'half' });
    expect([(await api.app.request(request)).status, seen.isRead]).toEqual([429, false]);
    expect(api.probe.events).toEqual([]);
  });

  it('that are forged are refused before their form is read, and nothing is looked up', async () => {
    let lookedUp = 0;
    const lookUp = async () => {
      lookedUp += 1;
      return undefined;
    };
    const api = await createApi({
      pages: {
        settings: lookUp,
        person: lookUp,
        personData: lookUp,
        message: lookUp,
        subscription: lookUp,
        referral: lookUp,
      },
    });
    for (const path of ['/u/forged', '/p/forged', '/y/forged', '/d/forged']) {
      const { seen, body } = watched();
      const request = new Request(`http://x${path}`, { method: 'POST', body, duplex: 'half' });
      expect([(await api.app.request(request)).status, seen.isRead]).toEqual([404, false]);
    }
    expect(await statuses([() => api.app.request('/c/forged'), () => api.app.request('/v/forged')])).toEqual([
      404, 404,
    ]);
    expect(lookedUp).toBe(0);
  });

  it('that are opened or clicked too often lead on, and are noted no more', async () => {
    const api = await createApi({ rateLimits: { link: { perSecond: 1, burst: 2 } } });
    const open = () => api.app.request(links.open(who));
    expect(await statuses([open, open, open, open])).toEqual([200, 200, 200, 200]);
    expect(api.probe.events).toHaveLength(2);
  });

  it('of a picture are one link with and without its ending, also written in other bytes', async () => {
    const api = await createApi({ rateLimits: { link: { perSecond: 1, burst: 1 } } });
    const url = new URL(links.open(who));
    const bare = url.pathname.replace(/\.gif$/, '');
    const coded = bare.replace(/.$/, (last) => `%${last.charCodeAt(0).toString(16)}`);
    const paths = [url.pathname, bare, coded, `${coded}.gif`];
    expect(await statuses(paths.map((path) => () => api.app.request(new URL(path, url).href)))).toEqual([
      200, 200, 200, 200,
    ]);
    expect(api.probe.events).toHaveLength(1);
  });

  it('of referrals: who tries codes waits', async () => {
    const api = await createApi({ rateLimits: { attempts: once } });
    const code = (n: number) => () => api.app.request(`/r/NONE-${n}000`);
    expect(await statuses([code(1), code(2), code(3)])).toEqual([404, 404, 429]);
  });
});

describe('bodies', () => {
  const take = (): void => undefined;
  const endless = (pieces: readonly Uint8Array[] = []) => {
    let next = 0;
    return new ReadableStream<Uint8Array>({
      pull: (controller) => {
        const piece = pieces[next];
        next += 1;
        if (piece === undefined) return new Promise(() => undefined);
        controller.enqueue(piece);
        return undefined;
      },
    });
  };
  const requestOf = (body: ReadableStream, headers: Record<string, string> = {}) =>
    new Request('http://x/', { method: 'POST', body, headers, duplex: 'half' });

  it.each([
    ['in pieces', {}],
    ['of a stated length', { 'content-length': '10' }],
  ])('%s that never end are given up', async (_name, headers) => {
    const request = requestOf(endless([new Uint8Array(3)]), headers);
    await expect(readRaw({ request, maxBytes: 100, take, withinMs: 10 })).rejects.toMatchObject({
      code: 'slow-request',
    });
  });

  it('that break off are the fault of who sent them', async () => {
    const body = new ReadableStream({
      pull: (controller) => {
        controller.error(new Error('aborted'));
      },
    });
    await expect(readRaw({ request: requestOf(body), maxBytes: 100, take })).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });

  it.each(['101', '1e9', 'many'])('whose length is stated as "%s" are not read', async (stated) => {
    const { seen, body } = watched();
    const request = requestOf(body, { 'content-length': stated });
    await expect(readBody({ request, maxBytes: 100, take })).rejects.toMatchObject({ code: 'too-large' });
    expect(seen.isRead).toBe(false);
  });

  it('of all requests together are bounded: a request beyond the bound is told to come again, and what ends makes room', async () => {
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const api = await createApi({
      bodyBytes: 250,
      accept: async () => {
        await gate;
        return { duplicates: new Set() };
      },
    });
    const send = (key: string) =>
      api.app.request('/v1/track', {
        method: 'POST',
        headers: { ...bearer(key), 'content-type': 'application/json' },
        body: JSON.stringify({ event: 'Odd', userId: '1', properties: { long: 'x'.repeat(100) } }),
      });
    const first = send(keys.write);
    const second = await send(keys.otherWrite);
    expect([second.status, second.headers.get('retry-after')]).toEqual([503, '1']);
    open();
    expect((await first).status).toBe(200);
    expect((await send(keys.otherWrite)).status).toBe(200);
  });

  it('that nest too deep are refused, whatever route they come to', async () => {
    const api = await createApi();
    const deep = `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`;
    for (const [path, key] of [
      ['/v1/track', keys.write],
      ['/v1/batch', keys.write],
      ['/api/jobs', keys.admin],
      ['/api/journeys/cart/dry-run', keys.admin],
      ['/api/workspace', keys.admin],
    ] as const) {
      const method = path === '/api/workspace' ? 'PUT' : 'POST';
      const headers = { ...bearer(key), 'content-type': 'application/json' };
      const answer = await api.app.request(path, { method, headers, body: deep });
      expect([path, answer.status]).toEqual([path, 400]);
      expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('deeper') });
    }
  });

  it.each([
    ['application/xml', '<event/>'],
    ['multipart/form-data; boundary=x', '--x--'],
    ['application/x-www-form-urlencoded', 'event=Odd'],
    ['application/json; charset=utf-16', Buffer.from('{"event":"Odd"}', 'utf16le')],
  ])('of %s are refused in the one form of errors', async (type, body) => {
    const api = await createApi();
    for (const [path, key] of [
      ['/v1/track', keys.write],
      ['/api/jobs', keys.admin],
    ] as const) {
      const headers = { ...bearer(key), 'content-type': type };
      const answer = await api.app.request(path, { method: 'POST', headers, body });
      expect(answer.status).toBe(400);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(await answer.json()).toMatchObject({ code: 'invalid-input', requestId: expect.any(String) });
    }
  });
});
