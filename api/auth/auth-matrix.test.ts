import { z } from '@hono/zod-openapi';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { isObject } from '../../domain/json.ts';
import { adminScopes, holds } from '../../domain/keys/key.ts';
import { roles } from '../../domain/objects/access.ts';
import { roleScopes } from '../../domain/team/role-scopes.ts';
import { allBut } from '../shop-for-tests.ts';
import { adminRoutes } from './admin-routes-for-tests.ts';
import { startMatrix } from './matrix-for-tests.ts';
import { kinds } from './record-kinds-for-tests.ts';
import { bodiesOf } from './bodies-for-tests.ts';
import { idsOf } from './ids-for-tests.ts';
import { looksOnly, neededBy } from './needed-scopes-for-tests.ts';

const world = await startMatrix();
const { app, keys, makers } = world;
afterAll(world.close);

const bearer = (text: string): Record<string, string> => ({ authorization: `Bearer ${text}` });

/** Every route of the admin API, as the router has it: a new route is in this matrix by itself. */
const routes = [
  ...new Set(
    app.routes
      .filter((route) => route.path.startsWith('/api/') && route.method !== 'ALL')
      .map((route) => `${route.method} ${route.path}`),
  ),
].map((route): [method: string, path: string] => {
  const [method = '', path = ''] = route.split(' ');
  return [method, path];
});

/** The query parameters that each route declares, by method and path. */
const parameters: ReadonlyMap<string, readonly string[]> = new Map(
  app.openAPIRegistry.definitions.flatMap((definition) => {
    if (definition.type !== 'route') return [];
    const { method, path, request } = definition.route;
    const names = request?.query instanceof z.ZodObject ? Object.keys(request.query.shape) : [];
    return [[`${method.toUpperCase()} ${path.replaceAll(/\{([^}]+)\}/g, ':$1')}`, names] as const];
  }),
);

const ids = idsOf(world);

const bodies = bodiesOf(world);

/** What a call has to say in its address. */
const queries: Readonly<Record<string, string>> = {
  'GET /api/conversations/:id/files/:file': `?message=${world.message}`,
  'GET /api/profiles/:id/why': '?message=welcome',
  'GET /api/search': '?q=nothing',
  'GET /api/workspace/schema': '?of=journey',
  'GET /api/consents': '?address=nobody@example.com',
  'GET /api/suppressions': '?address=nobody@example.com',
  'DELETE /api/suppressions': '?address=nobody@example.com',
};

let count = 0;
/** Bodies of which each makes something of its own. */
const newBodies: Readonly<Record<string, () => unknown>> = {
  '/api/users': () => ({ email: `user-${(count += 1)}@shop.example`, name: 'Somebody', role: 'viewer' }),
  '/api/teams': () => ({ key: `team-${(count += 1)}`, name: 'Some team' }),
};

const addressOf = (method: string, path: string, id: string): string => {
  const other = path
    .replace('/records/:kind', `/records/${kinds[path] ?? 'deal'}`)
    .replace('/work/:type', '/work/conversation')
    .replace(':kind/fields/:field', 'deal/fields/gone')
    .replace(':otherKind', 'deal')
    .replace('/networks/:instance', '/networks/square')
    .replace('/syncs/:sync/issues/:id', '/syncs/people/issues/:id')
    .replace(':recordId', world.deals[1])
    .replace(':session', 'matrix')
    .replace(':file', world.file)
    .replace(':otherId', world.deals[1]);
  const filled = other
    .replace(/:\w+/, encodeURIComponent(id))
    .replace(':step', 'think')
    .replace(':version', '1')
    .replace(':n', '0');
  return filled + (queries[`${method} ${path}`] ?? '');
};

