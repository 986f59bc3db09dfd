import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startMatrix } from '../auth/matrix-for-tests.ts';
import { bearer } from '../api-for-tests.ts';

const world = await startMatrix();
const { app, operator, keys, linkKeys } = world;
afterAll(world.close);

const operationSchema = z.looseObject({
  parameters: z.array(z.looseObject({ in: z.string(), name: z.string() })).optional(),
  requestBody: z
    .looseObject({
      content: z.looseObject({
        'application/json': z
          .looseObject({
            schema: z.looseObject({ properties: z.record(z.string(), z.unknown()).optional() }),
          })
          .optional(),
      }),
    })
    .optional(),
});
const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
});

/** Things that the tenant has, by the name of their parameter. */
const fill = (path: string): string =>
  path
    .replace('{key}', 'cart')
    .replace('{step}', 'think')
    .replace('/profiles/{id}', `/profiles/${world.ana}`)
    .replace('/conversations/{id}', `/conversations/${world.conversation}`)
    .replace('{sync}', 'people')
    .replace('{kind}', 'deal')
    .replace('/deal/{id}', `/deal/${world.deals[0]}`);

/** Every call that takes a cursor, as the OpenAPI document has them: a new list is tried by itself. */
const document = documentSchema.parse(await (await operator.request('/openapi.json')).json());
const lists = Object.entries(document.paths).flatMap(([path, operations]) =>
  Object.entries(operations).flatMap(([method, given]) => {
    const { parameters = [], requestBody } = operationSchema.parse(given);
    const inQuery = parameters.some((one) => one.in === 'query' && one.name === 'cursor');
    const properties = requestBody?.content['application/json']?.schema.properties;
    const inBody = properties !== undefined && 'cursor' in properties;
    return inQuery || inBody ? [{ method: method.toUpperCase(), path, inBody }] : [];
  }),
);
type List = (typeof lists)[number];

const ask = (list: List, given: { cursor?: string; limit?: number; key?: string }): Promise<Response> => {
  const { cursor, limit, key = keys.admin } = given;
  const headers = { ...bearer(key), 'content-type': 'application/json' };
  const needed = list.path === '/api/consents' ? { address: 'nobody@example.com' } : {};
  const asked = {
    ...needed,
    ...(cursor === undefined ? {} : { cursor }),
    ...(limit === undefined ? {} : { limit }),
  };
  const address = fill(list.path);
  if (list.inBody) {
    const body = JSON.stringify(cursor === undefined ? {} : { cursor });
    return Promise.resolve(app.request(address, { method: list.method, headers, body }));
  }
  const query = new URLSearchParams(
    Object.entries(asked).map(([name, value]): [string, string] => [name, String(value)]),
  );
  return Promise.resolve(app.request(`${address}?${query.toString()}`, { headers }));
};

const nextOf = async (answer: Response): Promise<string | undefined> =>
  z.looseObject({ next: z.string().optional() }).parse(await answer.json()).next;

/** A cursor of the list of runs, genuine. */
const runs = { method: 'GET', path: '/api/runs', inBody: false };
const genuine = (await nextOf(await ask(runs, { limit: 1 }))) ?? '';
const [text = '', signature = ''] = genuine.split('.');
const plain = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const forRuns = lists.filter(({ path }) => path === runs.path);
const forOthers = lists.filter(({ path }) => path !== runs.path);

const expectRefused = async (answer: Response): Promise<void> => {
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({
    code: 'invalid-input',
    problems: [{ code: 'bad-cursor', path: 'cursor', hint: expect.stringContaining('`next`') }],
  });
};

it('every list is found in the OpenAPI document', () => {
  expect(lists.length).toBeGreaterThan(10);
  expect(forRuns).toHaveLength(1);
  expect(genuine).not.toBe('');
});

describe.each(lists)('the cursor of $method $path', (list) => {
  it.each([
    ['nothing', ''],
    ['words', 'nonsense'],
    ['what is not of base64', 'not a cursor; {"$ne": ""}'],
    ['positions that nobody signed', plain([[0, 0, 'x']])],
    ['an instant that there is not', plain(['x', [[1e300, 0, 'x']]])],
    ['positions with the signature of others', `${plain(['x', [[1, 0, 'x']]])}.${signature}`],
    ['a signature that was cut', `${text}.${signature.slice(1)}`],
    ['a genuine one with more behind it', `${genuine}.${signature}`],
    ['what is signed for another purpose', linkKeys.signer('click').sign('["x",[[1,0,"x"]]]')],
    ['what is signed and is no position', linkKeys.signer('cursor').sign('{"at":1}')],
    ['a huge one', 'x'.repeat(12_000)],
    ['a huge one that is signed', linkKeys.signer('cursor').sign(`["x",[[1,0,"${'x'.repeat(8000)}"]]]`)],
  ])('is refused with a hint when it is %s', async (_name, cursor) => {
    await expectRefused(await ask(list, { cursor }));
  });

  it('leads through the list to its end', async () => {
    let cursor: string | undefined;
    let pages = 0;
    do {
      const answer = await ask(list, { limit: 1, ...(cursor === undefined ? {} : { cursor }) });
      expect(answer.status).toBe(200);
      cursor = await nextOf(answer);
      pages += 1;
    } while (cursor !== undefined && pages < 100);
    expect(pages).toBeLessThan(100);
  });
});

it.each(forOthers)('the cursor of the list of runs is refused by $method $path', async (list) => {
  await expectRefused(await ask(list, { cursor: genuine }));
});

it('the cursor of one tenant is refused by the same list of another', async () => {
  expect((await ask(runs, { cursor: genuine })).status).toBe(200);
  await expectRefused(await ask(runs, { cursor: genuine, key: keys.other }));
});
