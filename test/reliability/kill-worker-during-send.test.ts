import { afterAll, beforeAll, expect, inject, it } from 'vitest';

import { createEngineProcess, type EngineProcess } from '../harness/engine-process.ts';
import { startTestEngine, type TestEngine } from '../harness/engine.ts';
import { shopFiles } from '../harness/shop.ts';

const filesOf = (tenant: string) =>
  shopFiles({
    tenant,
    files: {
      'journeys/hello.json': {
        key: 'hello',
        name: 'Hello from the worker',
        stage: 'acquisition',
        entry: { on: 'Signed Up', again: 'never' },
        steps: [
          { id: 'pause', type: 'wait', for: '1 second' },
          { id: 'hello', type: 'send', channel: 'email', message: 'welcome' },
        ],
      },
    },
  });

let engine: TestEngine;
let worker: EngineProcess;

beforeAll(async () => {
  engine = await startTestEngine({ files: filesOf, withWorker: false });
  worker = await createEngineProcess({
    part: 'worker',
    files: await filesOf(engine.tenant),
    env: {
      MONGODB_URI: engine.mongoUri,
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      SMTP_URL: engine.mail.url,
    },
  });
  await worker.start();
});

afterAll(async () => {
  engine.mail.release();
  await worker.close();
  await engine.close();
});

const soon = { timeout: 60_000, interval: 5 };

const rows = () => engine.opened.stores.reads.messages({ tenant: engine.tenant, limit: 100 });

/** The people whose message is being handed over. */
const inFlight = async (): Promise<readonly string[]> =>
  (await rows()).filter((row) => row.status === 'sending').map((row) => row.profileId);

const signUp = async (people: readonly string[]): Promise<void> => {
  for (const person of people) {
    await engine.customer(person);
    await engine.track(person, 'Signed Up');
  }
};

const addressOf = (person: string): string => `${person}@example.com`;

it(
  'loses no mail when the worker is killed at any stage of a delivery, and repeats one only under its Message-ID',
  {
    timeout: 420_000,
  },
  async () => {
    const { mail } = engine;
    const groups = {
      greeting: ['ana', 'ben', 'cleo'],
      reply: ['dan', 'eva', 'finn'],
      accepted: ['gil', 'hana', 'ivo'],
    };
    const people = Object.values(groups).flat();
    /** How many kills came while their mail may have been at the server already. */
    const hit = new Map<string, number>();
    const killAndNote = async (): Promise<void> => {
      await worker.kill();
      for (const id of await inFlight()) hit.set(id, (hit.get(id) ?? 0) + 1);
    };

    // Claimed, connected, not greeted yet: nothing of the mail has left.
    mail.holdGreeting = true;
    await signUp(groups.greeting);
    await expect.poll(inFlight, soon).toHaveLength(groups.greeting.length);
    await expect.poll(() => mail.held(), soon).toBeGreaterThan(0);
    await worker.kill();
    mail.holdGreeting = false;
    mail.release();
    expect(mail.mails).toHaveLength(0);

    // The whole mail is at the server, which has not answered; it takes it all the same.
    mail.script = () => ({ at: 'data', answer: 'hold' });
    await worker.start();
    await signUp(groups.reply);
    await expect.poll(() => mail.held(), soon).toBeGreaterThanOrEqual(groups.reply.length);
    await killAndNote();
    mail.release();
    await expect.poll(() => mail.mails.length, soon).toBeGreaterThanOrEqual(groups.reply.length);

    // The server has said yes to the first of them a moment ago.
    await worker.start();
    const before = mail.mails.length;
    await signUp(groups.accepted);
    await expect.poll(() => mail.held(), soon).toBeGreaterThanOrEqual(groups.accepted.length);
    mail.script = () => undefined;
    mail.release();
    await expect.poll(() => mail.mails.length, { ...soon, interval: 1 }).toBeGreaterThan(before);
    await killAndNote();

    await worker.start();
    const runs = () => engine.opened.stores.reads.runs({ tenant: engine.tenant, limit: 100 });
    await expect
      .poll(async () => (await runs()).map((run) => run.status), { timeout: 200_000, interval: 250 })
      .toEqual(people.map(() => 'ended'));

    expect(new Set((await runs()).map((run) => run.outcome))).toEqual(new Set(['completed']));
    expect((await rows()).map((row) => row.status)).toEqual(people.map(() => 'accepted'));
    expect(hit.size).toBeGreaterThanOrEqual(groups.reply.length);
    for (const person of people) {
      const taken = mail.to(addressOf(person));
      const kills = hit.get(await engine.profileId(person)) ?? 0;
      expect(taken.length, person).toBeGreaterThanOrEqual(1);
      expect(taken.length, person).toBeLessThanOrEqual(1 + kills);
      expect(new Set(taken.map((one) => one.messageId)).size, person).toBe(1);
    }
  },
);
