import { cpus } from 'node:os';

import { table } from '../platform/say.ts';
import { processed, processedEach } from './dispatch-rows.ts';
import { importedRows, listedRecords, writtenRecords } from './import-rows.ts';
import { amongManyJourneys, reducerSteps, wakeFiveThousand } from './journey-rows.ts';
import { pluginCalls, sharedLimits } from './connectors/call-rows.ts';
import { threadCalls } from './connectors/thread-rows.ts';
import { memory } from './memory.ts';
import { migration } from './migration.ts';
import { pointPostings, pointsInBulk } from './points-rows.ts';
import { recommendations } from './recommendation-rows.ts';
import { fraudChecks } from './referral-rows.ts';
import { cartAnswers, redemptions } from './offer-rows.ts';
import { playedPeople } from './play-rows.ts';
import { ruleDecisions, segmentQuery } from './rule-rows.ts';
import {
  fiveThousand,
  historyBytes,
  immediateRuns,
  ingest,
  latency,
  parkedStarts,
  type Row,
  wakeUps,
} from './rows.ts';
import { syncedRows } from './connectors/sync-rows.ts';
import { openStage, type Stage } from './stage.ts';
import { erasures, liveSegments, recordGrowth } from './pages/growth-rows.ts';
import { pageCalls } from './pages/page-rows.ts';
import { figuresProof } from './warehouse/proof.ts';
import { figureQueries } from './warehouse/queries.ts';

const benchmarks: Readonly<Record<string, (stage: Stage) => Promise<Row | readonly Row[]>>> = {
  immediate: immediateRuns,
  parked: parkedStarts,
  wake: wakeUps,
  people: fiveThousand,
  ingest,
  processed,
  'processed-each': processedEach,
  latency,
  history: historyBytes,
  memory,
  migration,
  reducer: reducerSteps,
  crowd: amongManyJourneys,
  woken: wakeFiveThousand,
  rules: ruleDecisions,
  segment: segmentQuery,
  import: importedRows,
  records: writtenRecords,
  'record-pages': listedRecords,
  cart: cartAnswers,
  redemptions,
  points: pointPostings,
  'points-bulk': pointsInBulk,
  fraud: fraudChecks,
  recommendations,
  calls: pluginCalls,
  limit: sharedLimits,
  sync: syncedRows,
  pages: pageCalls,
  'record-growth': recordGrowth,
  'live-segments': liveSegments,
  erasures,
};

/** Those that need no server. */
const withoutServers: Readonly<Record<string, () => Promise<Row | readonly Row[]>>> = {
  play: playedPeople,
  figures: figuresProof,
  'figure-queries': figureQueries,
  'plugin-thread': threadCalls,
};

const verdict = (row: Row): string =>
  row.least === undefined ? '' : row.ratio >= row.least ? 'good' : 'short';

/** `npm run bench [-- names]`: one table, ratios first. Answers 1 when a ratio falls short. */
export const runBenchmarks = async (input: { only: readonly string[] }): Promise<number> => {
  const known = [...Object.keys(benchmarks), ...Object.keys(withoutServers)];
  const names = input.only.length === 0 ? known : input.only;
  const opened: { stage?: Stage } = {};
  const rows: Row[] = [];
  for (const name of names) {
    const alone = withoutServers[name];
    const benchmark = benchmarks[name];
    if (alone === undefined && benchmark === undefined) {
      console.error(`There is no benchmark ${name}; there are ${known.join(', ')}.`);
      continue;
    }
    console.error(`${name}...`);
    const measure = async (): Promise<Row | readonly Row[]> => {
      if (alone !== undefined) return alone();
      opened.stage ??= await openStage();
      return benchmark?.(opened.stage) ?? [];
    };
    for (const measured of [await measure()].flat()) {
      console.error(`${measured.ratio.toFixed(2)}: ${measured.ours} against ${measured.against}`);
      rows.push(measured);
    }
  }
  await opened.stage?.stop();
  console.log(`\nOn ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}`);
  for (const way of opened.stage?.ways ?? []) console.log(way);
  const cells = rows.map((row) => [
    row.ratio.toFixed(2),
    row.least === undefined ? '' : `>= ${row.least.toFixed(2)}`,
    verdict(row),
    row.name,
    row.ours,
    row.against,
  ]);
  console.log(`\n${table({ head: ['ratio', 'budget', '', 'what', 'ours', 'against'], rows: cells })}`);
  return rows.every((row) => row.least === undefined || row.ratio >= row.least) ? 0 : 1;
};
