import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { loadConfig } from '../../platform/config.ts';
import { type EmbeddedServers, startEmbedded } from '../../platform/embedded/start.ts';
import { databaseUri, newDatabaseName, newRunName } from '../store/database-uri.ts';
import { adminClient, jobAnswer } from '../harness/admin-client.ts';
import { startTestEngine, type TestEngine } from '../harness/engine.ts';
import { shopFiles } from '../harness/shop.ts';

const tenant = 'restored';
const patience = { interval: 100 };

const exit = (id: string, outcome: string) => [{ id, type: 'exit', outcome }];

const journeys = {
  'journeys/sleeps.json': {
    key: 'sleeps',
    name: 'Waits for a time',
    stage: 'retention',
    entry: { on: 'Slept', again: 'never' },
    steps: [
      { id: 'night', type: 'wait', for: '20 days' },
      { id: 'morning', type: 'send', channel: 'email', message: 'welcome' },
      ...exit('up', 'rested'),
    ],
  },
  'journeys/asks.json': {
    key: 'asks',
    name: 'Waits for an answer, and then for a shorter time',
    stage: 'retention',
    entry: { on: 'Asked', again: 'never' },
    steps: [
      {
        id: 'answer',
        type: 'wait-for',
        timeout: '200 days',
        events: [
          {
            on: 'Answered',
            then: [{ id: 'soon', type: 'wait', for: '2 days' }, ...exit('heard', 'answered')],
          },
        ],
        otherwise: exit('silence', 'silent'),
      },
    ],
  },
  'journeys/mails.json': {
    key: 'mails',
    name: 'Is in the middle of a mail',
    stage: 'retention',
    entry: { on: 'Ordered', again: 'never' },
    steps: [{ id: 'mail', type: 'send', channel: 'email', message: 'welcome' }, ...exit('out', 'mailed')],
  },
};

