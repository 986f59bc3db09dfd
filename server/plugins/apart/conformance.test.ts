import { fileURLToPath } from 'node:url';
import { afterAll, expect } from 'vitest';

import { hmacSha256, type Plugin } from '../../../plugins/contract.ts';
import { conformance, createHttpFake } from '../../../plugins/testing.ts';
import { loadApart } from './load-apart.ts';

const closes: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closes) await close();
});

/** The example of a connector, in a thread of its own as if a workspace had brought it. */
const herald = async (): Promise<Plugin> => {
  const dir = fileURLToPath(new URL('../../../plugins/example/', import.meta.url));
  const loaded = await loadApart({ dir, entry: `${dir}herald.ts`, id: 'herald' });
  if (!loaded.ok) return expect.fail(loaded.why);
  closes.push(loaded.close);
  return loaded.plugin;
};

conformance({
  plugin: await herald(),
  secrets: { HERALD_TOKEN: 'canary-token', HERALD_OLD: 'canary-old-secret', HERALD_NEW: 'canary-new-secret' },
  config: (url) => ({
    ...(url === '' ? {} : { url }),
    token: { env: 'HERALD_TOKEN' },
    webhookSecrets: [{ env: 'HERALD_OLD' }, { env: 'HERALD_NEW' }],
  }),
  provider: {
    start: () =>
      createHttpFake(({ app, happened }) => {
        app.post('/v1/messages', (c) => {
          if (c.req.header('authorization') !== 'Bearer canary-token') return c.json({}, 401);
          const key = c.req.header('idempotency-key') ?? '';
          happened(key);
          return c.json({ id: `message-of-${key}` }, 201);
        });
      }),
    plays: [
      'ok',
      'throttled-seconds',
      'throttled-date',
      'throttled',
      'server-error',
      'unavailable',
      'unauthorized',
      'refused',
      'lost',
      'hang',
      'huge',
      'garbage',
    ],
  },
  actions: {
    send: { input: { to: 'ada', text: 'Hello' }, junk: [{ to: '', text: 'x' }, { to: 'ada' }] },
  },
  webhooks: {
    main: {
      sign: ({ body, secret, now, id }) => {
        const time = String(Math.floor(now / 1000));
        const signature = hmacSha256({ key: secret, data: [`${time}.`, body], encoding: 'hex' });
        return {
          method: 'POST',
          path: '/',
          query: {},
          headers: { 'herald-signature': signature, 'herald-time': time, 'herald-delivery': id },
          rawBody: body,
        };
      },
      required: ['herald-signature', 'herald-time', 'herald-delivery'],
      signsTime: true,
      secretNames: ['HERALD_OLD', 'HERALD_NEW'],
      examples: [
        {
          name: 'a message that failed',
          body: { id: '1', type: 'message.failed', at: '2026-03-01T11:59:59Z', to: 'ada', reference: 'r1' },
          events: [
            {
              type: 'track',
              event: 'Message Failed',
              externalIds: [{ kind: 'herald', value: 'ada' }],
              properties: { reference: 'r1' },
            },
          ],
        },
      ],
    },
  },
});
