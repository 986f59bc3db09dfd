import { z } from 'zod';
import { afterAll, describe, expect, it } from 'vitest';
import { isObject } from '../../domain/json.ts';
import { testSecret } from '../../test/harness/engine-keys.ts';
import { startMatrix } from '../auth/matrix-for-tests.ts';
import { bearer } from '../api-for-tests.ts';

const world = await startMatrix();
const { app, operator, keys } = world;
afterAll(world.close);

type Loose = Readonly<Record<string, unknown>>;
const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, name) => (isObject(inner) ? inner[name] : undefined), value);
const objectAt = (value: unknown, ...path: readonly string[]): Loose => {
  const found = at(value, ...path);
  return isObject(found) ? found : {};
};

/** The address for all kinds, of one that is described for one kind of record. */
const forAllKinds = (path: string): string =>
  path.replace(/\/api\/records\/(?!\{)[^/]+/, '/api/records/{kind}');

const readDocument = async (): Promise<unknown> => (await operator.request('/openapi.json')).json();

describe('the OpenAPI document', () => {
  it('is 3.1, and names every public address with what it may answer', async () => {
    const document = await readDocument();
    expect(at(document, 'openapi')).toBe('3.1.0');
    const described = Object.entries(objectAt(document, 'paths')).flatMap(([path, methods]) =>
      Object.keys(isObject(methods) ? methods : {}).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const served = app.routes
      .filter((route) => route.method !== 'ALL' && /^\/(api|v1|webhooks)\//.test(route.path))
      .map((route) => `${route.method} ${route.path.replaceAll(/:(\w+)/g, '{$1}')}`);
    const unnamed = /^POST \/v1\/(import|[itpsgab])$|^GET \/webhooks|\{webhook\}/;
    expect([...new Set(described.map(forAllKinds))].toSorted()).toEqual(
      [...new Set(served)].filter((route) => !unnamed.test(route)).toSorted(),
    );
  });

  it('says of every admin route that it needs a key', async () => {
    for (const [path, methods] of Object.entries(objectAt(await readDocument(), 'paths'))) {
      if (!path.startsWith('/api/')) continue;
      for (const operation of Object.values(isObject(methods) ? methods : {})) {
        expect(at(operation, 'security'), path).toEqual([{ apiKey: [] }]);
        expect(Object.keys(objectAt(operation, 'responses'))).toEqual(expect.arrayContaining(['401', '403']));
      }
    }
  });

  it('says of every address that names something that it may not be there', async () => {
    for (const [path, methods] of Object.entries(objectAt(await readDocument(), 'paths'))) {
      if (!path.startsWith('/api/') || !path.includes('{')) continue;
      for (const operation of Object.values(isObject(methods) ? methods : {}))
        expect(Object.keys(objectAt(operation, 'responses')), path).toContain('404');
    }
  });

  it('holds no key, secret or name of the machine', async () => {
    const text = JSON.stringify(await readDocument());
    for (const secret of [keys.public, keys.write, keys.admin, keys.reader, keys.other, testSecret])
      expect(text).not.toContain(secret);
  });

  it('is kept to by the answers', async () => {
    const document = await readDocument();
    const samples = [
      ['/journeys', '/journeys'],
      ['/journeys/{key}', '/journeys/cart'],
      ['/journeys/{key}/funnel', '/journeys/cart/funnel'],
      ['/runs', '/runs'],
      ['/runs/{id}', `/runs/${world.run}`],
      ['/messages', '/messages'],
      ['/profiles', '/profiles'],
      ['/profiles/{id}', `/profiles/${world.ana}`],
      ['/profiles/{id}/timeline', `/profiles/${world.ana}/timeline`],
      ['/events', '/events'],
      ['/segments', '/segments'],
      ['/suppressions', '/suppressions'],
      ['/clock', '/clock'],
    ] as const;
    for (const [path, address] of samples) {
      const content = at(document, 'paths', `/api${path}`, 'get', 'responses', '200', 'content');
      const schema = objectAt(content, 'application/json', 'schema');
      const whole = { ...schema, $defs: at(document, 'components', 'schemas') };
      const text = JSON.stringify(whole).replaceAll('#/components/schemas/', '#/$defs/');
      const parsed = z.fromJSONSchema(JSON.parse(text));
      const body: unknown = await (
        await app.request(`/api${address}`, { headers: bearer(keys.admin) })
      ).json();
      expect(parsed.safeParse({}).success, address).toBe(false);
      expect(parsed.safeParse(body).error?.issues ?? [], address).toEqual([]);
    }
  });
});

describe('/docs', () => {
  it('is a page of text: nothing is loaded, nothing runs', async () => {
    const page = await operator.request('/docs');
    const text = await page.text();
    expect(text).not.toMatch(/<script|<link|<img|<iframe|https?:\/\/| on\w+=/i);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('shows every call of the document, and every link in it leads somewhere', async () => {
    const text = await (await operator.request('/docs')).text();
    for (const path of Object.keys(objectAt(await readDocument(), 'paths')))
      expect(text).toContain(forAllKinds(path));
    const ids = new Set([...text.matchAll(/id="([^"]+)"/g)].map((found) => found[1]));
    const links = [...text.matchAll(/href="#([^"]+)"/g)].map((found) => found[1]);
    expect(links.length).toBeGreaterThan(30);
    expect(links.filter((link) => !ids.has(link))).toEqual([]);
    expect(text).toContain('At most 10 years.');
  });
});
