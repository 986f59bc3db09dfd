import type { FeedRows } from '../../../../domain/feeds/feed-rows.ts';

/** What a feed begins with; one that keeps an audience needs a segment, a number and a consent, which are filled in. */
export const firstFeed = (input: {
  kind: FeedRows;
  plugin: string;
  purpose: string;
  segment: string;
}): Readonly<Record<string, unknown>> => {
  const { kind, plugin, purpose, segment } = input;
  const consent = purpose === '' || kind === 'erasures' ? {} : { consent: { purpose } };
  return { plugin, rows: kind, ...(kind === 'audience' ? { segment, audience: '' } : {}), ...consent };
};

/** The fields that only some kinds have. */
const own: Readonly<Record<FeedRows, readonly string[]>> = {
  events: ['format', 'gzip', 'folder', 'names', 'consent', 'personal', 'columns', 'rowsPerFile'],
  profiles: ['format', 'gzip', 'folder', 'consent', 'personal', 'columns', 'rowsPerFile'],
  messages: ['format', 'gzip', 'folder', 'consent', 'personal', 'columns', 'rowsPerFile'],
  erasures: ['format', 'gzip', 'folder', 'columns', 'rowsPerFile'],
  audience: ['segment', 'audience', 'consent'],
};

/** The fields of a feed as another kind of feed has them: what does not fit it is left out. */
export const asKind = (
  feed: Readonly<Record<string, unknown>>,
  kind: FeedRows,
): Readonly<Record<string, unknown>> => {
  const kept = ['plugin', 'every', 'after', ...own[kind]];
  const { columns: _columns, ...others } = feed;
  const rest = Object.entries(others).filter(([name]) => kept.includes(name));
  return { ...Object.fromEntries(rest), rows: kind };
};
