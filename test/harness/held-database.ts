import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What stands between a process and its database, and can hold a command back. */
export type HeldDatabase = {
  readonly uri: string;
  /**
   * Holds back the next `delete` in a collection that names `what`, with everything that comes after it on its
   * connection. Settles when it came; it never reaches the database.
   */
  readonly holdDelete: (input: { collection: string; what: string }) => Promise<void>;
  readonly close: () => Promise<void>;
};

type Hold = { readonly signs: readonly Buffer[]; readonly came: () => void };

/** Where the command stands in a message of the wire protocol: its name, then the collection, as a BSON string. */
const deleteIn = (collection: string): Buffer => {
  const name = Buffer.from(`${collection}\0`);
  const length = Buffer.alloc(4);
  length.writeInt32LE(name.length);
  return Buffer.concat([Buffer.from('\u0002delete\0'), length, name]);
};

/** Stands before the database of a URI, so that a test says at which deletion a process is killed. */
export const holdDatabase = async (uri: string): Promise<HeldDatabase> => {
  const at = new URL(uri);
  const sockets = new Set<Socket>();
  const holds = new Set<Hold>();

  const server = createServer((client) => {
    const upstream = connect({ host: at.hostname, port: Number(at.port) });
    for (const one of [client, upstream]) {
      sockets.add(one);
      one.on('close', () => {
        sockets.delete(one);
        client.destroy();
        upstream.destroy();
      });
      one.on('error', () => one.destroy());
    }
    upstream.pipe(client);
    client.on('data', (chunk: Buffer) => {
      const hold = [...holds].find(({ signs }) => signs.every((sign) => chunk.includes(sign)));
      if (hold === undefined) {
        upstream.write(chunk);
        return;
      }
      holds.delete(hold);
      client.pause();
      hold.came();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const held = new URL(uri);
  const bound: string | AddressInfo | null = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('no port');
  held.host = `127.0.0.1:${bound.port}`;

  return {
    uri: held.href,
    holdDelete: ({ collection, what }) =>
      new Promise((resolve) => {
        holds.add({ signs: [deleteIn(collection), Buffer.from(what)], came: resolve });
      }),
    close: async () => {
      for (const one of sockets) one.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};