/** A call of the route that is about something of the tenant, with a body that goes with it. */
const subjectOf = async (method: string, path: string): Promise<{ address: string; body: unknown }> => {
  if (path === '/api/profiles/:id/split' || path === '/api/profiles/:id/merge') {
    const { id, from } = await makers.merged();
    return { address: addressOf(method, path, id), body: { from } };
  }
  // No more than ten are under way at once: this one waits until those of the calls before have ended.
  if (path === '/api/dry-runs') await makers.dryRun();
  const known = ids[path] ?? '';
  const made = newBodies[path];
  if (made !== undefined) return { address: addressOf(method, path, ''), body: made() };
  const id = typeof known === 'string' ? known : await known();
  return { address: addressOf(method, path, id), body: bodies[path] ?? {} };
};

/** Calls that make what another one removes. */
const madeBefore: Readonly<Record<string, { method: string; address?: string; body?: unknown }>> = {
  'POST /api/workspace/approvals': {
    method: 'PUT',
    address: '/api/workspace/drafts/programs%2Fsent.json',
    body: { text: '{"key":"sent","name":"Sent"}' },
  },
  'DELETE /api/conversations/:id/records/:kind/:recordId': { method: 'PUT' },
  'DELETE /api/workspace/drafts/:path': { method: 'PUT' },
  'DELETE /api/suppressions': {
    method: 'POST',
    address: '/api/suppressions',
    body: { address: 'nobody@example.com' },
  },
  'DELETE /api/records/:kind/:id/links/:otherKind/:otherId': { method: 'PUT' },
};

const call = async (input: {
  method: string;
  address: string;
  body?: unknown;
  headers?: Record<string, string>;
}): Promise<Response> =>
  app.request(input.address, {
    method: input.method,
    headers: { 'content-type': 'application/json', ...input.headers },
    ...(input.method === 'GET' || input.method === 'DELETE'
      ? {}
      : { body: input.body instanceof Uint8Array ? input.body : JSON.stringify(input.body ?? {}) }),
  });

const withoutRequestId = async (answer: Response): Promise<unknown> => {
  const body: unknown = await answer.json();
  if (!isObject(body)) return body;
  const { requestId: _id, ...rest } = body;
  return rest;
};

