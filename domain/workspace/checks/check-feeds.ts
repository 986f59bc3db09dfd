import { formatPath } from '../../documents/path.ts';
import type { FeedSettings } from '../../feeds/feed-settings.ts';
import { own } from '../../json.ts';
import type { Problem } from '../../problem.ts';
import { personalTraitsIn } from '../../profiles/personal-traits.ts';
import type { PluginCatalog } from '../plugin-catalog.ts';
import type { TenantSettings } from '../tenant-settings.ts';
import { unfitForAudience } from './check-audiences.ts';
import { checkFeedConsent } from './check-feed-consent.ts';
import { connectorProblems } from './check-connector.ts';

const fault = (input: Omit<Problem, 'severity'>): Problem => ({ ...input, severity: 'error' });

/** Columns that show a personal trait in a feed that does not ask for those. */
const personalColumns = (settings: TenantSettings, feed: FeedSettings): readonly string[] => {
  const names = feed.personal === true ? new Set<string>() : personalTraitsIn(settings.traits);
  return (feed.columns ?? []).filter(
    (column) => column.startsWith('traits.') && names.has(column.slice('traits.'.length)),
  );
};

/** What a connector has to do for a feed. */
const neededFor = (rows: FeedSettings['rows']): { actions: readonly string[]; what: string } => {
  if (rows === 'audience') return { actions: ['put-audience'], what: 'keep audiences' };
  return rows === 'events'
    ? { actions: ['put-file', 'put-events'], what: 'write files or take events' }
    : { actions: ['put-file'], what: 'write files' };
};

/** What is wrong with the feeds beyond their shape: each names a connector that writes files or takes events, and what fits it. */
export const checkFeeds = (input: {
  settings: TenantSettings;
  plugins: PluginCatalog | undefined;
}): readonly Problem[] =>
  Object.entries(input.settings.feeds ?? {}).flatMap(([name, feed]) => {
    const path = formatPath(['feeds', name]);
    const { plugin: instance, rows, names, columns, format, folder, consent } = feed;
    const found = connectorProblems({
      ...input,
      instance,
      path: `${path}.plugin`,
      ...neededFor(rows),
    });
    const has = input.plugins?.get(own(input.settings.plugins, instance)?.use ?? '')?.actions ?? [];
    const takesEvents = rows === 'events' && has.includes('put-events') && !has.includes('put-file');
    const unfit = [
      ...unfitForAudience(feed),
      ...(takesEvents && format !== 'ndjson'
        ? [['format', `The connector \`${instance}\` takes events, not files.`, 'Leave `format` out.']]
        : []),
      ...(takesEvents && folder !== ''
        ? [['folder', `The connector \`${instance}\` takes events, not files.`, 'Leave `folder` out.']]
        : []),
      ...(names !== undefined && rows !== 'events'
        ? [['names', 'Only events have names.', 'Leave `names` out.']]
        : []),
      ...(consent !== undefined && rows === 'erasures'
        ? [['consent', 'Nobody has to agree to an erasure.', 'Leave `consent` out.']]
        : []),
      ...personalColumns(input.settings, feed).map((column) => [
        'columns',
        `\`${column}\` is marked as personal under \`traits\`, so its cells stay empty.`,
        'Leave the column out, or set `personal` to true.',
      ]),
      ...(columns !== undefined && format !== 'csv'
        ? [['columns', 'NDJSON has no columns.', 'Leave `columns` out, or set `format` to `csv`.']]
        : []),
    ];
    return [
      ...found,
      ...(consent === undefined ? [] : checkFeedConsent({ ...input, consent, path: `${path}.consent` })),
      ...unfit.map(([field = '', message = '', hint = '']) =>
        fault({ code: 'invalid-value', path: `${path}.${field}`, message, hint }),
      ),
    ];
  });
