import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createWarehouseFolder } from '../../platform/warehouse/folder.ts';
import { compareFigures } from '../../test/figures/compare.ts';
import { questions, zone } from '../../test/figures/questions.ts';
import { openShop } from '../../test/figures/shop-engine.ts';
import { looseEnds } from '../../test/figures/tie-out.ts';
import type { Row } from '../rows.ts';

const people = Number(process.env['BENCH_PEOPLE'] ?? 20_000);

/**
 * Every figure of a shop of two years, whose events went through the engine in memory, against a computation of its own from
 * these events; and totals against each other. The ratio is 1 when all of them agree.
 */
export const figuresProof = async (): Promise<Row> => {
  const dir = await mkdtemp(join(tmpdir(), 'ciclo-bench-figures-'));
  const folder = createWarehouseFolder({ dir });
  try {
    const began = performance.now();
    const engine = await openShop({ folder, people, seed: 20 });
    const wrong: string[] = [];
    let answers = 0;
    for (const { asked } of questions) {
      for (const { wrong: found } of await compareFigures({ ...engine, zone, asked })) {
        answers += 1;
        if (found.length > 0) wrong.push(...found.slice(0, 3));
      }
      const { from, to } = asked;
      answers += 1;
      wrong.push(...(await looseEnds({ ask: engine.ask, from, to })).slice(0, 3));
    }
    for (const line of wrong) console.error(line);
    const count = people.toLocaleString('en');
    return {
      name: `answers of figures over a shop of two years and ${count} customers, against a computation from its events`,
      ours: `${answers} answers, ${wrong.length} differences`,
      against: `${Math.round((performance.now() - began) / 1000)} s in all`,
      ratio: wrong.length === 0 ? 1 : 0,
      least: 1,
    };
  } finally {
    await folder.close();
    await rm(dir, { recursive: true, force: true });
  }
};
