import { readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import type { JsonObject } from '../domain/json.ts';
import { loadConfig } from '../platform/config.ts';
import { connectTemporal, type TemporalClient } from '../platform/temporal.ts';
import { workflowBundle } from '../platform/workflow-bundle.ts';
import { startTestEngine, type TestEngine } from './harness/engine.ts';
import { readHistory, recordHistory, toHistory } from './harness/record-history.ts';
import { shopFiles } from './harness/shop.ts';

const fixtures = join(import.meta.dirname, 'fixtures', 'histories');
/** With CICLO_RECORD_HISTORIES set, what is recorded below is kept as the fixtures. */
const keeps = (process.env['CICLO_RECORD_HISTORIES'] ?? '') !== '';

const replay = async (history: JsonObject): Promise<void> => {
  const { toolsDir } = loadConfig({});
  await Worker.runReplayHistory(
    {
      workflowBundle: await workflowBundle({
        toolsDir: toolsDir === '' ? join(tmpdir(), 'ciclo-tools') : toolsDir,
      }),
    },
    toHistory(history),
  );
};

const kept = await Promise.all(
  (await readdir(fixtures))
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map(async (name): Promise<[string, JsonObject]> => {
      const history: JsonObject = JSON.parse(await readFile(join(fixtures, name), 'utf8'));
      return [name, history];
    }),
);

/** What the people of the recorded runs are called, and how they are reached. */
const personal = /@example\.com|@shop\.example|Quintana|Zoraida|quintana-/i;

const mail = { id: 'hello', type: 'send', channel: 'email', message: 'welcome' };
const journey = (key: string, more: Readonly<Record<string, unknown>>) => ({
  [`journeys/${key}.json`]: {
    key,
    name: key,
    stage: 'retention',
    entry: { on: `Start ${key}`, again: 'never' },
    ...more,
  },
});

const patience = { timeout: 60_000, interval: 100 };

describe('a history', () => {
  it.skipIf(keeps)('is kept of every way a run can wait', () => {
    expect(kept.map(([name]) => name)).toEqual([
      'command.json',
      'event.json',
      'exit.json',
      'outage.json',
      'waits.json',
    ]);
  });

  it.each(kept)('%s, kept from a real run, replays on the code of today', async (_name, history) => {
    await replay(history);
  });

  it.each(kept)('%s holds no personal data', (_name, history) => {
    const text = readHistory(history);
    expect(text).toContain('journeyRun');
    expect(text).not.toMatch(personal);
    expect(text).not.toMatch(/[\w.+-]+@[\w-]+\.[a-z]{2,}/i);
  });
});

describe('a run of today', () => {
  let engine: TestEngine;
  let temporal: TemporalClient;
  beforeAll(async () => {
    temporal = await connectTemporal({
      target: { address: inject('temporalAddress'), namespace: 'default' },
    });
    engine = await startTestEngine({
      files: (tenant) =>
        shopFiles({
          tenant,
          files: {
            ...journey('waits', {
              steps: [
                { id: 'one', type: 'wait', for: '1 second' },
                { id: 'two', type: 'wait', for: '1 second' },
                mail,
              ],
            }),
            ...journey('event', {
              steps: [
                {
                  id: 'answer',
                  type: 'wait-for',
                  timeout: '30 days',
                  events: [{ on: 'Answered', then: [{ id: 'heard', type: 'exit', outcome: 'answered' }] }],
                },
              ],
            }),
            ...journey('outage', { steps: [mail] }),
            ...journey('exit', {
              exit: [{ on: 'Left', outcome: 'left' }],
              steps: [{ id: 'long', type: 'wait', for: '30 days' }, mail],
            }),
            ...journey('command', { steps: [{ id: 'long', type: 'wait', for: '30 days' }, mail] }),
          },
        }),
    });
  });
  afterAll(async () => {
    await engine.close();
    await temporal.close();
  });

  const runOf = async (key: string) => {
    const [run] = await engine.opened.stores.reads.runs({ tenant: engine.tenant, journey: key, limit: 1 });
    return run;
  };

  const meanwhile: Readonly<Record<string, (person: string) => Promise<void>>> = {
    waits: async () => undefined,
    event: async (person) => {
      await engine.track(person, 'Answered');
    },
    outage: async (person) => {
      const address = `${person}@example.com`;
      // It is asked twice about each mail. The first burst fails, then the first attempt of the activity.
      let asked = 0;
      engine.mail.script = (to) => {
        if (to !== address || asked === 4) return undefined;
        asked += 1;
        return { at: 'data', answer: 451 };
      };
      await engine.track(person, 'Start outage');
    },
    exit: async (person) => {
      await engine.track(person, 'Left');
    },
    command: async () => {
      const id = (await runOf('command'))?.id ?? '';
      const answer = await fetch(`${engine.url}/api/runs/${encodeURIComponent(id)}/commands`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${engine.keys.api}` },
        body: JSON.stringify({ kind: 'skip' }),
      });
      expect(answer.ok, await answer.text()).toBe(true);
    },
  };

  it.each(Object.entries(meanwhile))(
    'replays, and tells nobody who it is about: %s',
    { timeout: 120_000 },
    async (key, act) => {
      const person = `quintana-${key}`;
      await engine.customer(person, { firstName: 'Zoraida', lastName: 'Quintana' });
      if (key !== 'outage') await engine.track(person, `Start ${key}`);
      await act(person);
      await expect.poll(async () => (await runOf(key))?.status, patience).toBe('ended');
      const stored = await engine.opened.stores.reads.runs({
        tenant: engine.tenant,
        journey: key,
        limit: 1,
      });
      const full = await engine.opened.stores.runs.get({
        tenant: engine.tenant,
        run: stored[0]?.id ?? '',
      });
      const workflowId = full?.workflowId ?? '';
      const handle = temporal.client.workflow.getHandle(workflowId);
      await expect.poll(async () => (await handle.describe()).status.name, patience).toBe('COMPLETED');
      const history = await recordHistory({ client: temporal.client, workflowId });
      await replay(history);
      expect(readHistory(history)).not.toMatch(personal);
      if (keeps) await writeFile(join(fixtures, `${key}.json`), `${JSON.stringify(history, undefined, 1)}\n`);
    },
  );
});
