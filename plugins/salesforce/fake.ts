import type { Context, Hono } from 'hono';
import { z } from 'zod';
import {
  createHttpFake,
  createRecordBook,
  createTokenDesk,
  type FakeEnv,
  type RecordBook,
  testNow,
} from '../testing.ts';

type Kept = ReturnType<RecordBook['living']>[number];

const records = z.object({
  allOrNone: z.boolean().default(false),
  records: z.array(
    z
      .looseObject({ attributes: z.object({ type: z.string() }), id: z.string().optional() })
      .catchall(z.json()),
  ),
});

const known = new Set(['LastName', 'Email', 'FirstName', 'MailingCity', 'HasOptedOutOfEmail']);
const page = 2;

/** A text of SOQL without its quotes. */
const plain = (text: string): string => text.replaceAll(/\\(.)/g, '$1');

const textsIn = (list: string): readonly string[] =>
  [...list.matchAll(/'((?:[^'\\]|\\.)*)'/g)].map(([, text = '']) => plain(text));

/** As much of SOQL as is asked here: a time, a place behind a record, or values of one field. */
const fits = (where: string): ((record: Kept) => boolean) => {
  const [, since] = /^SystemModstamp >= (\S+)$/.exec(where) ?? [];
  if (since !== undefined) return ({ at }) => at >= Date.parse(since);
  const [, at, id] =
    /^\(SystemModstamp > (\S+) OR \(SystemModstamp = \S+ AND Id > '(\w+)'\)\)$/.exec(where) ?? [];
  if (at !== undefined && id !== undefined)
    return (one) => one.at > Date.parse(at) || (one.at === Date.parse(at) && one.id > id);
  const [, field = '', list = ''] = /^(\w+) IN \((.*)\)$/s.exec(where) ?? [];
  const values = textsIn(list).map((text) => text.toLowerCase());
  return (one) => values.includes(String(field === 'Id' ? one.id : (one.fields[field] ?? '')).toLowerCase());
};

const stamp = (at: number): string => new Date(at).toISOString().replace('Z', '+0000');

const shown = (one: Kept, names: readonly string[]) => ({
  attributes: { type: 'Contact', url: `/services/data/v62.0/sobjects/Contact/${one.id}` },
  ...Object.fromEntries(
    names.map((name) => [
      name,
      name === 'Id'
        ? one.id
        : name === 'SystemModstamp'
          ? stamp(one.at)
          : name === 'IsDeleted'
            ? one.isDeleted
            : (one.fields[name] ?? null),
    ]),
  ),
});

type Parts = { readonly app: Hono<FakeEnv>; readonly book: RecordBook; readonly base: string };

const refused = (c: Context<FakeEnv>, status: 400 | 401, errorCode: string, message: string) =>
  c.json([{ errorCode, message }], status);

const queryRoutes = ({ app, book, base }: Parts): void => {
  const answer = (c: Context<FakeEnv>, isAll: boolean) => {
    const soql = c.req.query('q') ?? '';
    const [, names = '', where = '', limit] =
      /^SELECT (.+?) FROM Contact(?: WHERE (.+?))?(?: ORDER BY SystemModstamp, Id LIMIT (\d+))?$/s.exec(
        soql,
      ) ?? [];
    if (names === '') return refused(c, 400, 'MALFORMED_QUERY', `unexpected token: ${soql}`);
    const all = [...book.kept.values()].filter((one) => isAll || !one.isDeleted);
    const found = (where === '' ? all : all.filter(fits(where))).toSorted(
      (a, b) => a.at - b.at || (a.id < b.id ? -1 : 1),
    );
    const most = limit === undefined ? 2_000 : page;
    const rows = found.slice(0, most).map((one) => shown(one, names.split(', ')));
    const done = found.length <= most;
    const next = done ? {} : { nextRecordsUrl: `${base}/query/01g-${most}` };
    return c.json({ totalSize: found.length, done, ...next, records: rows });
  };
  app.get(`${base}/query`, (c) => answer(c, false));
  app.get(`${base}/queryAll`, (c) => answer(c, true));
};

