import { join } from 'node:path';

import { table } from '../../platform/say.ts';
import { percentile } from '../measures.ts';
import type { Row } from '../rows.ts';
import type { Stage } from '../stage.ts';
import { exampleOf, type Read } from './examples.ts';
import { fillShop } from './fill-shop.ts';
import { studioCalls } from './studio-calls.ts';

const people = Number(process.env['BENCH_PEOPLE'] ?? 100_000);
const events = Number(process.env['BENCH_EVENTS'] ?? 5_000_000);
const budgetMs = 300;
const times = 20;

type Measured = {
  readonly path: string;
  readonly status: number;
  readonly p50: number;
  readonly p95: number;
};

const measure = async (input: { path: string; address: string; read: Read }): Promise<Measured> => {
  const { path, address, read } = input;
  const { status } = await read(address);
  const took: number[] = [];
  for (let n = 0; n < times; n += 1) {
    const began = performance.now();
    await read(address);
    took.push(performance.now() - began);
  }
  return { path, status, p50: percentile(took, 0.5), p95: percentile(took, 0.95) };
};

/**
 * Every read that a page of the studio makes, one after the other, in a shop with many people and events; the slowest at p95 against
 * 300 ms. Prints each of them.
 */
export const pageCalls = async (stage: Stage): Promise<Row> => {
  await fillShop({ stage, people, events });
  const read: Read = async (path) => {
    const response = await fetch(`${stage.url}${path}`, {
      headers: { authorization: `Bearer ${stage.writeKey}` },
    });
    const text = await response.text();
    return {
      status: response.status,
      body: response.ok && text.startsWith('{') ? JSON.parse(text) : undefined,
    };
  };
  const measured: Measured[] = [];
  const empty: string[] = [];
  for (const { path } of await studioCalls(join(import.meta.dirname, '..', '..'))) {
    const address = await exampleOf(path, read);
    if (address === undefined) empty.push(path);
    else measured.push(await measure({ path, address, read }));
  }
  const answered = measured.filter(({ status }) => status < 400).toSorted((a, b) => b.p95 - a.p95);
  const rows = answered.map(({ path, p50, p95 }) => [path, `${p50.toFixed(0)} ms`, `${p95.toFixed(0)} ms`]);
  console.log(table({ head: ['call', 'p50', 'p95'], rows }));
  const refused = measured.filter(({ status }) => status >= 400);
  console.log(`Not answered: ${refused.map(({ path, status }) => `${path} ${status}`).join(', ')}`);
  console.log(`Nothing to show: ${empty.join(', ')}`);
  const [slowest] = answered;
  const worst = slowest?.p95 ?? Infinity;
  const sizes = `${people.toLocaleString('en')} people and ${events.toLocaleString('en')} events`;
  return {
    name: `reads of the pages of the studio with ${sizes}, the slowest at p95`,
    ours: `${worst.toFixed(0)} ms, ${slowest?.path ?? 'none'}`,
    against: `${budgetMs} ms`,
    ratio: budgetMs / worst,
    least: 1,
  };
};