describe('a restore from backups', { timeout: 300_000 }, () => {
  let dataDir: string;
  let backup: string;
  let servers: EmbeddedServers;
  let mongoUri: string;
  let engine: TestEngine;
  /** Mails that the engines before this one sent. */
  let sentBefore: TestEngine['mail']['mails'];

  const startEngine = (): Promise<TestEngine> =>
    startTestEngine({
      tenant,
      mongoUri,
      servers: { mongoUri, temporalAddress: servers.temporal.address },
      files: () => shopFiles({ tenant, files: journeys }),
    });

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'ciclo-restore-'));
    backup = await mkdtemp(join(tmpdir(), 'ciclo-backup-'));
    servers = await startEmbedded({
      dataDir,
      toolsDir: loadConfig({}).toolsDir,
      searchPath: process.env['PATH'] ?? '',
      say: () => undefined,
    });
  });
  afterAll(async () => {
    await servers.stop();
    await Promise.all([dataDir, backup].map((dir) => rm(dir, { recursive: true, force: true })));
  });

  beforeEach(async () => {
    mongoUri = databaseUri({ uri: servers.mongo.uri, name: newDatabaseName(newRunName()) });
    sentBefore = [];
    engine = await startEngine();
  });
  afterEach(() => engine.close());

  type Server = 'mongo' | 'temporal';

  /** Stops everything, does what is asked with the files of the servers, and starts everything again. */
  const whileStopped = async (work: () => Promise<void>): Promise<void> => {
    await engine.close();
    sentBefore.push(...engine.mail.mails);
    await Promise.all([servers.mongo.stop(), servers.temporal.stop()]);
    await work();
    await Promise.all([servers.mongo.restart(), servers.temporal.restart()]);
    engine = await startEngine();
  };
  const backUp = (...of: readonly Server[]) =>
    whileStopped(async () => {
      for (const server of of) {
        await cp(join(dataDir, server), join(backup, server), { recursive: true, force: true });
      }
    });
  const putBack = async (server: Server): Promise<void> => {
    await rm(join(dataDir, server), { recursive: true });
    await cp(join(backup, server), join(dataDir, server), { recursive: true });
  };

  /** Which runs wait on which step, or how they ended. */
  const standing = async (): Promise<Record<string, number>> => {
    const counts: Record<string, number> = {};
    for (const run of await engine.opened.stores.runReads.runs({ tenant, limit: 100 })) {
      const where = `${run.journey}: ${run.outcome ?? run.step ?? ''}`;
      counts[where] = (counts[where] ?? 0) + 1;
    }
    return counts;
  };

  const revive = async () => {
    const admin = adminClient(engine);
    const { status, body } = await admin.call('POST', '/api/jobs/revive', {});
    expect(status).toBe(202);
    const { jobs } = z.object({ jobs: z.array(jobAnswer) }).parse(body);
    return Promise.all(jobs.map(({ id }) => admin.jobEnd(id)));
  };
  const sum = (jobs: Awaited<ReturnType<typeof revive>>) => ({
    done: jobs.reduce((total, { done }) => total + done, 0),
    passed: jobs.reduce((total, { passed }) => total + passed, 0),
    failed: jobs.reduce((total, { failed }) => total + failed, 0),
  });

  /** Three people who wait for a time, an answer, and a mail server that is away. */
  const park = async (): Promise<void> => {
    engine.mail.script = () => ({ at: 'data', answer: 451, text: '4.3.0 try later' });
    for (const person of ['sara', 'alba', 'otto']) await engine.customer(person);
    await engine.track('sara', 'Slept');
    await engine.track('alba', 'Asked');
    await engine.track('otto', 'Ordered');
    await expect
      .poll(standing, patience)
      .toEqual({ 'sleeps: night': 1, 'asks: answer': 1, 'mails: mail': 1 });
  };

  /** The Message-IDs of what somebody was sent, whatever was sent twice; mail programs show each once. */
  const messageIdsOf = (person: string): readonly (string | undefined)[] => {
    const sent = [...sentBefore, ...engine.mail.mails];
    const theirs = sent.filter(({ to }) => [to ?? []].flat().some(({ text }) => text.includes(`${person}@`)));
    return [...new Set(theirs.map(({ messageId }) => messageId))];
  };

  const everybodyGoesOn = async (): Promise<void> => {
    await expect.poll(async () => (await standing())['mails: mailed'], patience).toBe(1);
    expect(messageIdsOf('otto')).toHaveLength(1);
    await engine.track('alba', 'Answered');
    await engine.days(21);
    await expect
      .poll(standing, patience)
      .toEqual({ 'sleeps: rested': 1, 'asks: answered': 1, 'mails: mailed': 1 });
    expect(messageIdsOf('sara')).toHaveLength(1);
  };

  it('of both servers at one moment needs nothing: every waiting run goes on', async () => {
    await park();
    await backUp('mongo', 'temporal');
    await engine.track('alba', 'Answered');
    await engine.days(21);
    await whileStopped(async () => {
      await putBack('mongo');
      await putBack('temporal');
    });
    await everybodyGoesOn();
  });

  it('of the database alone, with a new Temporal, lets every waiting run go on once it is revived', async () => {
    await park();
    await backUp('mongo');
    await whileStopped(async () => {
      await putBack('mongo');
      await rm(join(dataDir, 'temporal'), { recursive: true });
      await mkdir(join(dataDir, 'temporal'));
    });
    expect(sum(await revive())).toEqual({ done: 3, passed: 0, failed: 0 });
    // Again, by mistake: nobody is carried twice.
    expect(sum(await revive())).toMatchObject({ failed: 0 });
    await everybodyGoesOn();
  });

  it('of a database older than Temporal lets runs go on whose workflows had ended', async () => {
    await park();
    await backUp('mongo');
    await everybodyGoesOn();
    await whileStopped(() => putBack('mongo'));
    expect(sum(await revive())).toMatchObject({ failed: 0 });
    await everybodyGoesOn();
  });

  it('of a Temporal older than the database wakes runs at the time they wait for now', async () => {
    await park();
    await backUp('temporal');
    await engine.track('alba', 'Answered');
    await expect.poll(async () => (await standing())['asks: soon'], patience).toBe(1);
    await whileStopped(() => putBack('temporal'));
    expect(sum(await revive())).toMatchObject({ failed: 0 });
    await everybodyGoesOn();
  });
});
