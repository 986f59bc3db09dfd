import { breathe } from '../../domain/in-turns.ts';
import type { Buyer } from '../../domain/value/buyer.ts';
import { measuredBuyer } from '../../domain/value/figures.ts';
import { measureBuyers } from '../../domain/value/measure.ts';
import { createSample } from '../../domain/value/quantiles.ts';
import type { ValueState, ValueStore } from './ports.ts';

const pageSize = 1000;
/** Cut points and fits of more buyers are worked out from an even part of them. */
const sampleMax = 100_000;

/** Runs what gives way between its steps, with a breath for others at each. */
const runInTurns = async <T>(work: Generator<void, T, void>): Promise<T> => {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    await breathe();
  }
};

/**
 * Reads all buyers of a tenant page by page, and works out what they are measured against. `onPage` is called before each page; where
 * it answers false the work is given up, and undefined answered.
 */
export const measureTenant = async (input: {
  values: Pick<ValueStore, 'buyers'>;
  tenant: string;
  currency: string;
  now: number;
  onPage: () => Promise<boolean>;
}): Promise<Pick<ValueState, 'buyers' | 'basis' | 'measures'> | undefined> => {
  const { values, tenant, currency, now } = input;
  const sample = createSample<Buyer>(sampleMax);
  let buyers = 0;
  let after: string | undefined;
  for (;;) {
    if (!(await input.onPage())) return undefined;
    const rows = await values.buyers({ tenant, after, limit: pageSize });
    for (const person of rows) {
      const buyer = measuredBuyer({ person, currency });
      if (buyer === undefined) continue;
      buyers += 1;
      sample.add(buyer);
    }
    after = rows.at(-1)?.id;
    if (rows.length < pageSize) break;
  }
  const { basis, ...found } = await runInTurns(measureBuyers({ buyers: sample.items(), now }));
  return { buyers, basis, measures: { currency, ...found } };
};
