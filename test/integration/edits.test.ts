import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  edits,
  expectedPath,
  original,
  passing,
  type Standing,
  type StepType,
  subjects,
} from '../../domain/journey/edits-for-tests.ts';
import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import { startTestEngine, type TestEngine } from '../harness/engine.ts';
import { ledgerIsWhole } from '../harness/ledger-is-whole.ts';
import { shopFiles } from '../harness/shop.ts';

/** The whole matrix is held by domain/journey/reduce/reduce-edits.test.ts; this is one row of it for each type of step. */
const edit = 'renamed';
const plan = 'now';

const isType = (type: string): type is StepType => type in subjects;
const types = Object.keys(subjects).filter(isType);
/** Those on which somebody stands for days. */
const waiting = new Set<StepType>(['wait', 'wait-for', 'task', 'repeat']);

const patience = { interval: 50 };

const filesOf = (steps: (type: StepType) => readonly object[]) => (tenant: string) =>
  shopFiles({
    tenant,
    files: {
      ...Object.fromEntries(
        types.map((type) => [
          `journeys/edited-${type}.json`,
          {
            key: `edited-${type}`,
            name: type,
            stage: 'retention',
            entry: { on: `Start ${type}` },
            // After an exit nothing is reached.
            steps: type === 'exit' ? steps(type).slice(0, 2) : steps(type),
          },
        ]),
      ),
      'journeys/other.json': {
        key: 'other',
        name: 'Other',
        stage: 'service',
        entry: { api: true, again: 'always' },
        steps: [{ id: 'note', type: 'score', kind: 'fit', by: 1 }],
      },
      'programs/club.json': { key: 'club', name: 'Club', memberships: [{ key: 'plus', name: 'Plus' }] },
      'offers/ten-percent.json': {
        key: 'ten-percent',
        name: 'Ten percent',
        kind: 'percentage',
        value: 10,
        code: { pattern: 'TEN-########' },
        expires: { after: '7 days' },
        limits: { perPerson: 1 },
      },
    },
  });

describe('a step that is renamed under somebody, on the real engine', () => {
  let engine: TestEngine;
  let admin: AdminClient;

  const runOf = async (type: StepType) => {
    const { runReads } = engine.opened.stores;
    const [run] = await runReads.runs({ tenant: engine.tenant, journey: `edited-${type}`, limit: 1 });
    return run;
  };

  const enter = async (type: StepType): Promise<void> => {
    await engine.customer(`with-${type}`);
    await engine.track(`with-${type}`, `Start ${type}`, {
      products: [{ sku: 'FERN-01', product_id: '7001', name: 'Boston fern', price: 24, quantity: 1 }],
    });
  };

  const move = async (type: StepType): Promise<void> => {
    const run = (await runOf(type))?.id ?? '';
    const { map } = edits[edit];
    const command = { kind: 'migrate', version: 2, when: plan, map };
    const { status, body } = await admin.call('POST', `/api/runs/${run}/commands`, command);
    expect(status, JSON.stringify(body)).toBe(202);
    await expect.poll(async () => (await runOf(type))?.version, patience).toBe(2);
  };

  beforeAll(async () => {
    engine = await startTestEngine({ files: filesOf((type) => original(subjects[type])) });
    admin = adminClient(engine);
    for (const type of types.filter((one) => waiting.has(one))) await enter(type);
    await engine.days(2.5);
    for (const type of types.filter((one) => !waiting.has(one))) await enter(type);
    await engine.publishFiles(await filesOf((type) => edits[edit].steps(subjects[type]))(engine.tenant));
  });

  afterAll(() => engine.close());

  it('moves everybody to the other version', async () => {
    for (const type of types) await move(type);
    await engine.days(20);
  });

  it.each(types)('%s: they go on from where they stood, and nothing is done twice', async (type) => {
    await expect.poll(async () => (await runOf(type))?.status, patience).toBe('ended');
    const run = await runOf(type);
    const { decisionReads } = engine.opened.stores;
    await ledgerIsWhole({ stores: engine.opened.stores, tenant: engine.tenant, run: run?.id ?? '' });
    const rows = await decisionReads.decisions({ tenant: engine.tenant, run: run?.id ?? '', limit: 200 });
    const passed = rows
      .filter(({ kind, step }) => passing.has(kind) && step !== null)
      .toSorted((a, b) => a.at - b.at || a.n - b.n);
    const standing: Standing = waiting.has(type) ? 'on it' : 'before it';
    expect(passed.map(({ step }) => step)).toEqual(expectedPath({ type, edit, plan, standing }));
    expect(run?.outcome).toBe(type === 'exit' ? 'gone' : 'completed');
  });

  it('sends one mail, issues one coupon and does each action once', async () => {
    expect(engine.mail.to('with-send@example.com')).toHaveLength(1);
    expect(engine.mail.to('team@shop.example')).toHaveLength(1);
    const run = (await runOf('offer'))?.id ?? '';
    const { decisionReads } = engine.opened.stores;
    const rows = await decisionReads.decisions({ tenant: engine.tenant, run, limit: 200 });
    expect(rows.filter(({ kind }) => kind === 'issued')).toHaveLength(1);
  });
});
