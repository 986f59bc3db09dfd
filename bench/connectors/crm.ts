import { createServer } from 'node:http';

/**
 * HubSpot's contacts in a process of its own, so many as it is told, none of which changes; says how many requests came since it was last
 * asked. It keeps nothing of what is written to it.
 */
const count = Number(process.argv[2] ?? 0);
const at = '2026-03-01T12:00:00.000Z';
let requests = 0;

const contactOf = (n: number) => ({
  id: String(n + 1),
  properties: {
    email: `contact-${n}@example.com`,
    firstname: 'Ana',
    lastname: `Number ${n}`,
    city: 'Cadiz',
    lastmodifieddate: at,
    hs_merged_object_ids: null,
  },
  createdAt: at,
  updatedAt: at,
  archived: false,
});

const pageOf = (url: URL) => {
  const from = Number(url.searchParams.get('after') ?? 0);
  const limit = Number(url.searchParams.get('limit') ?? 10);
  const until = url.searchParams.get('archived') === 'true' ? 0 : Math.min(count, from + limit);
  const results = Array.from({ length: Math.max(0, until - from) }, (_, n) => contactOf(from + n));
  return { results, ...(until < count && until > 0 ? { paging: { next: { after: String(until) } } } : {}) };
};

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    requests += 1;
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(request.method === 'GET' ? pageOf(url) : { results: [] }));
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 });
});
process.on('message', () => {
  process.send?.({ requests });
  requests = 0;
});
process.on('disconnect', () => process.exit(0));
