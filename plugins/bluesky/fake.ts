import { z } from 'zod';
import { createHttpFake } from '../testing.ts';

const cid = 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku';
const did = 'did:plc:shopshopshopshopshopshop';

const recordCall = z.object({
  repo: z.string(),
  collection: z.literal('app.bsky.feed.post'),
  rkey: z.string().regex(/^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/),
  record: z.looseObject({
    $type: z.literal('app.bsky.feed.post'),
    text: z.string().max(3_000),
    createdAt: z.string(),
  }),
});

type Routes = Parameters<Parameters<typeof createHttpFake>[0]>[0];

const refuse = (error: string) => ({ error, message: `${error}.` });

type Said = {
  readonly n: number;
  readonly reason: string;
  readonly text: string;
  readonly root?: string;
  /** When it was indexed, epoch milliseconds; `n` seconds after noon by default. */
  readonly at?: number;
};

const notificationOf = ({ n, reason, text, root, at = Date.UTC(2026, 2, 1, 12, 0, n) }: Said) => {
  const indexedAt = new Date(at).toISOString();
  return {
    indexedAt,
    uri: `at://did:plc:ana/app.bsky.feed.post/${n}`,
    cid,
    author: { did: 'did:plc:ana', handle: 'ana.example', displayName: 'Ana' },
    reason,
    record: {
      text,
      createdAt: indexedAt,
      ...(root === undefined ? {} : { reply: { root: { uri: root, cid } } }),
    },
    isRead: false,
  };
};

/** What the server was told. */
const createKept = () => ({
  bodies: new Array<unknown>(),
  blobs: new Array<{ readonly type: string | undefined; readonly bytes: Uint8Array }>(),
  records: new Map<string, unknown>([[`at://${did}/app.bsky.feed.post/3mfxseedseeds`, { text: 'Before' }]]),
  notifications: new Array<ReturnType<typeof notificationOf>>(),
  sessions: { count: 0 },
});
type Server = Routes & { readonly kept: ReturnType<typeof createKept> };

const serveSessions = ({ app, kept: { sessions }, password }: Server & { password: string }): void => {
  const session = () => ({
    did,
    handle: 'shop.example',
    active: true,
    accessJwt: `jwt-${sessions.count}`,
    refreshJwt: 'r',
  });
  app.post('/xrpc/com.atproto.server.createSession', async (c) => {
    const body = z.object({ identifier: z.string(), password: z.string() }).safeParse(await c.req.json());
    if (body.data?.password !== password) return c.json(refuse('AuthenticationRequired'), 401);
    sessions.count += 1;
    return c.json(session());
  });
  app.use('/xrpc/*', async (c, next) => {
    if (c.req.header('authorization') !== `Bearer jwt-${sessions.count}`)
      return c.json(refuse('ExpiredToken'), 400);
    await next();
    return undefined;
  });
  app.get('/xrpc/com.atproto.server.getSession', (c) => c.json(session()));
};

const serveRecords = ({ app, happened, kept: { blobs, records, bodies } }: Server): void => {
  app.post('/xrpc/com.atproto.repo.uploadBlob', async (c) => {
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    const mimeType = c.req.header('content-type');
    blobs.push({ type: mimeType, bytes });
    return c.json({ blob: { $type: 'blob', ref: { $link: cid }, mimeType, size: bytes.byteLength } });
  });
  app.post('/xrpc/com.atproto.repo.createRecord', async (c) => {
    const body: unknown = await c.req.json();
    const read = recordCall.safeParse(body).data;
    if (read === undefined) return c.json(refuse('InvalidRequest'), 400);
    const uri = `at://${read.repo}/${read.collection}/${read.rkey}`;
    if (records.has(uri)) return c.json(refuse('InvalidRequest'), 400);
    records.set(uri, read.record);
    bodies.push(body);
    happened(uri);
    return c.json({ uri, cid, validationStatus: 'valid' });
  });
  app.get('/xrpc/com.atproto.repo.getRecord', (c) => {
    const { repo, collection, rkey } = c.req.query();
    const uri = `at://${repo ?? ''}/${collection ?? ''}/${rkey ?? ''}`;
    return records.has(uri)
      ? c.json({ uri, cid, value: records.get(uri) })
      : c.json(refuse('RecordNotFound'), 400);
  });
};

const serveReads = ({ app, kept: { notifications } }: Server): void => {
  app.get('/xrpc/app.bsky.feed.getPosts', (c) => {
    const uris = c.req.queries('uris') ?? [];
    return c.json({ posts: uris.filter((uri) => !uri.includes('gone')).map((uri) => ({ uri, cid })) });
  });
  app.get('/xrpc/com.atproto.identity.resolveHandle', (c) =>
    c.req.query('handle') === 'ana.bsky.social'
      ? c.json({ did: 'did:plc:anaanaanaanaanaanaanaana' })
      : c.json(refuse('InvalidRequest'), 400),
  );
  app.get('/xrpc/app.bsky.notification.listNotifications', (c) => {
    const from = Number(c.req.query('cursor') ?? '0');
    const to = from + Number(c.req.query('limit') ?? '50');
    const page = notifications
      .toReversed()
      .toSorted((a, b) => Date.parse(b.indexedAt) - Date.parse(a.indexedAt))
      .slice(from, to);
    return c.json({ notifications: page, ...(to < notifications.length ? { cursor: String(to) } : {}) });
  });
};

/**
 * A server of Bluesky, as the lexicons of com.atproto and app.bsky describe it: a key of a record can be taken once. Sessions are over
 * when `expire` says so.
 */
export const createBlueskyFake = async (password: string) => {
  const kept = createKept();
  const provider = await createHttpFake((routes) => {
    serveSessions({ ...routes, kept, password });
    serveRecords({ ...routes, kept });
    serveReads({ ...routes, kept });
  });
  const { bodies, blobs, records, notifications, sessions } = kept;
  return {
    ...provider,
    bodies,
    blobs,
    records,
    did,
    sessions: () => sessions.count,
    /** Ends all sessions. */
    expire: () => {
      sessions.count += 1;
    },
    /** Somebody writes to the account. */
    notify: (said: Said) => notifications.push(notificationOf(said)),
  };
};
