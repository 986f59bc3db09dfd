import { productColumns, readProductRow } from '../../../domain/catalog/read-product-row.ts';
import type { Problem } from '../../../domain/problem.ts';
import type { MakeKind } from './made-kinds.ts';
import { refusedOutcome, type RowOutcome } from './import-kind.ts';

const unknown: Problem = {
  code: 'unknown-product',
  path: 'title',
  message: 'The product is not known, and the row has no `title`.',
  hint: 'Give it a title, and it is added.',
  severity: 'error',
};

/** Products: a row says what a product is, costs and has in stock; what it leaves out stays as it is. */
export const productsKind: MakeKind = ({ changeProducts, now, setting, tenant }) => ({
  columns: productColumns,
  isFeed: true,
  work: async ({ imported, rows }) => {
    const read = rows.map((row) => readProductRow({ row, setting, now: now() }));
    const changes = read.flatMap((one) => (one.ok ? [one.change] : []));
    const made = await changeProducts({ tenant, changes, isDryRun: imported.isDryRun });
    let place = 0;
    return read.map((one): RowOutcome => {
      if (!one.ok) return refusedOutcome(one.problems);
      const outcome = made[place] ?? 'unchanged';
      place += 1;
      return outcome === 'unknown' ? refusedOutcome([unknown]) : { kind: outcome };
    });
  },
});
