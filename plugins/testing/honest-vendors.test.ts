import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  anySame,
  basicAuth,
  definePlugin,
  lastOfPath,
  type ReadRequest,
  refused,
  secrets,
  type Verification,
  verified,
} from '../contract.ts';
import { conformance } from '../testing.ts';

const body = z.object({ id: z.string(), email: z.string() });

/** A vendor that signs nothing, and sends its secret along in one of the usual ways. */
const vendor = (input: {
  id: string;
  verification: Verification;
  sent: (request: ReadRequest) => string | undefined;
}) =>
  definePlugin({
    id: input.id,
    version: '1.0.0',
    name: input.id,
    config: z.strictObject({ secrets: secrets().optional() }),
    webhooks: {
      main: {
        title: 'Sign-ups',
        verification: input.verification,
        maxBytes: 10_000,
        verify: ({ config }, request) => {
          if (input.verification.by === 'none') {
            return body.safeParse(request.json).success ? verified : refused('malformed', 'It has no id.');
          }
          const sent = input.sent(request);
          if (sent === undefined || sent === '') return refused('missing-signature', 'There is no secret.');
          if (!anySame({ sent: [sent], expected: config.secrets ?? [] }))
            return refused('bad-signature', 'The secret is wrong.');
          return body.safeParse(request.json).success ? verified : refused('malformed', 'It has no id.');
        },
        dedupeKey: ({ json }) => body.parse(json).id,
        normalise: (ctx, { json }) => [
          {
            type: 'track',
            event: 'Signed Up',
            externalIds: [{ kind: 'email', value: body.parse(json).email }],
            timestamp: new Date(ctx.now).toISOString(),
            properties: {},
          },
        ],
      },
    },
  });

type Made = {
  readonly path?: string;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
};

const vendors: readonly {
  readonly id: string;
  readonly verification: Verification;
  readonly sent: (request: ReadRequest) => string | undefined;
  readonly make: (secret: string) => Made;
  readonly required: readonly string[];
}[] = [
  {
    id: 'basic',
    verification: { by: 'secret', header: 'authorization' },
    sent: (request) => {
      const login = basicAuth(request);
      return login?.user === 'ciclo' ? login.password : undefined;
    },
    make: (secret) => ({
      headers: { authorization: `Basic ${Buffer.from(`ciclo:${secret}`).toString('base64')}` },
    }),
    required: ['authorization'],
  },
  {
    id: 'header',
    verification: { by: 'secret', header: 'X-Hook-Token' },
    sent: (request) => request.headers['x-hook-token'],
    make: (secret) => ({ headers: { 'x-hook-token': secret } }),
    required: ['x-hook-token'],
  },
  {
    id: 'query',
    verification: { by: 'secret', query: 'key' },
    sent: (request) => request.query['key'],
    make: (secret) => ({ query: { key: secret } }),
    required: [],
  },
  {
    id: 'path',
    verification: { by: 'secret', path: true },
    sent: lastOfPath,
    make: (secret) => ({ path: `/webhooks/test/under-test/main/${encodeURIComponent(secret)}` }),
    required: [],
  },
  { id: 'open', verification: { by: 'none' }, sent: () => undefined, make: () => ({}), required: [] },
];

for (const { id, verification, sent, make, required } of vendors) {
  const isOpen = verification.by === 'none';
  conformance({
    plugin: vendor({ id, verification, sent }),
    secrets: isOpen ? {} : { CURRENT: 'canary-secret-one', NEXT: 'canary-secret-two' },
    config: () => (isOpen ? {} : { secrets: [{ env: 'CURRENT' }, { env: 'NEXT' }] }),
    webhooks: {
      main: {
        sign: ({ body: rawBody, secret }) => ({
          method: 'POST',
          path: '/webhooks/test/under-test/main',
          query: {},
          headers: {},
          ...make(secret),
          rawBody,
        }),
        required,
        signsTime: false,
        secretNames: isOpen ? [] : ['CURRENT', 'NEXT'],
        examples: [
          {
            name: 'a sign-up',
            body: { id: 's-1', email: 'ana@example.com' },
            events: [{ type: 'track', event: 'Signed Up' }],
          },
        ],
      },
    },
  });
}

describe('Basic auth', () => {
  const of = (text: string) => basicAuth({ headers: { authorization: text } });
  const encoded = (text: string): string => Buffer.from(text).toString('base64');

  test('is read with colons and other letters in the password', () => {
    expect(of(`Basic ${encoded('ana:p:ä:s')}`)).toEqual({ user: 'ana', password: 'p:ä:s' });
    expect(of(`basic ${encoded('ana:')}`)).toEqual({ user: 'ana', password: '' });
  });

  test.each(['', 'Basic', 'Bearer abc', 'Basic ###', `Basic ${encoded('no colon')}`, 'Basic a b'])(
    'is none in "%s"',
    (text) => {
      expect(of(text)).toBeUndefined();
    },
  );
});
