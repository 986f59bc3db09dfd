import { expect, it } from 'vitest';

import { changesLine } from './changes-line.ts';

it('names what changed, and counts it where it is much', () => {
  const journey = { what: 'journey', key: 'welcome', change: 'changed', version: 2 } as const;
  const offer = { what: 'offer', key: 'ten', change: 'removed' } as const;
  expect(changesLine([journey, offer])).toBe('changed journey welcome (version 2), removed offer ten');
  const many = Array.from({ length: 5 }, (_item, n) => ({ ...journey, key: `j-${n}` }));
  const settings = { what: 'settings', key: 'settings', change: 'changed' } as const;
  expect(changesLine([settings])).toBe('changed settings');
  expect(changesLine([...many, settings, offer])).toBe('changed 5 journeys, settings; removed 1 offer');
});
