import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CreateEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';

import { freePort } from '../../platform/free-port.ts';
import { sesPlugin } from '../../plugins/ses/ses.ts';
import { callAction, exampleMail } from '../../plugins/testing.ts';
import { whereIs } from './found.ts';
import { startProgram } from './program.ts';

const account = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'canary-secret-of-the-key' };
const region = 'eu-west-1';

describe('SES with moto', () => {
  let server: Awaited<ReturnType<typeof startProgram>>;
  let url: string;
  beforeAll(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    server = await startProgram(whereIs('moto_server') ?? '', ['-H', '127.0.0.1', '-p', String(port)], {
      port,
    });
    const client = new SESv2Client({ region, endpoint: url, credentials: account });
    await client.send(new CreateEmailIdentityCommand({ EmailIdentity: 'shop.example' }));
    client.destroy();
  });
  afterAll(() => server.stop());

  const send = (from: string) =>
    callAction({
      plugin: sesPlugin,
      config: { region, url, accessKeyId: account.accessKeyId, secretAccessKey: { env: 'CICLO_PLUGIN_SES' } },
      secrets: { CICLO_PLUGIN_SES: account.secretAccessKey },
      action: 'send',
      input: { ...exampleMail, from },
      systemTime: Date.now(),
    });

  it('a mail of a verified domain is taken', async () => {
    expect(await send('Shop <hello@shop.example>')).toMatchObject({ kind: 'done' });
  });

  it('a sender that is not verified delays, and loses nothing', async () => {
    expect(await send('Shop <hello@elsewhere.example>')).toMatchObject({ kind: 'retry' });
  });
});
