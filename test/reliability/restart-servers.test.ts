import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { loadConfig } from '../../platform/config.ts';
import { type EmbeddedServers, startEmbedded } from '../../platform/embedded/start.ts';
import { startTestEngine, type TestEngine } from '../harness/engine.ts';
import { shopFiles } from '../harness/shop.ts';

const waiting = 50;
const posted = 300;
const people = 30;

/**
 * The folders of PATH without the fast server of the same make, which loses some acknowledged writes when it is killed
 * (`npm run test:killed-database`); those that come by pip or download do not.
 */
const durablePath = (process.env['PATH'] ?? '')
  .split(delimiter)
  .filter((dir) => !existsSync(join(dir, 'secantusd-rs')))
  .join(delimiter);

let dataDir: string;
let servers: EmbeddedServers;
let engine: TestEngine;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ciclo-restart-'));
  servers = await startEmbedded({
    dataDir,
    toolsDir: loadConfig({}).toolsDir,
    searchPath: durablePath,
    say: () => undefined,
  });
  engine = await startTestEngine({
    servers: { mongoUri: servers.mongo.uri, temporalAddress: servers.temporal.address },
    logLevel: 'silent',
    files: (tenant) =>
      shopFiles({
        tenant,
        files: {
          'journeys/count.json': {
            key: 'count',
            name: 'Counts what happened',
            stage: 'retention',
            entry: { on: 'Happened', key: '$.properties.n', again: 'never' },
            steps: [{ id: 'point', type: 'points', by: 1, reason: 'it happened' }],
          },
          'journeys/patient.json': {
            key: 'patient',
            name: 'Waits for an answer or for a while',
            stage: 'retention',
            entry: { on: 'Asked', again: 'never' },
            steps: [
              {
                id: 'answer',
                type: 'wait-for',
                timeout: '30 days',
                events: [{ on: 'Answered', then: [{ id: 'heard', type: 'exit', outcome: 'answered' }] }],
                otherwise: [{ id: 'silence', type: 'exit', outcome: 'silent' }],
              },
            ],
          },
        },
      }),
  });
});

afterAll(async () => {
  await engine.close();
  await servers.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Posts an event until it is accepted, as a storefront does that gets no 2xx. */
const post = async (input: {
  userId: string;
  event: string;
  messageId: string;
  n: number;
}): Promise<void> => {
  const { userId, event, messageId, n } = input;
  const ask = async (): Promise<boolean> => {
    try {
      const answer = await fetch(`${engine.url}/v1/track`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${engine.keys.write}` },
        body: JSON.stringify({ userId, event, messageId, properties: { n: String(n) } }),
      });
      await answer.arrayBuffer();
      return answer.ok;
    } catch {
      return false;
    }
  };
  await expect.poll(ask, { interval: 250 }).toBe(true);
};

const runsOf = (journey: string) =>
  engine.opened.stores.runReads.runs({ tenant: engine.tenant, journey, limit: 1_000 });

const patience = { timeout: 240_000, interval: 500 };

it(
  'processes everything once and wakes every waiting run when both servers are killed under load',
  {
    timeout: 480_000,
  },
  async () => {
    const sleepers = Array.from({ length: waiting }, (_, n) => `sleeper-${n}`);
    for (const [n, userId] of sleepers.entries())
      await post({ userId, event: 'Asked', messageId: `asked-${n}`, n });
    await expect.poll(async () => (await runsOf('patient')).length, patience).toBe(waiting);

    const all = Array.from({ length: posted }, (_, n) => n);
    const left = all[Symbol.iterator]();
    let taken = 0;
    const connection = async (): Promise<void> => {
      for (const n of left) {
        await post({ userId: `person-${n % people}`, event: 'Happened', messageId: `happened-${n}`, n });
        taken += 1;
      }
    };
    const posting = Promise.all(Array.from({ length: 6 }, connection));

    await expect.poll(() => taken, patience).toBeGreaterThan(posted / 4);
    await servers.temporal.kill();
    // Half of the sleepers are answered while nobody can wake them.
    const answers = Promise.all(
      sleepers
        .slice(0, waiting / 2)
        .map((userId, n) => post({ userId, event: 'Answered', messageId: `answered-${n}`, n })),
    );
    await servers.mongo.kill();
    await Promise.all([servers.mongo.restart(), servers.temporal.restart()]);
    await Promise.all([posting, answers]);

    const states = async () => {
      const counts: Record<string, number> = {};
      const events = await engine.opened.stores.eventReads.events({ tenant: engine.tenant, limit: 5_000 });
      for (const { state } of events) counts[state] = (counts[state] ?? 0) + 1;
      return counts;
    };
    await expect.poll(states, patience).toEqual({ done: posted + waiting + waiting / 2 });

    const runs = await runsOf('count');
    expect(runs.map((run) => run.entryKey).toSorted()).toEqual(all.map(String).toSorted());
    const profiles = await engine.opened.stores.peopleReads.profiles({ tenant: engine.tenant, limit: 1_000 });
    const points = profiles.map((profile) => profile.points).filter((one) => one > 0);
    expect(points).toEqual(Array.from({ length: people }, () => posted / people));

    const ended = async () => {
      const counts: Record<string, number> = {};
      for (const { status, outcome } of await runsOf('patient')) {
        const name = status === 'ended' ? (outcome ?? '') : status;
        counts[name] = (counts[name] ?? 0) + 1;
      }
      return counts;
    };
    await expect.poll(ended, patience).toEqual({ answered: waiting / 2, active: waiting / 2 });
    // The rest heard nothing, and wake by the time alone.
    await engine.days(31);
    await expect.poll(ended, patience).toEqual({ answered: waiting / 2, silent: waiting / 2 });
  },
);
