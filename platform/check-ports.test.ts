import { once } from 'node:events';
import { createServer } from 'node:net';

import { expect, test } from 'vitest';

import { checkPorts } from './check-ports.ts';
import { freePort } from './free-port.ts';

const host = '127.0.0.1';

test('a port in use is named with its setting and a free one; free ports and "any" are well', async () => {
  const port = await freePort();
  await checkPorts([
    { setting: 'PORT', host, port },
    { setting: 'CICLO_INBOX_PORT', host, port: 0 },
  ]);
  const server = createServer().listen({ host, port });
  await once(server, 'listening');
  const taken = { setting: 'PORT', host, port };
  await expect(checkPorts([taken])).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringMatching(new RegExp(`^Port ${port} is in use\\..* PORT=\\d+\\.$`)),
  });
  await expect(checkPorts([taken, { ...taken, setting: 'CICLO_ADMIN_PORT' }])).rejects.toThrowError(
    /PORT=[\s\S]*CICLO_ADMIN_PORT=/,
  );
  await new Promise((resolve) => server.close(resolve));
});

test('an address that this machine does not have is named too', async () => {
  const wanted = { setting: 'PORT', host: '192.0.2.1', port: 3000 };
  await expect(checkPorts([wanted])).rejects.toThrowError(/192\.0\.2\.1:3000 \(EADDRNOTAVAIL\)/);
});
