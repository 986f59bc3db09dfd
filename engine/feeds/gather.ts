import type { FeedSettings } from '../../domain/feeds/feed-settings.ts';
import type { Cursor } from '../../plugins/contract/inbound/poll.ts';
import type { FeedKind, FeedRow } from './kinds/feed-kind.ts';

const pageRows = 500;
const bytesMax = 8 * 1024 * 1024;
/** So many pages without a row that is wanted are gone through at once. */
const pagesMax = 40;

const sizeOf = (rows: readonly FeedRow[]): number =>
  rows.reduce((sum, { object }) => sum + JSON.stringify(object).length, 0);

/** Reads the rows of one file, page by page, until it is full or there are no more for now. */
export const gather = async (input: {
  tenant: string;
  kind: FeedKind;
  settings: FeedSettings;
  place: Cursor;
  before: number;
}): Promise<{
  readonly rows: readonly FeedRow[];
  readonly place: Cursor;
  readonly isEnd: boolean;
}> => {
  const { kind, settings, ...where } = input;
  const rows: FeedRow[] = [];
  let { place } = input;
  let bytes = 0;
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const limit = Math.min(pageRows, settings.rowsPerFile - rows.length);
    const page = await kind.read({ ...where, settings, place, limit });
    rows.push(...page.rows);
    bytes += sizeOf(page.rows);
    place = page.place;
    if (page.isEnd) return { rows, place, isEnd: true };
    if (rows.length >= settings.rowsPerFile || bytes >= bytesMax) break;
  }
  return { rows, place, isEnd: false };
};
