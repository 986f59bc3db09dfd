import { expect, it } from 'vitest';

import { feedSchema } from '../../feeds/feed-settings.ts';
import { checkAudienceSegments } from './check-audiences.ts';

it('an audience names a segment that there is, and a name that is written wrong is shown with the nearest one', () => {
  const feed = (segment: string) =>
    feedSchema.parse({ plugin: 'ads', rows: 'audience', segment, audience: '1', consent: { topic: 'ads' } });
  const feeds = { out: feed('vip'), wrong: feed('lyoal') };
  const files = ['vip', 'loyal'].map((key) => ({ file: `segments/${key}.json`, text: '{}' }));
  const settings = { file: 'ciclo.json', text: JSON.stringify({ feeds }) };
  const problems = checkAudienceSegments({ feeds, segments: [], sorted: { settings, segments: files } });
  expect(problems).toMatchObject([{ code: 'unknown-segment', path: 'feeds.wrong.segment' }]);
  expect(problems[0]?.hint).toContain('`loyal`');
});
