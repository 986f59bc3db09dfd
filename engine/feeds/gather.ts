import type { Cursor } from '../../plugins/contract/inbound/poll.ts';
import type { FeedKind, FeedRow, LeftOutReason, ReadFeed } from './kinds/feed-kind.ts';

const pageRows = 500;
const bytesMax = 8 * 1024 * 1024;
/** So many pages without a row that is wanted are gone through at once. */
const pagesMax = 40;

const sizeOf = (rows: readonly FeedRow[]): number =>
  rows.reduce((sum, { object }) => sum + JSON.stringify(object).length, 0);

/** Reads the rows of one file, page by page, until it is full or there are no more for now. */
export const gather = async (
  input: Omit<Parameters<ReadFeed>[0], 'limit'> & { kind: FeedKind },
): Promise<{
  readonly rows: readonly FeedRow[];
  readonly leftOut: readonly LeftOutReason[];
  readonly place: Cursor;
  readonly isEnd: boolean;
}> => {
  const { kind, settings } = input;
  const rows: FeedRow[] = [];
  const leftOut: LeftOutReason[] = [];
  let { place } = input;
  let bytes = 0;
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const limit = Math.min(pageRows, settings.rowsPerFile - rows.length);
    const page = await kind.read({ ...input, place, limit });
    rows.push(...page.rows);
    leftOut.push(...(page.leftOut ?? []));
    bytes += sizeOf(page.rows);
    place = page.place;
    if (page.isEnd) return { rows, leftOut, place, isEnd: true };
    if (rows.length >= settings.rowsPerFile || bytes >= bytesMax) break;
  }
  return { rows, leftOut, place, isEnd: false };
};