const fault = (statusCode: string, message: string, fields: readonly string[] = []) => ({
  success: false,
  errors: [{ statusCode, message, fields }],
});

const saveRoutes = ({ app, book, base }: Parts): void => {
  const saving = (op: 'create' | 'update') => async (c: Context<FakeEnv>) => {
    const read = records.parse(await c.req.json());
    const rows = read.records.map(({ attributes: _type, id, ...fields }) => ({ id, fields }));
    const strange = rows.flatMap(({ fields }) => Object.keys(fields)).find((name) => !known.has(name));
    if (strange !== undefined)
      return refused(c, 400, 'INVALID_FIELD', `No such column '${strange}' on sobject of type Contact`);
    return c.json(
      rows.map(({ id, fields }) => {
        const { Email: email } = fields;
        if (op === 'update') {
          const changed = book.change(id ?? '', fields);
          return changed === undefined
            ? fault('ENTITY_IS_DELETED', 'entity is deleted')
            : { id, success: true, errors: [] };
        }
        if (fields['LastName'] === undefined)
          return fault('REQUIRED_FIELD_MISSING', 'Required fields are missing: [LastName]', ['LastName']);
        if (typeof email === 'string' && book.having('Email', [email]).length > 0)
          return fault('DUPLICATES_DETECTED', 'Use one of these records?');
        return { id: book.add(fields).id, success: true, errors: [] };
      }),
    );
  };
  app.post(`${base}/composite/sobjects`, saving('create'));
  app.patch(`${base}/composite/sobjects`, saving('update'));
  app.delete(`${base}/composite/sobjects`, (c) =>
    c.json(
      (c.req.query('ids') ?? '')
        .split(',')
        .map((id) =>
          book.remove(id) === undefined
            ? fault('ENTITY_IS_DELETED', 'entity is deleted')
            : { id, success: true, errors: [] },
        ),
    ),
  );
};

/**
 * Salesforce's REST API as its documentation describes it, for contacts: questions in SOQL, groups of records in which each has its own result.
 * Its desk gives tokens, the first of them `token`. A second contact with one address is refused, as a duplicate rule does; pages of looks have two records.
 */
export const createSalesforceFake = async (token: string) => {
  const clock = { at: testNow };
  const book = createRecordBook({ clock, idOf: (n) => `003${String(n).padStart(12, '0')}AAA` });
  const requests: { readonly path: string; readonly body: unknown }[] = [];
  const desk = createTokenDesk(token);
  const provider = await createHttpFake(({ app }) => {
    desk.serve({ app, authorize: '/services/oauth2/authorize', token: '/services/oauth2/token' });
    app.use(async (c, next) => {
      c.header('date', new Date(clock.at).toUTCString());
      if (!desk.takes(c.req.header('authorization')))
        return refused(c, 401, 'INVALID_SESSION_ID', 'Session expired or invalid');
      const isJson = c.req.header('content-type')?.includes('json') === true;
      const body: unknown = isJson && c.req.method !== 'GET' ? await c.req.raw.clone().json() : undefined;
      requests.push({ path: `${c.req.method} ${c.req.path}`, body });
      await next();
      return undefined;
    });
    const base = '/services/data/v62.0';
    queryRoutes({ app, book, base });
    saveRoutes({ app, book, base });
    app.get(`${base}/limits`, (c) => c.json({ DailyApiRequests: { Max: 15_000, Remaining: 14_998 } }));
  });
  return {
    ...provider,
    requests,
    expire: desk.expire,
    add: (fields: Parameters<typeof book.add>[0]): string => book.add(fields).id,
    change: (id: string, fields: Parameters<typeof book.add>[0]): void => {
      book.change(id, fields);
    },
    remove: (id: string): void => {
      book.remove(id);
    },
    /** One becomes part of another. */
    merge: (into: string, from: string): void => {
      book.change(from, { MasterRecordId: into });
      book.remove(from);
      book.change(into, {});
    },
    all: book.all,
    pass: (ms: number): void => {
      clock.at += ms;
    },
  };
};
