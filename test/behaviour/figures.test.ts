import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { WarehouseFolder } from '../../domain/warehouse/folder.ts';
import { parameterFields } from '../../engine/warehouse/figures-body.ts';
import { figures } from '../../engine/warehouse/figures.ts';
import { createWarehouseFolder } from '../../platform/warehouse/folder.ts';
import { compareFigures, expectedFigures, rowsOf } from '../figures/compare.ts';
import { questions, zone } from '../figures/questions.ts';
import { openShop, type ShopEngine } from '../figures/shop-engine.ts';
import { looseEnds } from '../figures/tie-out.ts';

let dir: string;
let folder: WarehouseFolder;
let engine: ShopEngine;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ciclo-figures-'));
  folder = createWarehouseFolder({ dir });
  engine = await openShop({ folder, people: 150, seed: 7 });
});
afterAll(async () => {
  await folder.close();
  await rm(dir, { recursive: true, force: true });
});

describe('of a shop of two years that went through the engine as events', () => {
  it('every figure is worked out a second time', () => {
    expect(Object.keys(expectedFigures(zone)).toSorted()).toEqual(figures.map(({ key }) => key).toSorted());
  });

  it.each(questions)('every figure is what a computation from the events says: $name', async ({ asked }) => {
    const compared = await compareFigures({ ...engine, zone, asked });
    expect(compared.flatMap(({ wrong }) => wrong.slice(0, 5))).toEqual([]);
  });

  it('totals tie out across figures and with the rows behind them', async () => {
    const { ask } = engine;
    expect(await looseEnds({ ask, from: '2024-06-01', to: '2025-05-31' })).toEqual([]);
    expect(await looseEnds({ ask, from: '2024-01-01', to: '2025-12-31' })).toEqual([]);
  });

  it('orders are as seasonal as they were made: December is busier than August', async () => {
    const months = rowsOf(await engine.ask('revenue', { from: '2025-01-01', to: '2025-12-31', by: 'month' }));
    const orders = (day: string): number => Number(months.find((row) => row['day'] === day)?.['orders']);
    expect(orders('2025-12-01')).toBeGreaterThan(1.5 * orders('2025-08-01'));
  });

  it.each(figures)(
    '$key has its columns, rows behind it, and parameters that routes know',
    async (figure) => {
      const given = Object.fromEntries(
        figure.parameters.flatMap(({ name, usual }) => (usual === undefined ? [[name, 'winback']] : [])),
      );
      const { columns } = await engine.ask(figure.key, given);
      expect(columns).toEqual(figure.columns.map(({ name }) => name));
      expect((await engine.ask(figure.key, given, true)).columns.length).toBeGreaterThan(2);
      expect(figure.parameters.filter(({ name }) => !Object.hasOwn(parameterFields, name))).toEqual([]);
    },
  );
});
