import type { FeedSettings } from '../../domain/feeds/feed-settings.ts';
import { hashId } from '../../domain/hash.ts';
import type { PluginRuntime } from '../../plugins/runtime/runtime.ts';
import { fileOf } from './file-of.ts';
import type { FeedKind, FeedRow } from './kinds/feed-kind.ts';

/** One call holds no more events than this, since a connector may have to cut it into several requests. */
const eventsMax = 200;

/** How the rows of a feed go out, by what the connector takes: as files or as events. */
export type FeedWay = 'put-file' | 'put-events';

/** Events where the connector takes those and no files; otherwise files, also for a connector that is off, whose calls wait. */
export const wayOf = (input: {
  runtime: Pick<PluginRuntime, 'action'>;
  tenant: string;
  instance: string;
}): FeedWay => {
  const { runtime, tenant, instance } = input;
  const has = (action: FeedWay) => runtime.action({ tenant, instance, action }) !== undefined;
  return !has('put-file') && has('put-events') ? 'put-events' : 'put-file';
};

/** The settings with as many rows at once as the way takes. */
export const sizedFor = (way: FeedWay, settings: FeedSettings): FeedSettings =>
  way === 'put-file' ? settings : { ...settings, rowsPerFile: Math.min(settings.rowsPerFile, eventsMax) };

/** The call that takes some rows to a connector. The same first row gives the same path of a file, or the same message ids. */
export type Handover = {
  readonly action: FeedWay;
  readonly input: unknown;
  readonly idempotencyKey: string;
  readonly rows: number;
  /** Of a file; empty for events. */
  readonly path: string;
};

/** Makes the call for some rows; undefined when none of them goes there. */
export const handoverOf = (input: {
  way: FeedWay;
  tenant: string;
  feed: string;
  settings: FeedSettings;
  kind: FeedKind;
  rows: readonly FeedRow[];
}): Handover | undefined => {
  const { way, tenant, feed, settings, kind } = input;
  if (way === 'put-events') {
    const events = input.rows.flatMap(({ event }) => event ?? []);
    const [first] = events;
    if (first === undefined) return undefined;
    const idempotencyKey = hashId('feed', tenant, feed, first.messageId);
    return { action: way, input: { events }, idempotencyKey, rows: events.length, path: '' };
  }
  const [first, ...rest] = input.rows;
  if (first === undefined) return undefined;
  const file = fileOf({ feed, settings, kind, rows: [first, ...rest] });
  const idempotencyKey = hashId('feed', tenant, feed, file.path);
  return { action: way, input: file, idempotencyKey, rows: input.rows.length, path: file.path };
};
