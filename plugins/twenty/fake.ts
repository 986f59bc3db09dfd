import type { Context, Hono } from 'hono';
import { createHttpFake, createRecordBook, type FakeEnv, type RecordBook, testNow } from '../testing.ts';

type Kept = ReturnType<RecordBook['living']>[number];
type Fields = Parameters<RecordBook['add']>[0];

const pageSize = 2;
const iso = (at: number): string => new Date(at).toISOString();

const shown = ({ id, fields, at, isDeleted }: Kept) => ({
  ...fields,
  id,
  createdAt: iso(testNow),
  updatedAt: iso(at),
  deletedAt: isDeleted ? iso(at) : null,
});

/** `field.within[comparator]:value`, as Twenty's own parser reads one. */
const filterIn = (text: string) => {
  const [, field = '', comparator = '', value = ''] = /^([\w.]+)\[(\w+)\]:(.+)$/s.exec(text) ?? [];
  const bare = (one: string): string => one.replace(/^["'](.*)["']$/s, '$1');
  const values = comparator === 'in' ? value.slice(1, -1).split(',').map(bare) : [bare(value)];
  return { field, comparator, values };
};

const placeOf = ({ at, id }: Kept): string => Buffer.from(JSON.stringify([at, id])).toString('base64');
const isBehind = (one: Kept, after: string): boolean => {
  const [at, id]: [number, string] = JSON.parse(Buffer.from(after, 'base64').toString('utf8'));
  return one.at > at || (one.at === at && one.id > id);
};

const refused = (c: Context<FakeEnv>, status: 400 | 401, message: string) =>
  c.json({ statusCode: status, error: 'BadRequestException', messages: [message] }, status);

type Parts = { readonly app: Hono<FakeEnv>; readonly book: RecordBook };

const readRoutes = ({ app, book }: Parts): void => {
  const found = (filter: string | undefined): readonly Kept[] => {
    if (filter === undefined) return book.living();
    const { field, values } = filterIn(filter);
    const [value = ''] = values;
    if (field === 'updatedAt') return book.living().filter(({ at }) => at >= Date.parse(value));
    // Only who asks for what was deleted is shown it.
    if (field === 'deletedAt')
      return [...book.kept.values()].filter(({ isDeleted, at }) => isDeleted && at >= Date.parse(value));
    return field === 'id'
      ? book.living().filter(({ id }) => values.includes(id))
      : book.having(field, values);
  };
  app.get('/rest/people', (c) => {
    const order = c.req.query('order_by');
    const all = found(c.req.query('filter')).toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    const after = c.req.query('starting_after');
    const rest = after === undefined ? all : all.filter((one) => isBehind(one, after));
    const people = order === undefined ? rest : rest.slice(0, pageSize);
    const last = people.at(-1);
    return c.json({
      data: { people: people.map(shown) },
      totalCount: all.length,
      pageInfo: {
        hasNextPage: people.length < rest.length,
        ...(last === undefined ? {} : { endCursor: placeOf(last) }),
      },
    });
  });
};

const writeRoutes = ({ app, book }: Parts): void => {
  const wrong = (fields: Fields): string | undefined => {
    if (fields['nothing'] !== undefined) return 'Object person doesn\'t have any "nothing" field.';
    const { emails } = fields;
    const email =
      typeof emails === 'object' && emails !== null && 'primaryEmail' in emails ? emails.primaryEmail : '';
    const isTaken =
      typeof email === 'string' && email !== '' && book.having('emails.primaryEmail', [email]).length > 0;
    return isTaken ? 'A duplicate entry was detected' : undefined;
  };
  app.post('/rest/batch/people', async (c) => {
    const rows: readonly Fields[] = await c.req.json();
    const problem = rows.map(wrong).find((one) => one !== undefined);
    if (problem !== undefined) return refused(c, 400, problem);
    return c.json({ data: { createPeople: rows.map((row) => shown(book.add(row))) } }, 201);
  });
  app.post('/rest/people', async (c) => {
    const row: Fields = await c.req.json();
    const problem = wrong(row);
    return problem === undefined
      ? c.json({ data: { createPerson: shown(book.add(row)) } }, 201)
      : refused(c, 400, problem);
  });
  app.patch('/rest/people/:id', async (c) => {
    const changed = book.change(c.req.param('id'), await c.req.json());
    return changed === undefined
      ? refused(c, 400, 'Record not found')
      : c.json({ data: { updatePerson: shown(changed) } });
  });
  app.delete('/rest/people/:id', (c) => {
    const id = c.req.param('id');
    if (book.remove(id) === undefined) return refused(c, 400, 'Record not found');
    if (c.req.query('soft_delete') !== 'true') book.kept.delete(id);
    return c.json({ data: { deletePerson: { id } } });
  });
};

/** Twenty's REST API for people as its server has it: pages by a cursor of values, groups of which one wrong row spoils all. */
export const createTwentyFake = async (key: string) => {
  const clock = { at: testNow };
  const book = createRecordBook({
    clock,
    idOf: (n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  });
  const provider = await createHttpFake(({ app }) => {
    app.use(async (c, next) => {
      c.header('date', new Date(clock.at).toUTCString());
      if (c.req.header('authorization') !== `Bearer ${key}`) return refused(c, 401, 'Token invalid.');
      await next();
      return undefined;
    });
    readRoutes({ app, book });
    writeRoutes({ app, book });
  });
  return {
    ...provider,
    kept: book.kept,
    add: (fields: Fields): string => book.add(fields).id,
    change: (id: string, fields: Fields): void => {
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
