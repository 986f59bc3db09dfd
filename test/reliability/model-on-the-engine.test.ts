import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';

import type { DecisionKind } from '../../domain/journey/decisions.ts';
import { walkSteps } from '../../domain/journey/graph.ts';
import { monday } from '../../domain/journey/play-for-tests.ts';
import { type Happening, refer } from '../../domain/journey/reference-for-tests.ts';
import { adminClient } from '../harness/admin-client.ts';
import { createEngineProcess, type EngineProcess } from '../harness/engine-process.ts';
import { startTestEngine, type TestEngine } from '../harness/engine.ts';
import { ledgerIsWhole } from '../harness/ledger-is-whole.ts';
import {
  answersOf,
  type Cast,
  castOf,
  commands,
  kindOf,
  onlyFirst,
  seedsFrom,
  tellingCasts,
} from '../harness/model-casts.ts';
import { shopFiles } from '../harness/shop.ts';

const day = 86_400_000;

/** CICLO_MODEL_RUNS=50 plays as many people; CICLO_MODEL_SEED=7 begins with that seed. Failures name the seed. */
const asked = { first: process.env['CICLO_MODEL_SEED'], count: process.env['CICLO_MODEL_RUNS'] };
const isTelling = asked.first === undefined && asked.count === undefined;
/** So many times the worker is killed; each new start takes seconds. */
const killsMax = Number(process.env['CICLO_MODEL_KILLS'] ?? '3');

const patience = { interval: 20 };

const casts = isTelling
  ? tellingCasts()
  : seedsFrom(Number(asked.first ?? '1'), Number(asked.count ?? '5')).map(castOf);

const doings = new Set<DecisionKind>([
  'sent',
  'skipped',
  'failed',
  'branched',
  'updated',
  'issued',
  'recommended',
  'none',
  'tasked',
  'enrolled',
]);

let engine: TestEngine;
let worker: EngineProcess;
let kills = 0;

const filesOf = (tenant: string, name = '') =>
  shopFiles({
    tenant,
    files: {
      ...Object.fromEntries(
        casts.map(({ journey }) => [
          `journeys/${journey.key}.json`,
          { ...journey, name: `${journey.key}${name}` },
        ]),
      ),
      'journeys/other.json': {
        key: 'other',
        name: 'Other',
        stage: 'service',
        entry: { api: true, again: 'always' },
        steps: [{ id: 'note', type: 'score', kind: 'fit', by: 1 }],
      },
      'offers/ten-percent.json': {
        key: 'ten-percent',
        name: 'Ten percent',
        kind: 'percentage',
        value: 10,
        code: { pattern: 'TEN-########' },
        expires: { after: '7 days' },
        limits: { perPerson: 1000 },
      },
    },
    settings: { timezone: 'UTC' },
  });

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
  await worker.close();
  await engine.close();
});

const runsOf = ({ journey }: Cast) =>
  engine.opened.stores.runReads.runs({ tenant: engine.tenant, journey: journey.key, limit: 10 });
const runOf = async (cast: Cast) => {
  const run = (await runsOf(cast))[0]?.id ?? '';
  return engine.opened.stores.runs.get({ tenant: engine.tenant, run });
};

const now = (): number => engine.engine.clock.now(engine.tenant);

const advanceTo = async (at: number): Promise<void> => {
  const byMs = at - now();
  if (byMs > 0) await engine.advance({ tenant: engine.tenant, byMs });
};

/** Lets one thing happen; answers what the run must have taken into account once it is dealt with. */
const begin = async (cast: Cast, happening: Happening): Promise<string | undefined> => {
  const run = await runOf(cast);
  if (run === undefined || run.status === 'ended') return undefined;
  if (happening.kind === 'command') {
    const admin = adminClient(engine);
    const { status, body } = await admin.call('POST', `/api/runs/${run.id}/commands`, happening.command);
    expect(status, JSON.stringify(body)).toBe(202);
    return `c:${z.object({ command: z.string() }).parse(body).command}`;
  }
  if (happening.kind !== 'event') return undefined;
  const { exit, branch } = happening;
  const name = exit ? 'Account Closed' : branch === 0 ? 'Link Clicked' : 'Product Viewed';
  const id = await engine.track(cast.person, name, { checkout_id: 'c1' });
  const isHeard = exit || (branch === 0 && run.state.waiting?.kind === 'events');
  return isHeard && run.state.frozen === null ? id : undefined;
};

const taken = async (cast: Cast, id: string): Promise<void> => {
  const isTaken = async (): Promise<boolean> => {
    const run = await runOf(cast);
    return run?.status === 'ended' || run?.state.seen.includes(id) === true;
  };
  await expect.poll(isTaken, { ...patience, message: `seed ${cast.seed}: ${id}` }).toBe(true);
};

/** The passages through steps that did something, as the ledger has them. */
const doneBy = async (cast: Cast): Promise<readonly string[]> => {
  const types = new Map(
    [...walkSteps({ steps: cast.journey.steps })].map(({ step }) => [step.id, step.type]),
  );
  const run = (await runOf(cast))?.id ?? '';
  await ledgerIsWhole({ stores: engine.opened.stores, tenant: engine.tenant, run });
  const rows = await engine.opened.stores.decisionReads.decisions({
    tenant: engine.tenant,
    run,
    limit: 1000,
  });
  return rows
    .filter(({ kind, step, reason }) => {
      const isAside = reason === 'operator' || reason === 'overdue' || types.get(step ?? '') === 'split';
      return doings.has(kind) && !isAside;
    })
    .map(({ step, visit }) => `${step}#${visit}`)
    .toSorted();
};