describe.each(routes)('%s %s', (method, path) => {
  it.each([
    ['no key', {}],
    ['a key that is none', bearer('sk_nothing_at_all')],
    ['a key that is nearly right', bearer(keys.admin.slice(0, -1))],
    ['Basic authentication', { authorization: `Basic ${Buffer.from(`${keys.admin}:`).toString('base64')}` }],
    ['an endless key', bearer('x'.repeat(10_000))],
  ])('answers 401 to %s, always the same', async (_name, headers) => {
    const answer = await call({ method, address: addressOf(method, path, 'some'), headers });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
    expect(await withoutRequestId(answer)).toMatchObject({ code: 'unauthorized', status: 401 });
  });

  it.each([
    ['a public key', keys.public, 'track:public'],
    ['a key that only tracks', keys.write, 'track:server'],
  ])('is not opened by %s, and tells which kind it needs', async (_name, text, scope) => {
    const answer = await call({ method, address: addressOf(method, path, 'some'), headers: bearer(text) });
    expect(answer.status).toBe(403);
    expect(await withoutRequestId(answer)).toMatchObject({
      code: 'forbidden',
      detail: expect.stringMatching(new RegExp(`has only ${scope}.*need an API key`)),
    });
  });

  it('refuses a parameter that it does not know, and tells which it knows', async () => {
    const address = addressOf(method, path, 'some');
    const more = address.includes('?') ? '&' : '?';
    const headers = bearer(keys.admin);
    const answer = await call({ method, address: `${address}${more}tenatn=shop`, headers });
    expect(await withoutRequestId(answer)).toMatchObject({
      code: 'invalid-input',
      status: 400,
      problems: [
        {
          path: 'tenatn',
          message: 'There is no parameter `tenatn` here. Did you mean `tenant`?',
          hint: expect.stringMatching(/^Known are .*`tenant`/),
        },
      ],
    });
  });

  it('lets a reading key read, and do nothing else', async () => {
    const answer = await call({ method, ...(await subjectOf(method, path)), headers: bearer(keys.reader) });
    expect(answer.status === 403).toBe(
      !looksOnly(`${method} ${path}`) ||
        path === '/api/keys/identity-secret' ||
        path === '/api/users/:id/sessions',
    );
  });

  it('needs each scope that it needs, and no other', async () => {
    for (const scope of adminScopes) {
      const lacking = bearer(keys.lacking(scope));
      const answer = await call({ method, ...(await subjectOf(method, path)), headers: lacking });
      const lacks = neededBy(`${method} ${path}`).some((one) => !holds(allBut(scope), one));
      expect(answer.status === 403, scope).toBe(lacks);
    }
  });

  it.each(roles)('lets a %s do what the role may, and nothing else', async (role) => {
    const headers = { cookie: world.sessions.get(role) ?? '', 'sec-fetch-site': 'same-origin' };
    const answer = await call({ method, ...(await subjectOf(method, path)), headers });
    const lacks = neededBy(`${method} ${path}`).some((scope) => !roleScopes[role].includes(scope));
    expect(answer.status === 403, `${answer.status}`).toBe(lacks);
    expect(answer.status).not.toBe(401);
  });

  it('shows a tenant nothing of another: the same 404 as for what is not there', async () => {
    const subject = await subjectOf(method, path);
    const headers = bearer(keys.other);
    const foreign = await call({ method, ...subject, headers });
    const other = await subjectOf(method, path);
    const absent = await call({ method, ...other, headers, address: addressOf(method, path, 'not-there') });
    expect(foreign.status).toBe(absent.status);
    const text = await foreign.text();
    expect(text).not.toMatch(/Ana|ana@/);
    expect([world.ana, world.run, world.task].filter((id) => text.includes(id))).toEqual([]);
    expect(path in ids ? foreign.status : 404).toBe(404);
  });

  it('works with the right key, and is never kept by a cache', async () => {
    const subject = await subjectOf(method, path);
    const headers = bearer(keys.admin);
    const before = madeBefore[`${method} ${path}`];
    if (before !== undefined) await call({ ...subject, ...before, headers });
    const answer = await call({ method, ...subject, headers });
    expect(answer.status).toBeLessThan(300);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('is never broken by what stands in its address', async () => {
    const odd = fc.oneof(
      fc.string({ minLength: 1, maxLength: 40, unit: 'binary' }),
      fc.constantFrom('__proto__', 'constructor', '$where', '{"$ne":""}', '..', '%', '\0', 'a'.repeat(5000)),
    );
    await fc.assert(
      fc.asyncProperty(odd, odd, async (id, value) => {
        const names = parameters.get(`${method} ${path}`) ?? [];
        const declared = new URLSearchParams(names.map((name): [string, string] => [name, value]));
        const undeclared = new URLSearchParams([
          ['profile[$ne]', value],
          ['__proto__', value],
        ]);
        for (const suffix of ['', `?${declared.toString()}`, `?${undeclared.toString()}`]) {
          const address = `${path.replace(/:\w+/, encodeURIComponent(id))}${suffix}`;
          const body = bodies[path];
          const answer = await call({ method, headers: bearer(keys.admin), address, body });
          expect(answer.status, address).toBeLessThan(500);
        }
      }),
      { numRuns: 15 },
    );
    expect(Object.hasOwn(Object.prototype, 'limit')).toBe(false);
  });
});

describe('a path that is written in another way', () => {
  it.each([
    '/api/%70rofiles',
    '/api/profiles/',
    '/api/keys/identity%2Dsecret',
    '/api//profiles',
    '/api/Profiles',
  ])('%s opens nothing that it does not open as usual', async (address) => {
    const headers = bearer(keys.lacking('personal-data'));
    const answer = await app.request(address, { headers });
    expect([403, 404]).toContain(answer.status);
  });
});

describe('the routes of the admin API', () => {
  it('are all there', () => {
    expect(routes.map((route) => route.join(' ')).toSorted()).toEqual(adminRoutes);
  });
});
