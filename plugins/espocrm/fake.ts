import type { Context, Hono } from 'hono';
import { createHttpFake, createRecordBook, type FakeEnv, type RecordBook, testNow } from '../testing.ts';

type Kept = ReturnType<RecordBook['living']>[number];
type Where = { type: string; attribute: string; value: string; values: string[] };

const pageSize = 2;

const timeText = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

const shown = ({ id, fields, at }: Kept) => ({
  id,
  deleted: false,
  ...fields,
  createdAt: timeText(testNow),
  modifiedAt: timeText(at),
});

/** `where[0][type]=in&where[0][attribute]=id&where[0][value][]=a`, as PHP reads it. */
const whereIn = (url: URL): readonly Where[] => {
  const all = new Map<string, Where>();
  for (const [name, value] of url.searchParams) {
    const [, index, key] = /^where\[(\d+)\]\[(type|attribute|value)\](?:\[\])?$/.exec(name) ?? [];
    if (index === undefined) continue;
    const one = all.get(index) ?? { type: '', attribute: '', value: '', values: [] };
    all.set(index, one);
    if (key === 'type') one.type = value;
    else if (key === 'attribute') one.attribute = value;
    else {
      one.value = value;
      one.values.push(value);
    }
  }
  return [...all.values()];
};

const fits = (one: Kept, { type, attribute, value, values }: Where): boolean => {
  const has =
    attribute === 'id'
      ? one.id
      : attribute === 'modifiedAt'
        ? timeText(one.at)
        : String(one.fields[attribute] ?? '');
  switch (type) {
    case 'equals':
      return has === value;
    case 'greaterThan':
      return has > value;
    case 'greaterThanOrEquals':
      return has >= value;
    case 'in':
      return values.some((each) => each.toLowerCase() === has.toLowerCase());
    default:
      return false;
  }
};

const refused = (c: Context<FakeEnv>, status: 400 | 401 | 404 | 409, reason: string, body: object = {}) => {
  c.header('x-status-reason', reason);
  return c.json(body, status);
};

type Parts = { readonly app: Hono<FakeEnv>; readonly book: RecordBook };

const entityRoutes = ({ app, book }: Parts): void => {
  const entity = '/api/v1/Contact';
  app.get(entity, (c) => {
    const url = new URL(c.req.url);
    const isById = url.searchParams.get('orderBy') === 'id';
    const isListed = url.searchParams.has('orderBy');
    const found = book
      .living()
      .filter((one) => whereIn(url).every((where) => fits(one, where)))
      .toSorted((a, b) => (isById ? 0 : a.at - b.at) || (a.id < b.id ? -1 : 1));
    const list = isListed ? found.slice(0, pageSize) : found;
    return c.json({ total: list.length < found.length ? -1 : -2, list: list.map(shown) });
  });
  app.post(entity, async (c) => {
    const fields: Parameters<typeof book.add>[0] = await c.req.json();
    if (typeof fields['lastName'] !== 'string')
      return refused(c, 400, 'Field validation failure; entity: Contact, field: lastName, type: required.');
    const others = book.having('emailAddress', [fields['emailAddress'] ?? '']);
    const isChecked = c.req.header('x-skip-duplicate-check') !== 'true';
    if (isChecked && others.length > 0)
      return c.json(others.map(shown), 409, { 'x-status-reason': 'Conflict' });
    return c.json(shown(book.add(fields)));
  });
  app.put(`${entity}/:id`, async (c) => {
    const changed = book.change(c.req.param('id'), await c.req.json());
    return changed === undefined ? refused(c, 404, 'Not found') : c.json(shown(changed));
  });
  app.delete(`${entity}/:id`, (c) =>
    book.remove(c.req.param('id')) === undefined ? refused(c, 404, 'Not found') : c.json(true),
  );
};

/** EspoCRM's REST API as its documentation describes it, for contacts; lists have two records a page. */
export const createEspoFake = async (key: string) => {
  const clock = { at: testNow };
  const book = createRecordBook({ clock, idOf: (n) => `69a${String(n).padStart(14, '0')}` });
  const requests: { readonly method: string; readonly url: string; readonly headers: Headers }[] = [];
  const provider = await createHttpFake(({ app }) => {
    app.use(async (c, next) => {
      c.header('date', new Date(clock.at).toUTCString());
      if (c.req.header('x-api-key') !== key) return refused(c, 401, 'Unauthorized');
      requests.push({ method: c.req.method, url: c.req.url, headers: c.req.raw.headers });
      await next();
      return undefined;
    });
    app.get('/api/v1/App/user', (c) => c.json({ user: { userName: 'ciclo', type: 'api' } }));
    entityRoutes({ app, book });
  });
  return {
    ...provider,
    requests,
    add: (fields: Parameters<typeof book.add>[0]): string => book.add(fields).id,
    change: (id: string, fields: Parameters<typeof book.add>[0]): void => {
      book.change(id, fields);
    },
    remove: (id: string): void => {
      book.remove(id);
    },
    all: book.all,
    pass: (ms: number): void => {
      clock.at += ms;
    },
  };
};
