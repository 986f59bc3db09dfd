import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { createHttpFake, createRecordBook, type FakeEnv, type RecordBook, testNow } from '../testing.ts';

type Kept = ReturnType<RecordBook['living']>[number];
type Page = { readonly rows: readonly Kept[]; readonly next: number | undefined };

const body = z.object({ contact: z.record(z.string(), z.json()) });
const noteBody = z.object({ text: z.string(), reference: z.string() });

const shown = ({ id, fields, at, isDeleted }: Kept) => ({
  id: Number(id),
  attributes: fields,
  changed_at: new Date(at).toISOString(),
  removed: isDeleted,
});

const size = 2;

const pageOf = (rows: readonly Kept[], from: number): Page => ({
  rows: rows.slice(from, from + size),
  next: from + size < rows.length ? from + size : undefined,
});

type Parts = { readonly app: Hono<FakeEnv>; readonly book: RecordBook };

/** One list, in all the ways in which services cut theirs into pages. */
const listRoutes = ({ app, book }: Parts): void => {
  const rowsOf = (c: Context<FakeEnv>): readonly Kept[] => {
    const since = c.req.query('since');
    const email = c.req.query('email');
    if (email !== undefined) return book.having('email', [email]);
    const from = since === undefined ? 0 : Date.parse(since);
    return book.living().filter(({ at }) => at >= from);
  };
  const listed = ({ rows }: Page, more: object = {}) => ({ items: rows.map(shown), ...more });
  app.get('/api/contacts', (c) => {
    const page = pageOf(rowsOf(c), Number(c.req.query('after') ?? 0));
    return c.json(listed(page, { paging: { after: page.next === undefined ? null : String(page.next) } }));
  });
  app.get('/api/by-page', (c) => {
    const page = Number(c.req.query('page') ?? 1);
    return c.json(listed(pageOf(rowsOf(c), (page - 1) * size)));
  });
  app.get('/api/by-offset', (c) => c.json(listed(pageOf(rowsOf(c), Number(c.req.query('skip') ?? 0)))));
  app.get('/api/by-url', (c) => {
    const page = pageOf(rowsOf(c), Number(c.req.query('from') ?? 0));
    return c.json(listed(page, page.next === undefined ? {} : { next: `/api/by-url?from=${page.next}` }));
  });
  app.get('/api/by-link', (c) => {
    const page = pageOf(rowsOf(c), Number(c.req.query('from') ?? 0));
    const next = `<${new URL(c.req.url).origin}/api/by-link?from=${page.next}>; rel="next"`;
    if (page.next !== undefined) c.header('link', `</api/by-link>; rel="first", ${next}`);
    return c.json(listed(page));
  });
  app.get('/api/elsewhere', (c) => c.json({ items: [], next: 'https://attacker.example/api/contacts' }));
  app.get('/api/removed', (c) => {
    const since = Date.parse(c.req.query('since') ?? '1970-01-01');
    const rows = [...book.kept.values()].filter(({ isDeleted, at }) => isDeleted && at >= since);
    return c.json({ items: rows.map(shown) });
  });
};

const recordRoutes = ({ app, book }: Parts): void => {
  app.get('/api/contacts/:id', (c) => {
    const known = book.get(c.req.param('id'));
    return known === undefined
      ? c.json({ problem: 'no such contact' }, 404)
      : c.json({ contact: shown(known) });
  });
  app.post('/api/contacts', async (c) => {
    const { contact } = body.parse(await c.req.json());
    // This service says what is wrong in a body with status 200.
    if (contact['color'] !== undefined && contact['color'] !== null)
      return c.json({ error: { code: 'BAD_FIELD', text: 'no color here' } });
    const [other] = book.having('email', [contact['email'] ?? '']);
    if (other !== undefined) return c.json({ error: { code: 'EXISTS', id: Number(other.id) } });
    const made = book.add(contact);
    return c.body(null, 201, { location: `/api/contacts/${made.id}` });
  });
  app.patch('/api/contacts/:id', async (c) => {
    const changed = book.change(c.req.param('id'), body.parse(await c.req.json()).contact);
    return changed === undefined ? c.json({ problem: 'gone' }, 404) : c.json({ contact: shown(changed) });
  });
  app.delete('/api/contacts/:id', (c) =>
    book.remove(c.req.param('id')) === undefined ? c.json({ problem: 'gone' }, 410) : c.body(null, 204),
  );
};

/** Notes, by which the actions are checked: `reference` names each, a key is taken once. */
const noteRoutes = (app: Hono<FakeEnv>, happened: (key: string) => void): void => {
  const notes = new Map<string, z.infer<typeof noteBody>>();
  let readings = 0;
  let made = 0;
  app.get('/api/readings/:name', (c) => {
    readings += 1;
    happened(`reading ${readings}`);
    return c.json({ data: { name: c.req.param('name'), value: 36.6, tags: ['a', 'b'] } });
  });
  app.get('/api/notes', (c) => {
    const found = notes.get(c.req.query('reference') ?? '');
    return c.json({ items: found === undefined ? [] : [{ id: 7, ...found }] });
  });
  app.post('/api/notes', async (c) => {
    const note = noteBody.parse(await c.req.json());
    notes.set(note.reference, note);
    made += 1;
    happened(c.req.header('idempotency-key') ?? `${note.reference} ${made}`);
    return c.json({ note: { id: 7, ...note } }, 201);
  });
  app.put('/api/notes/:reference', async (c) => {
    const note = noteBody.parse({ ...(await c.req.json()), reference: c.req.param('reference') });
    happened(note.reference);
    return c.json({ note: { id: 7, ...note } });
  });
};

/** A small service of its own: contacts and notes below `/api`, with a key in the header `X-Key`. */
export const createRestFake = async (key: string) => {
  const clock = { at: testNow };
  const book = createRecordBook({ clock });
  const requests: { readonly method: string; readonly url: string; readonly body: string }[] = [];
  const provider = await createHttpFake(({ app, happened }) => {
    app.use(async (c, next) => {
      c.header('date', new Date(clock.at).toUTCString());
      if (c.req.header('x-key') !== key) return c.json({ problem: 'no key' }, 401);
      requests.push({ method: c.req.method, url: c.req.url, body: await c.req.raw.clone().text() });
      await next();
      return undefined;
    });
    listRoutes({ app, book });
    recordRoutes({ app, book });
    noteRoutes(app, happened);
  });
  return {
    ...provider,
    requests,
    add: (fields: Parameters<typeof book.add>[0]) => book.add(fields).id,
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
