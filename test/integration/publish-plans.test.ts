import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { runJobs } from '../../cli/commands/journeys/jobs.ts';
import { runPublish } from '../../cli/workspace/run-publish.ts';
import { engineClient } from '../../cli/engine-client.ts';
import { type AdminClient, adminClient, jobAnswer } from '../harness/admin-client.ts';
import { startTestEngine, type TestEngine } from '../harness/engine.ts';
import { shopFiles } from '../harness/shop.ts';

const minute = 60_000;

const mail = (id: string, message: string) => ({ id, type: 'send', channel: 'email', message });
const wait = (id: string, days: number) => ({ id, type: 'wait', for: `${days} days` });

const journey = (key: string, steps: readonly unknown[]) => ({
  key,
  name: key,
  stage: 'retention',
  entry: { on: `Started ${key}`, again: 'always' },
  steps,
});

const before = [
  wait('think', 2),
  mail('first', 'cart-reminder'),
  wait('pause', 1),
  mail('second', 'welcome'),
];
const after = [wait('ponder', 3), mail('first', 'welcome'), wait('pause', 1), mail('second', 'welcome')];

const bodyOf = (text: string): string =>
  `<mjml><mj-body><mj-section><mj-column><mj-text>${text}</mj-text></mj-column></mj-section></mj-body></mjml>`;

const keys = ['finish', 'next', 'now', 'exit', 'lost', 'gone', 'command', 'later'];

const publishedAnswer = z.object({
  revision: z.number(),
  changes: z.array(z.object({ what: z.string(), key: z.string(), change: z.string() })),
  journeys: z.array(
    z.object({
      key: z.string(),
      differences: z.looseObject({ added: z.array(z.string()) }).optional(),
      people: z.array(z.looseObject({ step: z.string().nullable(), runs: z.number() })),
      job: jobAnswer.optional(),
    }),
  ),
  entering: z.number(),
});