const expectedOf = (cast: Cast, happened: readonly Happening[], start: number, person: string) => {
  const types = new Map(
    [...walkSteps({ steps: cast.journey.steps })].map(({ step }) => [step.id, step.type]),
  );
  const told = refer({
    journey: cast.journey,
    happenings: happened.map(onlyFirst),
    answer: answersOf(cast.isSuppressed),
    start,
    end: now(),
    person,
  });
  const done = told.effects
    .map((line) => line.split(' ')[2]?.split('.')[0] ?? '')
    .filter((passage) => types.get(passage.split('#')[0] ?? '') !== 'repeat');
  return { done: done.toSorted(), outcome: told.outcome };
};

describe('people with random journeys and lives, on the real engine, whose worker is killed meanwhile', () => {
  const happened = new Map<number, Happening[]>(casts.map(({ seed }) => [seed, []]));
  const started = new Map<number, number>();
  /** What met a run that was still under way. */
  const met = new Set<string>();

  it('all come to rest', { timeout: 600_000 }, async () => {
    for (const cast of casts) {
      await engine.customer(cast.person);
      if (cast.isSuppressed) {
        const address = `${cast.person}@example.com`;
        await adminClient(engine).call('POST', '/api/suppressions', { address });
      }
      await engine.track(cast.person, `Start ${cast.journey.key}`, { checkout_id: 'c1' });
      await engine.track(cast.person, `Start ${cast.journey.key}`, { checkout_id: 'c1' });
      started.set(cast.seed, (await runOf(cast))?.enteredAt ?? 0);
    }
    await engine.publishFiles(await filesOf(engine.tenant, ', once more'));
    const base = now();
    const all = casts
      .flatMap((cast) => cast.happenings.map((happening, n) => ({ cast, happening, n })))
      .toSorted((a, b) => a.happening.at - b.happening.at);
    for (const { cast, happening, n } of all) {
      await advanceTo(base + happening.at - monday);
      const at = now();
      const isMet = (await runOf(cast))?.status === 'active';
      if (isMet) met.add(kindOf(happening));
      const id = await begin(cast, happening);
      happened.get(cast.seed)?.push({ ...happening, at });
      if (cast.breaks[n] === true && kills < killsMax) {
        await worker.kill();
        kills += 1;
        await worker.start();
      }
      if (id !== undefined) await taken(cast, id);
    }
    await advanceTo(now() + 60 * day);
    for (const cast of casts) {
      const run = await runOf(cast);
      const isAtRest = run?.state.outcome !== null || run.state.waiting !== null;
      expect(isAtRest, `seed ${cast.seed}`).toBe(true);
      expect(run?.status === 'ended', `seed ${cast.seed}`).toBe(run?.outcome !== undefined);
    }
  });

  it.each(casts.map((cast) => [cast.seed, cast] as const))(
    'seed %d does what the reference says',
    async (seed, cast) => {
      const profileId = await engine.profileId(cast.person);
      const lived = happened.get(seed) ?? [];
      const expected = expectedOf(cast, lived, started.get(seed) ?? 0, profileId);
      const why = JSON.stringify({ seed, steps: cast.journey.steps, lived });
      expect(await doneBy(cast), why).toEqual(expected.done);
      expect((await runOf(cast))?.outcome ?? null, why).toBe(expected.outcome);
    },
  );

  it.each(casts.map((cast) => [cast.seed, cast] as const))(
    'seed %d has one run for its key, one message for each passage, and none to who is suppressed',
    async (_seed, cast) => {
      const runs = await runsOf(cast);
      expect(runs).toHaveLength(1);
      const { decisionReads, messageReads } = engine.opened.stores;
      const run = runs[0]?.id ?? '';
      const rows = await messageReads.messages({ tenant: engine.tenant, run, limit: 1000 });
      const decisions = await decisionReads.decisions({ tenant: engine.tenant, run, limit: 1000 });
      const sent = decisions
        .filter(({ kind }) => kind === 'sent')
        .map(({ step, visit }) => `${step}#${visit}`);
      expect(new Set(sent).size).toBe(sent.length);
      expect(rows.filter(({ status }) => status === 'accepted')).toHaveLength(sent.length);
      const mails = engine.mail.to(`${cast.person}@example.com`);
      expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(sent.length);
      expect(mails.length).toBeLessThanOrEqual(sent.length + kills);
      if (cast.isSuppressed) expect(mails).toEqual([]);
    },
  );

  it.runIf(isTelling)('were told everything, and one of them may not be written to', async () => {
    const told = casts.flatMap(({ happenings }) => happenings.map(kindOf));
    expect(told).toEqual(expect.arrayContaining(['event', ...commands]));
    expect([...met]).toEqual(expect.arrayContaining(['event', ...commands]));
    expect(kills).toBe(killsMax);
    const spared = casts.filter(({ isSuppressed }) => isSuppressed);
    const rows = await Promise.all(
      spared.map(async (cast) =>
        engine.opened.stores.decisionReads.decisions({
          tenant: engine.tenant,
          run: (await runOf(cast))?.id ?? '',
          limit: 1000,
        }),
      ),
    );
    expect(rows.flat().map(({ reason }) => reason)).toContain('suppressed');
  });
});
