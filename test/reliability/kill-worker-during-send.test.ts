import { afterAll, beforeAll, expect, inject, it } from 'vitest';

import { createEngineProcess, type EngineProcess } from '../harness/engine-process.ts';
import { startTestEngine, type TestEngine } from '../harness/engine.ts';
import { ledgerIsWhole } from '../harness/ledger-is-whole.ts';
import { shopFiles } from '../harness/shop.ts';

const points = (id: string, by: number) => ({ id, type: 'points', by, reason: id });
const mail = (id: string) => ({ id, type: 'send', channel: 'email', message: 'lead-guide', topic: 'news' });

/** So many mails a process hands over at once. */
const connections = 3;

const filesOf = (tenant: string) =>
  shopFiles({
    tenant,
    settings: {
      plugins: { mail: { use: 'smtp', config: { server: { env: 'SMTP_URL' }, tls: 'off', connections } } },
      caps: [{ channel: 'email', max: 5, within: '1 day' }],
    },
    files: {
      'journeys/torn.json': {
        key: 'torn',
        name: 'Torn between two answers',
        stage: 'acquisition',
        entry: { on: 'Asked', again: 'never' },
        steps: [
          {
            id: 'answer',
            type: 'wait-for',
            timeout: '30 days',
            events: [
              { on: 'Said Yes', then: [points('yes', 1), mail('yes-mail')] },
              { on: 'Said No', then: [points('no', 10), mail('no-mail')] },
            ],
          },
        ],
      },
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
      CICLO_LEASE_SECONDS: '10',
    },
  });
  await worker.start();
});

afterAll(async () => {
  engine.mail.release();
  await worker.close();
  await engine.close();
});

const soon = { timeout: 60_000, interval: 20 };

const rows = () =>
  engine.opened.stores.messageReads.messages({ tenant: engine.tenant, journey: 'hello', limit: 100 });

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
  'leaves the traces of one of two bursts that race with different news, and nothing of the other',
  { timeout: 240_000 },
  async () => {
    const { tenant, opened } = engine;
    const people = Array.from({ length: 20 }, (_, n) => `torn-${n}`);
    await worker.kill();
    await Promise.all(
      people.map(async (person) => {
        await engine.customer(person);
        await engine.track(person, 'Asked');
      }),
    );
    const races = people.map(async (person) => {
      const [yes, no] = [await engine.track(person, 'Said Yes'), await engine.track(person, 'Said No')];
      const profileId = await engine.profileId(person);
      const [run] = await opened.stores.runs.activeOf({ tenant, profileId });
      return { person, profileId, run: run?.id ?? '', yes, no };
    });
    const ready = await Promise.all(races);
    // Both read the run in one request, at the same revision.
    const raced = ready.map(async ({ run, yes, no }) => {
      const now = engine.engine.clock.now(tenant);
      const burst = (id: string) => engine.engine.burst.resume({ tenant, run, now, inbox: [`e:${id}`] });
      return (await Promise.allSettled([burst(yes), burst(no)])).map(({ status }) => status).toSorted();
    });
    expect(await Promise.all(raced)).toEqual(people.map(() => ['fulfilled', 'rejected']));
    await worker.start();
    const torn = () => opened.stores.runReads.runs({ tenant, journey: 'torn', limit: 100 });
    const ended = async () => (await torn()).map(({ status }) => status);
    await expect.poll(ended, { interval: 250 }).toEqual(people.map(() => 'ended'));
    for (const { person, profileId, run } of ready) {
      await ledgerIsWhole({ stores: opened.stores, tenant, run });
      const rows = await opened.stores.decisionReads.decisions({ tenant, run, limit: 50 });
      const told = rows.map(({ kind, step }) => `${step ?? ''} ${kind}`.trim()).toSorted();
      const which = told.includes('yes updated') ? 'yes' : 'no';
      const traces = ['answer heard', `${which} updated`, `${which}-mail sent`, 'completed'];
      expect(told).toEqual(['entered', 'answer waiting', ...traces].toSorted());
      const profile = await opened.stores.profiles.get({ tenant, profileId });
      expect(profile?.points).toBe(which === 'yes' ? 1 : 10);
      expect(profile?.pressure).toHaveLength(1);
      const sent = await opened.stores.messageReads.messages({ tenant, run, limit: 10 });
      expect(sent.map(({ step, status }) => [step, status])).toEqual([[`${which}-mail`, 'accepted']]);
      expect(engine.mail.to(addressOf(person))).toHaveLength(1);
    }
  },
);

it(
  'loses no mail when the worker is killed at any stage of a delivery, and repeats one only under its Message-ID',
  {
    timeout: 420_000,
  },
  async () => {
    const { mail } = engine;
    const groups = {
      greeting: ['ana', 'ben', 'cleo'],
      full: Array.from({ length: 4 * connections }, (_, n) => `full-${n}`),
      accepted: ['gil', 'hana', 'ivo'],
    };
    const people = Object.values(groups).flat();
    const mailsTo = (group: readonly string[]) => group.flatMap((person) => mail.to(addressOf(person)));
    /** The server answers nobody of the group until it is told to; what others are sent again passes. */
    const holdAnswersTo = (group: readonly string[]): void => {
      const addresses = new Set(group.map(addressOf));
      mail.script = (to) => (addresses.has(to) ? { at: 'data', answer: 'hold' } : undefined);
    };
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
    expect(mailsTo(people)).toHaveLength(0);

    // Its pool is full with whole mails that the server has not answered, and more wait for a place; it takes what it has got.
    holdAnswersTo(groups.full);
    await worker.start();
    await signUp(groups.full);
    const ofFull = await Promise.all(groups.full.map(engine.profileId));
    const claimed = async () => (await inFlight()).filter((id) => ofFull.includes(id)).length;
    await expect.poll(claimed, soon).toBe(groups.full.length);
    await expect.poll(() => mail.held(), soon).toBe(connections);
    await killAndNote();
    holdAnswersTo(groups.accepted);
    mail.release();
    await expect.poll(() => mailsTo(groups.full).length, soon).toBe(connections);

    // The server has said yes to the first of them a moment ago.
    await worker.start();
    await signUp(groups.accepted);
    await expect.poll(() => mail.held(), soon).toBe(groups.accepted.length);
    holdAnswersTo([]);
    mail.release();
    await expect.poll(() => mailsTo(groups.accepted).length, { ...soon, interval: 1 }).toBeGreaterThan(0);
    await killAndNote();

    await worker.start();
    const runs = () =>
      engine.opened.stores.runReads.runs({ tenant: engine.tenant, journey: 'hello', limit: 100 });
    await expect
      .poll(async () => (await runs()).map((run) => run.status), { timeout: 200_000, interval: 250 })
      .toEqual(people.map(() => 'ended'));

    expect(new Set((await runs()).map((run) => run.outcome))).toEqual(new Set(['completed']));
    expect((await rows()).map((row) => row.status)).toEqual(people.map(() => 'accepted'));
    expect(hit.size).toBeGreaterThanOrEqual(connections);
    for (const person of people) {
      const taken = mail.to(addressOf(person));
      const kills = hit.get(await engine.profileId(person)) ?? 0;
      expect(taken.length, person).toBeGreaterThanOrEqual(1);
      expect(taken.length, person).toBeLessThanOrEqual(1 + kills);
      expect(new Set(taken.map((one) => one.messageId)).size, person).toBe(1);
    }
    // Those that waited for a place were not handed over: a kill repeats no more than was in flight.
    const repeats = groups.full.map((person) => mail.to(addressOf(person)).length - 1);
    expect(repeats.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(connections);
  },
);
