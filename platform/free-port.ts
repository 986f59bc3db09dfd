import { createServer } from 'node:net';
import { CicloError } from '../domain/errors.ts';

/**
 * A TCP port of the loopback interface that nobody listens on right now. Another process can still take it
 * before it is used: anyone who starts a server on it tries again with a new one when the start fails.
 */
export const freePort = async (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1' }, () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new CicloError({ code: 'unavailable', message: 'The machine gave no free port' }));
      });
    });
  });