describe('publishing with a plan for the people inside', () => {
  let engine: TestEngine;
  let admin: AdminClient;
  /** The journeys as they are to be published; tests change their own. */
  const journeys = new Map(keys.map((key): [string, readonly unknown[]] => [key, before]));
  const more: Record<string, unknown> = {};
  let settings: Record<string, unknown> = {};

  const filesOf = (tenant: string) =>
    shopFiles({
      tenant,
      settings,
      files: {
        ...Object.fromEntries(
          [...journeys].map(([key, steps]) => [`journeys/${key}.json`, journey(key, steps)]),
        ),
        ...more,
      },
    });

  beforeAll(async () => {
    engine = await startTestEngine({ files: filesOf });
    admin = adminClient(engine);
  });

  afterAll(() => engine.close());

  const put = async (body: object = {}, query = '') => {
    const files = await filesOf(engine.tenant);
    return admin.call('PUT', `/api/workspace${query}`, { files, ...body });
  };

  const publish = async (body: object = {}) => {
    const { status, body: said } = await put(body);
    expect([status, said]).toEqual([200, expect.anything()]);
    const published = publishedAnswer.parse(said);
    for (const { job } of published.journeys) if (job !== undefined) await admin.jobEnd(job.id);
    return published;
  };

  const enter = async (key: string, person: string): Promise<void> => {
    await engine.customer(person);
    const products = [{ product_id: '1', name: 'Fern', price: 80, quantity: 1 }];
    const cart = { checkout_url: 'https://shop.example/c', value: 80, currency: 'EUR', products };
    await engine.track(person, `Started ${key}`, cart);
  };

  const post = (path: string, body: unknown) =>
    fetch(`${engine.url}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${btoa(`${engine.keys.write}:`)}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });

  const runOf = async (person: string) => {
    const profileId = await engine.profileId(person);
    const [run] = await engine.opened.stores.runReads.runs({ tenant: engine.tenant, profileId, limit: 1 });
    return run;
  };

  const messagesOf = async (person: string): Promise<readonly string[]> => {
    const profileId = await engine.profileId(person);
    const { messageReads } = engine.opened.stores;
    const rows = await messageReads.messages({ tenant: engine.tenant, profileId, limit: 10 });
    return rows.filter((row) => row.status === 'accepted').map((row) => row.message);
  };

  it('answers with every problem of the files, each with its place and a hint', async () => {
    const files = { ...(await filesOf(engine.tenant)), 'journeys/broken.json': '{ "key": "broken" }' };
    const { status, body } = await admin.call('PUT', '/api/workspace', { files });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      code: 'unprocessable',
      problems: expect.arrayContaining([
        expect.objectContaining({ file: 'journeys/broken.json', line: 1, column: expect.any(Number) }),
      ]),
    });
  });

  it('refuses the workspace of another business', async () => {
    const { status, body } = await admin.call('PUT', '/api/workspace', { files: await filesOf('other') });
    expect(status).toBe(422);
    expect(body).toMatchObject({ problems: [{ code: 'other-tenant', file: 'ciclo.json' }] });
  });

  it(
    'lets people finish on the version they are on, unless told otherwise',
    { timeout: 2 * minute },
    async () => {
      await enter('finish', 'ana');
      journeys.set('finish', after);
      const dry = publishedAnswer.parse((await put({}, '?dryRun=1')).body);
      expect(dry.journeys).toMatchObject([
        {
          key: 'finish',
          differences: { added: ['ponder'], removed: ['think'], changed: ['first'], moved: [] },
          people: [{ version: 1, step: 'think', runs: 1 }],
        },
      ]);
      expect((await put({}, '?dryRun=1')).body).toEqual((await put({}, '?dryRun=1')).body);
      const { journeys: reports } = await publish();
      expect(reports[0]?.job).toBeUndefined();
      await engine.days(2.1);
      expect(await messagesOf('ana')).toEqual(['cart-reminder']);
      expect(await runOf('ana')).toMatchObject({ version: 1, step: 'pause' });
    },
  );

  it('moves people when they reach their next step', { timeout: 2 * minute }, async () => {
    await enter('next', 'ben');
    journeys.set('next', after);
    const { journeys: reports } = await publish({ plan: { next: 'next-step' } });
    expect(reports[0]?.job).toMatchObject({ total: 1 });
    expect(await runOf('ben')).toMatchObject({ version: 1, step: 'think' });
    await engine.days(2.1);
    await expect.poll(() => messagesOf('ben')).toEqual(['welcome']);
    expect(await runOf('ben')).toMatchObject({ version: 2, step: 'pause' });
  });

  it('moves people now, and times their wait again from when it began', { timeout: 2 * minute }, async () => {
    await enter('now', 'cleo');
    await engine.days(1);
    journeys.set('now', after);
    await publish({ plan: { now: { people: 'now', map: { think: 'ponder' } } } });
    expect(await runOf('cleo')).toMatchObject({ version: 2, step: 'ponder' });
    await engine.days(1.5);
    expect(await messagesOf('cleo')).toEqual([]);
    await engine.days(0.6);
    expect(await messagesOf('cleo')).toEqual(['welcome']);
  });

  it('lets people go with an outcome', { timeout: 2 * minute }, async () => {
    await enter('exit', 'dan');
    journeys.set('exit', after);
    await publish({ plan: { exit: { people: 'exit', outcome: 'old-offer' } } });
    expect(await runOf('dan')).toMatchObject({ status: 'ended', outcome: 'old-offer' });
  });

  it('refuses a plan that would move somebody to no step, names the step, and publishes nothing', async () => {
    await enter('lost', 'eva');
    journeys.set('lost', after);
    const { status, body } = await put({ plan: { lost: 'now', lots: 'now' } });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      problems: [
        { code: 'unknown-journey', path: 'plan.lots', hint: 'Did you mean `lost`?' },
        { code: 'needs-mapping', step: 'think', file: 'journeys/lost.json', path: 'plan.lost.map.think' },
      ],
    });
    expect(await runOf('eva')).toMatchObject({ version: 1, step: 'think' });
    const { body: seen } = await admin.call('GET', '/api/journeys/lost');
    expect(seen).toMatchObject({ version: 1 });
    journeys.set('lost', before);
  });

  it('lets the people of a journey that is taken away finish', { timeout: 2 * minute }, async () => {
    await enter('gone', 'fay');
    journeys.delete('gone');
    expect(await put({ plan: { gone: 'now' } })).toMatchObject({ status: 422 });
    const { journeys: reports } = await publish();
    expect(reports).toMatchObject([{ key: 'gone', people: [{ step: 'think', runs: 1 }] }]);
    await engine.days(2.1);
    expect(await messagesOf('fay')).toEqual(['cart-reminder']);
  });

  it('can move those who were left to finish, at a later time', { timeout: 2 * minute }, async () => {
    await enter('later', 'gus');
    journeys.set('later', after);
    await publish();
    expect(await runOf('gus')).toMatchObject({ version: 1 });
    const { changes } = await publish({ plan: { later: { people: 'now', map: { think: 'ponder' } } } });
    expect(changes).toEqual([]);
    expect(await runOf('gus')).toMatchObject({ version: 2, step: 'ponder' });
  });

  it('is done by the command, as a marketer writes it', { timeout: 2 * minute }, async () => {
    await enter('command', 'hal');
    journeys.set('command', after);
    const dir = await mkdtemp(join(tmpdir(), 'ciclo-plan-'));
    for (const [name, text] of Object.entries(await filesOf(engine.tenant))) {
      await mkdir(dirname(join(dir, name)), { recursive: true });
      await writeFile(join(dir, name), text);
    }
    const client = engineClient({ url: engine.url, apiKey: engine.keys.api });
    const said: string[] = [];
    const say = (line: string): void => {
      said.push(line);
    };
    const command = { dir, client, plans: ['command=now'], maps: ['think=ponder'], expect: undefined, say };
    expect(await runPublish({ ...command, dryRun: true })).toBe(0);
    expect(said.join('\n')).toContain('1 on think, version 1 -> ponder');
    expect(await runOf('hal')).toMatchObject({ version: 1 });
    expect(await runPublish({ ...command, dryRun: false })).toBe(0);
    await expect.poll(runOfHal).toMatchObject({ version: 2, step: 'ponder' });
    said.length = 0;
    await runJobs({ id: undefined, cancel: false, rate: undefined, client, say });
    expect(said.join('\n')).toContain('migrate');
    await rm(dir, { recursive: true });
  });
  const runOfHal = () => runOf('hal');

  it(
    'answers and takes events while 300 messages compile, and compiles an unchanged one no second time',
    { timeout: 5 * minute },
    async () => {
      // The messages of the starter are known from here on, whichever tests ran before.
      await publish();
      for (let n = 0; n < 300; n += 1) {
        more[`messages/many-${n}/message.json`] = {
          channel: 'email',
          class: 'transactional',
          topic: 'orders',
          subject: { en: `Mail ${n}` },
        };
        more[`messages/many-${n}/body.mjml`] = bodyOf(`Number ${n}`);
      }
      const before = engine.compiled();
      let isPublished = false;
      const publication = put().finally(() => {
        isPublished = true;
      });
      const answers: number[] = [];
      for (let n = 0; !isPublished; n += 1) {
        answers.push((await fetch(`${engine.url}/healthz`)).status);
        const event = { userId: 'ana', event: 'Page Read', messageId: `while-publishing-${n}` };
        answers.push((await post('/v1/track', event)).status);
      }
      expect(await publication).toMatchObject({ status: 200 });
      expect(new Set(answers)).toEqual(new Set([200]));
      // How many there are depends on the machine; several say that no compilation of all of them held the thread.
      expect(answers.length).toBeGreaterThan(4);
      // None of them was compiled by the thread that answers.
      expect(engine.compiled() - before).toBe(300);

      const compiled = engine.compiled();
      more['messages/many-7/body.mjml'] = bodyOf('Another text');
      const { changes } = await publish();
      expect(changes).toEqual([{ what: 'message', key: 'many-7', change: 'changed' }]);
      expect(engine.compiled()).toBe(compiled + 1);
      for (const name of Object.keys(more)) if (name.startsWith('messages/many-')) delete more[name];
    },
  );

  it('asks for the number before it lets many people in at once', { timeout: 2 * minute }, async () => {
    for (const person of ['p1', 'p2', 'p3']) await engine.customer(person, { city: 'Vigo' });
    const city = { fact: 'profile', path: '$.traits.city', operator: 'equal', value: 'Vigo' };
    more['segments/vigo.json'] = { key: 'vigo', name: 'Vigo', when: { all: [city] } };
    more['journeys/vigo.json'] = {
      ...journey('vigo', [wait('think', 1)]),
      entry: { segment: 'vigo', present: true },
    };
    settings = { launchGuard: { people: 2 } };
    const refused = await put();
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      problems: [{ code: 'launch-guard', path: 'expect', hint: expect.stringContaining('--expect 3') }],
    });
    expect(await put({ expect: 4000 })).toMatchObject({ status: 409 });
    expect(await put({}, '?dryRun=1')).toMatchObject({ status: 200, body: { entering: 3 } });
    expect(await publish({ expect: 3 })).toMatchObject({ entering: 3 });
  });
});
