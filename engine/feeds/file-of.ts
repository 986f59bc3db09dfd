import { gzipSync } from 'node:zlib';

import type { FeedSettings } from '../../domain/feeds/feed-settings.ts';
import { hashId } from '../../domain/hash.ts';
import { csvLine } from '../../domain/transfer/write-rows.ts';
import type { FileToPut } from '../../plugins/contract/actions/files.ts';
import type { FeedKind, FeedRow } from './kinds/feed-kind.ts';

const textOf = (settings: FeedSettings, kind: FeedKind, rows: readonly FeedRow[]): string => {
  if (settings.format === 'ndjson') return rows.map(({ object }) => `${JSON.stringify(object)}\n`).join('');
  const columns = settings.columns ?? kind.columns;
  const lines = rows.map(({ cells }) => csvLine(columns.map((name) => cells.get(name) ?? '')));
  return [csvLine(columns), ...lines].join('');
};

/** `20260301T120000000Z` */
const stamp = (at: number): string => new Date(at).toISOString().replaceAll(/[-:.]/g, '');

/**
 * Makes the file of some rows. Its name follows from the first of them, so a file that is written again after a crash takes the place of the
 * one before: `<folder>/<feed>/<day>/<time of the first row>-<which row>.ndjson.gz`.
 */
export const fileOf = (input: {
  feed: string;
  settings: FeedSettings;
  kind: FeedKind;
  rows: readonly [FeedRow, ...FeedRow[]];
}): FileToPut => {
  const { feed, settings, kind, rows } = input;
  const { at, key } = rows[0];
  const { folder, format, gzip } = settings;
  const day = new Date(at).toISOString().slice(0, 10);
  const name = `${stamp(at)}-${hashId('feed', key).slice(0, 10)}.${format}${gzip ? '.gz' : ''}`;
  const bytes = Buffer.from(textOf(settings, kind, rows));
  return {
    path: [folder, feed, day, name].filter((part) => part !== '').join('/'),
    base64: (gzip ? gzipSync(bytes) : bytes).toString('base64'),
    type: gzip ? 'application/gzip' : format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson',
  };
};
