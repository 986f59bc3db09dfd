import { createHmac, randomUUID } from 'node:crypto';

import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';

import type { createKeyring } from '../../platform/secrets/keyring.ts';
import { signStandard } from '../../plugins/standard-webhooks-in/fake.ts';
import { startTestEngine, type TestEngine } from '../harness/engine.ts';
import { shopFiles } from '../harness/shop.ts';

const hookSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const first = '1'.repeat(40);
const second = '2'.repeat(40);
const third = '3'.repeat(40);
const suppressed = 'gone@example.com';
const tenant = `rotating-${randomUUID().slice(0, 8)}`;
let engine: TestEngine;
let publicKey = '';

const filesOf = () =>
  shopFiles({
    tenant,
    files: {
      'journeys/hello.json': {
        key: 'hello',
        name: 'Hello',
        stage: 'acquisition',
        entry: { on: 'Signed Up', again: 'always' },
        steps: [{ id: 'mail', type: 'send', channel: 'email', message: 'welcome' }],
      },
    },
    settings: {
      plugins: {
        mail: { use: 'smtp', config: { server: { env: 'SMTP_URL' }, tls: 'off' } },
        hooks: { use: 'standard-webhooks-in', config: { secrets: [{ env: 'STANDARD_WEBHOOK_SECRET' }] } },
      },
    },
  });

const call = async (input: { method?: string; path: string; body?: unknown; key?: string }) => {
  const { method = 'POST', path, body, key = engine.keys.api } = input;
  const answer = await fetch(`${engine.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const said: unknown = await answer.json();
  return { status: answer.status, body: said };
};

/** The paths of the links of a mail, by the letter of their kind. */
type Links = ReadonlyMap<string, string>;

/** Somebody signs up and gets a mail, with links of the secret that signs now. */
const signUp = async (userId: string): Promise<Links> => {
  await engine.customer(userId);
  await engine.track(userId, 'Signed Up');
  const address = `${userId}@example.com`;
  await expect.poll(() => engine.mail.to(address).length).toBe(1);
  const html = engine.mail.to(address)[0]?.html;
  const found = (typeof html === 'string' ? html : '').matchAll(
    /http:\/\/127\.0\.0\.1:\d+(\/([cup])\/[\w.-]+)/g,
  );
  const links = new Map([...found].map(([, path = '', kind = '']) => [kind, path]));
  expect([...links.keys()].toSorted()).toEqual(['c', 'p', 'u']);
  return links;
};

/** How the pages behind the links answer. */
const open = async (links: Links): Promise<Record<string, number>> => {
  const statuses = new Map<string, number>();
  for (const [kind, path] of links) {
    statuses.set(kind, (await fetch(`${engine.url}${path}`, { redirect: 'manual' })).status);
  }
  return Object.fromEntries(statuses);
};
const works = { c: 302, u: 200, p: 200 };
const broken = { c: 404, u: 404, p: 404 };

const isSuppressed = async (): Promise<boolean> => {
  const path = `/api/suppressions?address=${encodeURIComponent(suppressed)}`;
  const { body } = await call({ method: 'GET', path });
  return z.object({ suppressions: z.array(z.unknown()) }).parse(body).suppressions.length > 0;
};

const webhook = async (id: string): Promise<unknown> => {
  const now = Date.now();
  const data = { email: 'hook@example.com', userId: 'hook' };
  const event = { type: 'customer.created', timestamp: new Date(now).toISOString(), data };
  const { headers, rawBody } = signStandard({
    body: new TextEncoder().encode(JSON.stringify(event)),
    secret: hookSecret,
    now,
    id,
  });
  const sent = { method: 'POST', headers: { ...headers }, body: Buffer.from(rawBody) };
  const answer = await fetch(`${engine.url}/webhooks/${tenant}/hooks`, sent);
  return answer.json();
};

/** Whether a page may say that its visitor is somebody, by a proof that was made with this identity secret. */
const proves = async (secret: string): Promise<boolean> => {
  const userHash = createHmac('sha256', secret).update('ana').digest('hex');
  const body = { userId: 'ana', anonymousId: 'visitor', userHash };
  const answer = await call({ path: '/v1/identify', body, key: publicKey });
  return z.looseObject({ accepted: z.number() }).parse(answer.body).accepted === 1;
};
const identitySecret = async (): Promise<string> => {
  const { body } = await call({ method: 'GET', path: '/api/keys/identity-secret' });
  return z.object({ secret: z.string() }).parse(body).secret;
};
/** An engine on the same database under these secrets, as after a restart. */
const restart = async (secrets: Parameters<typeof createKeyring>[0]): Promise<void> => {
  const before: TestEngine | undefined = engines.at(-1);
  await before?.close();
  engine = await startTestEngine({
    tenant,
    files: filesOf,
    env: { STANDARD_WEBHOOK_SECRET: hookSecret },
    withWorker: false,
    secrets,
    ...(before === undefined ? {} : { mongoUri: before.mongoUri }),
  });
  engines.push(engine);
};
const engines: TestEngine[] = [];
afterAll(() => engines.at(-1)?.close());

it('a secret is rotated over two restarts: links and proofs end when they are meant to, suppressions and webhooks never', async () => {
  await restart({ secrets: [first] });
  const key = await call({ path: '/api/keys', body: { name: 'web', kind: 'public' } });
  publicKey = z.looseObject({ key: z.string() }).parse(key.body).key;
  await call({ path: '/api/suppressions', body: { address: suppressed } });
  const links = await signUp('ana');
  const proof = await identitySecret();
  expect([await isSuppressed(), await proves(proof), await open(links)]).toEqual([true, true, works]);
  expect(await webhook('d-1')).toEqual({ received: true, duplicate: false });

  await restart({ secrets: [second, first] });
  const since = await signUp('ben');
  expect(await identitySecret()).not.toBe(proof);
  expect([await isSuppressed(), await proves(proof)]).toEqual([true, true]);
  expect([await open(links), await open(since)]).toEqual([works, works]);
  expect(await webhook('d-1')).toEqual({ received: true, duplicate: true });
  expect(await webhook('d-2')).toEqual({ received: true, duplicate: false });

  await restart({ secrets: [third, second], retired: [first] });
  expect([await isSuppressed(), await proves(proof)]).toEqual([true, false]);
  expect([await open(links), await open(since)]).toEqual([broken, works]);
  expect(await webhook('d-2')).toEqual({ received: true, duplicate: true });
});
