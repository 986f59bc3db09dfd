import { expect, it } from 'vitest';

import { feedRows } from '../../../../domain/feeds/feed-rows.ts';
import { feedSchema } from '../../../../domain/feeds/feed-settings.ts';
import { asKind, firstFeed } from './first-feed.ts';

const plugin = 'lake';

it('what a feed begins with is valid, but for the number of an audience, which somebody fills in', () => {
  const problems = feedRows.flatMap((kind) => {
    const parsed = feedSchema.safeParse(firstFeed({ kind, plugin, purpose: 'analytics', segment: 'vip' }));
    return parsed.success ? [] : parsed.error.issues.map(({ path }) => `${kind} ${path.join('.')}`);
  });
  expect(problems).toEqual(['audience audience']);
});

it('a feed of another kind keeps what fits it', () => {
  const events = {
    plugin,
    rows: 'events',
    every: '1 day',
    names: ['Viewed'],
    format: 'csv',
    columns: ['id'],
  };
  expect(asKind(events, 'erasures')).toEqual({ plugin, rows: 'erasures', every: '1 day', format: 'csv' });
  expect(asKind({ ...events, consent: { topic: 'news' } }, 'audience')).toEqual({
    plugin,
    rows: 'audience',
    every: '1 day',
    consent: { topic: 'news' },
  });
});
