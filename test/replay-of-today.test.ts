import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { builtInPlugins } from '../plugins/built-in.ts';
import { loadConfig } from '../platform/config.ts';
import { startEmbeddedTemporal } from '../platform/embedded/start.ts';
import { connectTemporal, type TemporalClient } from '../platform/temporal/temporal.ts';
import { adminClient } from './harness/admin-client.ts';
import { startTestEngine, type TestEngine } from './harness/engine.ts';
import { keepHistory, replay } from './harness/kept-histories.ts';
import { readHistory, recordHistory } from './harness/record-history.ts';
import { createPigeon, pigeonPost } from './harness/pigeon.ts';
import { shopFiles } from './harness/shop.ts';
import { type AtWork, waysToWait, type WayToWait } from './harness/ways-to-wait.ts';

/** With CICLO_RECORD_HISTORIES set, what is recorded here is kept as the histories of the present shape. */
const keeps = (process.env['CICLO_RECORD_HISTORIES'] ?? '') !== '';
const shape = 'start-delayed';

const personal = /@example\.com|@shop\.example|Quintana|Zoraida|quintana-/i;
const patience = { interval: 50 };
const hour = 3_600_000;

const hourIn = (at: number): string => {
  const zone = { timeZone: 'Europe/Madrid', hour: '2-digit', hourCycle: 'h23' } as const;
  return `${new Intl.DateTimeFormat('en-GB', zone).format(at).slice(0, 2)}:00`;
};

/** The limits of the gate an engine is given. */
const settingsOf = (settings: WayToWait['settings'], now: number): Readonly<Record<string, unknown>> => {
  if (settings === 'caps') return { caps: [{ max: 1, within: '20 hours' }] };
  if (settings === 'quiet') {
    return { quietHours: [{ from: hourIn(now - 2 * hour), to: hourIn(now + 3 * hour) }] };
  }
  return settings === 'pace' ? { pace: { email: 0.5 } } : {};
};

/** After so many events a server of short histories suggests to begin a new one. */
const shortHistory = 60;

/** A Temporal server of its own on which histories are short. */
const startShortHistories = async (): Promise<{ address: string; stop: () => Promise<void> }> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'ciclo-short-'));
  const { address, stop } = await startEmbeddedTemporal({
    dataDir,
    toolsDir: loadConfig({}).toolsDir,
    searchPath: process.env['PATH'] ?? '',
    say: () => undefined,
    dynamicConfig: [`limit.historyCount.suggestContinueAsNew=${shortHistory}`],
  });
  return {
    address,
    stop: async () => {
      await stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

const ways = Object.entries(waysToWait);
const groups = [...new Set(ways.map(([, way]) => way.settings))];

describe.each(groups.map((settings) => [settings ?? 'no limits', settings] as const))(
  'a run of today, with %s',
  (_name, settings) => {
    const here = ways.filter(([, way]) => way.settings === settings);
    const begun = Date.now();
    let engine: TestEngine;
    let temporal: TemporalClient;
    let short: Awaited<ReturnType<typeof startShortHistories>> | undefined;
    let files: Readonly<Record<string, unknown>>;

    const journeyOf = (key: string, fields: object) => ({
      [`journeys/${key}.json`]: {
        key,
        name: key,
        stage: 'retention',
        entry: { on: `Start ${key}`, again: 'never' },
        ...fields,
      },
    });
    const filesOf = (tenant: string) =>
      shopFiles({
        tenant,
        files: { ...pigeonPost.files, ...files },
        settings: { plugins: pigeonPost.plugins, ...settingsOf(settings, begun) },
      });

    beforeAll(async () => {
      files = Object.assign({}, ...here.map(([key, way]) => journeyOf(key, way.journey(begun))));
      short = settings === 'short histories' ? await startShortHistories() : undefined;
      const temporalAddress = short?.address ?? inject('temporalAddress');
      temporal = await connectTemporal({ target: { address: temporalAddress, namespace: 'default' } });
      engine = await startTestEngine({
        files: filesOf,
        plugins: [...builtInPlugins, createPigeon()],
        servers: { mongoUri: inject('mongoUri'), temporalAddress },
      });
    });
    afterAll(async () => {
      await engine.close();
      await temporal.close();
      await short?.stop();
    });

    const runOf = async (journey: string) => {
      const [run] = await engine.opened.stores.runReads.runs({ tenant: engine.tenant, journey, limit: 1 });
      return run;
    };
    const decisionsOf = async (journey: string): Promise<number> => {
      const run = (await runOf(journey))?.id ?? '';
      return (await engine.opened.stores.decisionReads.decisions({ tenant: engine.tenant, run, limit: 200 }))
        .length;
    };

    const atWork = (key: string, person: string): AtWork => {
      const admin = adminClient(engine);
      return {
        engine,
        person,
        command: async (command) => {
          const before = await decisionsOf(key);
          const run = encodeURIComponent((await runOf(key))?.id ?? '');
          const { status, body } = await admin.call('POST', `/api/runs/${run}/commands`, command);
          expect(status, JSON.stringify(body)).toBe(202);
          await expect.poll(() => decisionsOf(key), patience).toBeGreaterThan(before);
        },
        steer: async (how) => {
          await admin.steer(key, how);
        },
        publish: async (fields) => {
          files = { ...files, ...journeyOf(key, fields) };
          await engine.publishFiles(await filesOf(engine.tenant));
        },
        heard: async (id) => {
          const { runs } = engine.opened.stores;
          const run = (await runOf(key))?.id ?? '';
          const seen = async () => (await runs.get({ tenant: engine.tenant, run }))?.state.seen;
          await expect.poll(seen, { ...patience, interval: 5 }).toContain(id);
        },
        standsOn: async (step) => {
          await expect.poll(async () => (await runOf(key))?.step, patience).toBe(step);
        },
      };
    };

    /** The history of the workflow, and those it was continued in. */
    const historiesOf = async (workflowId: string) => {
      const histories = [];
      const all = temporal.client.workflow.list({ query: `WorkflowId = '${workflowId}'` });
      for await (const { runId } of all) {
        histories.unshift(await recordHistory({ client: temporal.client, workflowId, runId }));
      }
      return histories;
    };

    it.each(here)('replays, and tells nobody who it is about: %s', { timeout: 300_000 }, async (key, way) => {
      const person = `quintana-${key}`;
      const now = engine.engine.clock.now(engine.tenant);
      await engine.customer(person, { firstName: 'Zoraida', lastName: 'Quintana', ...way.traits?.(now) });
      await engine.track(person, `Start ${key}`);
      await way.act(atWork(key, person));
      await expect.poll(async () => (await runOf(key))?.status, patience).toBe('ended');
      const run = await engine.opened.stores.runs.get({
        tenant: engine.tenant,
        run: (await runOf(key))?.id ?? '',
      });
      const workflowId = run?.workflowId ?? '';
      const handle = temporal.client.workflow.getHandle(workflowId);
      await expect.poll(async () => (await handle.describe()).status.name, patience).toBe('COMPLETED');
      const histories = await historiesOf(workflowId);
      expect(histories.length > 1).toBe(settings === 'short histories');
      for (const [n, history] of histories.entries()) {
        await replay(history);
        expect(readHistory(history)).not.toMatch(personal);
        const name = n === 0 ? key : `${key}-${n + 1}`;
        if (keeps) await keepHistory({ shape, name, history });
      }
    });
  },
);
