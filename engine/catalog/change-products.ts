import { mergeProduct, type MergedProduct } from '../../domain/catalog/merge-product.ts';
import type { ProductChange } from '../../domain/catalog/product.ts';
import { CicloError } from '../../domain/errors.ts';
import type { Clock } from '../clock/clock.ts';
import type { ProductRow, ProductStore } from './ports.ts';

export type ProductOutcome = MergedProduct['kind'];

/** What sources say of products, each about one of them; answers what came of each. With `isDryRun` it only looks. */
export type ChangeProducts = (input: {
  tenant: string;
  changes: readonly ProductChange[];
  isDryRun?: boolean;
}) => Promise<readonly ProductOutcome[]>;

const triesMax = 20;

const rowOf = (input: {
  before: ProductRow | undefined;
  merged: Exclude<MergedProduct, { kind: 'unknown' }>;
  tenant: string;
  due: number;
}): ProductRow => {
  const { before, merged, tenant, due } = input;
  const { product } = merged;
  const isFirst = product.news.length > 0 && (before?.due ?? 0) === 0;
  const standing =
    before === undefined
      ? {}
      : {
          ...(before.due === undefined ? {} : { due: before.due }),
          ...(before.lease === undefined ? {} : { lease: before.lease }),
          ...(before.told === undefined ? {} : { told: before.told }),
        };
  return { ...standing, ...product, tenant, rev: before?.rev ?? 0, ...(isFirst ? { due } : {}) };
};

/** Whether a change left nothing to write: neither the product nor the history of its price. */
const isSettled = (before: ProductRow | undefined, merged: Exclude<MergedProduct, { kind: 'unknown' }>) =>
  before !== undefined &&
  merged.kind === 'unchanged' &&
  merged.product.prices === before.prices &&
  JSON.stringify(merged.product.clocks) === JSON.stringify(before.clocks);

/** Changes about one product, one after the other. */
const changeOne = async (input: {
  deps: { products: ProductStore; clock: Clock };
  tenant: string;
  changes: readonly ProductChange[];
  isDryRun: boolean;
  known: ProductRow | undefined;
}): Promise<readonly ProductOutcome[]> => {
  const { deps, tenant, changes, isDryRun } = input;
  const id = changes[0]?.id ?? '';
  let before = input.known;
  for (let tries = 0; tries < triesMax; tries += 1) {
    const outcomes: ProductOutcome[] = [];
    let row = before;
    for (const change of changes) {
      const merged = mergeProduct({ before: row, change });
      outcomes.push(merged.kind);
      if (merged.kind === 'unknown' || isSettled(row, merged)) continue;
      const due = deps.clock.systemTime();
      row = rowOf({ before: row, merged, tenant, due });
    }
    if (row === before || row === undefined || isDryRun) return outcomes;
    if ((await deps.products.write(row)) === 'written') return outcomes;
    before = await deps.products.get({ tenant, id });
  }
  throw new CicloError({
    code: 'unavailable',
    message: 'A product is changed too often at once; try again.',
  });
};

/** Makes the one way to change products: what is known of each is read, joined with what is said, and written if nobody else wrote. */
export const createChangeProducts = (deps: { products: ProductStore; clock: Clock }): ChangeProducts => {
  return async ({ tenant, changes, isDryRun = false }) => {
    const ids = [...new Set(changes.map(({ id }) => id))];
    const rows = await deps.products.named({ tenant, names: ids });
    const known = new Map(rows.map((row) => [row.id, row]));
    const byId = new Map<string, number[]>();
    for (const [index, { id }] of changes.entries()) byId.set(id, [...(byId.get(id) ?? []), index]);
    const outcomes = changes.map((): ProductOutcome => 'unchanged');
    await Promise.all(
      [...byId].map(async ([id, places]) => {
        const own = places.flatMap((place) => changes[place] ?? []);
        const made = await changeOne({ deps, tenant, changes: own, isDryRun, known: known.get(id) });
        for (const [at, place] of places.entries()) outcomes[place] = made[at] ?? 'unchanged';
      }),
    );
    return outcomes;
  };
};
