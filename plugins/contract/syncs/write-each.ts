import type { Failure } from '../actions/outcome.ts';
import type { SyncResult, SyncWritten } from './sync.ts';

/**
 * Writes rows one by one, where a provider takes no groups. A row that is rejected leaves the others alone; after one that has to be tried
 * again no more are sent: the first such row is the end of the whole call, a later one of the rows that follow.
 */
export const writeEach = async <Row>(
  rows: readonly Row[],
  write: (row: Row) => Promise<SyncResult | Failure>,
): Promise<SyncWritten> => {
  const results: SyncResult[] = [];
  let stop: { readonly kind: 'retry'; readonly code: string; readonly message: string } | undefined;
  for (const row of rows) {
    if (stop !== undefined) {
      results.push(stop);
      continue;
    }
    const result = await write(row);
    if (result.kind !== 'retry' && result.kind !== 'unknown') {
      results.push(result);
      continue;
    }
    const { code, message } = result;
    if (results.length === 0) return result;
    stop = { kind: 'retry', code, message };
    results.push(stop);
  }
  return { kind: 'done', results };
};
