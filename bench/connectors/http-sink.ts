import { createServer } from 'node:http';

/**
 * A service in a process of its own that takes every call as JSON and answers a small object; says when each came, in epoch milliseconds,
 * since it was last asked.
 */
const arrivals: number[] = [];
const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    arrivals.push(Date.now());
    const { length } = Buffer.concat(parts);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ note: { id: arrivals.length, length, state: 'taken' } }));
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 });
});
process.on('message', () => process.send?.({ arrivals: arrivals.splice(0) }));
process.on('disconnect', () => process.exit(0));
