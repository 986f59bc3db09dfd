import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const count = 20;
const above = (n: number, path = '$.traits.score') => ({
  [`segments/above-${n}.json`]: {
    key: `above-${n}`,
    name: `Above ${n}`,
    when: { all: [{ fact: 'profile', path, operator: 'greaterThan', value: n }] },
  },
});
const tag = (name: string) => ({ id: name, type: 'update', tags: { add: [name] } });
const journey = (key: string, entry: object, steps: readonly unknown[]) => ({
  [`journeys/${key}.json`]: { key, name: key, stage: 'retention', entry, steps },
});

const files = {
  ...Object.assign({}, ...Array.from({ length: count }, (_, n) => above(n))),
  ...journey('joiner', { segment: 'above-7', when: 'joins' }, [tag('joined')]),
  ...journey('leaver', { segment: 'above-9', when: 'leaves' }, [tag('left')]),
  ...journey('waiter', { on: 'Asked' }, [
    {
      id: 'wait',
      type: 'wait-for',
      timeout: '3 days',
      events: [
        {
          on: 'Segment Joined',
          where: {
            all: [{ fact: 'event', path: '$.properties.segment', operator: 'equal', value: 'above-12' }],
          },
          then: [tag('heard')],
        },
      ],
    },
  ]),
  'rules/left.json': {
    name: 'Tags who left',
    on: ['Segment Left'],
    conditions: {
      all: [{ fact: 'event', path: '$.properties.segment', operator: 'equal', value: 'above-3' }],
    },
    event: { type: 'tag', params: { add: ['ruled'] } },
  },
};

describe('what the engine tells itself of segments', () => {
  let engine: TestedEngine;
  beforeAll(async () => {
    engine = await startMemoryEngine({ files: (tenant) => shopFiles({ tenant, files }) });
  });
  afterAll(() => engine.close());

  const profileOf = async (user: string) => {
    const { profiles } = engine.opened.stores;
    const [found] = await profiles.withIds({ tenant: engine.tenant, ids: [`user:${user}`] });
    if (found === undefined) throw new Error(`nobody is ${user}`);
    return found;
  };
  const toldOf = async (profileId: string) => {
    const { eventReads } = engine.opened.stores;
    const rows = await eventReads.events({ tenant: engine.tenant, profileId, limit: 500 });
    return rows.filter(({ name }) => name.startsWith('Segment'));
  };

  it('is dispatched together where nobody waits for it: a few writes of the profile, not one for each segment', async () => {
    await engine.identify('ana', { score: 0 });
    const before = await profileOf('ana');
    await engine.identify('ana', { score: 7 });
    const after = await profileOf('ana');
    expect(after.segments).toEqual([
      'above-0',
      'above-1',
      'above-2',
      'above-3',
      'above-4',
      'above-5',
      'above-6',
    ]);
    expect(after.rev - before.rev).toBeLessThanOrEqual(3);
    const told = await toldOf(after.id);
    expect(told.map(({ name, state }) => `${name} ${state}`)).toEqual(Array(7).fill('Segment Joined done'));
  });

  it('starts, wakes and fires what one of many is for', async () => {
    await engine.identify('ben', { score: 0 });
    await engine.track('ben', 'Asked');
    await engine.identify('ben', { score: 100 });
    const joined = await profileOf('ben');
    expect(joined.segments).toHaveLength(count);
    expect(joined.tags.toSorted()).toEqual(['heard', 'joined']);
    expect(await toldOf(joined.id)).toHaveLength(count);
    await engine.identify('ben', { score: 0 });
    const left = await profileOf('ben');
    expect(left.segments).toEqual([]);
    expect(left.tags.toSorted()).toEqual(['heard', 'joined', 'left', 'ruled']);
    const told = await toldOf(left.id);
    expect(told).toHaveLength(2 * count);
    expect(new Set(told.map(({ state }) => state))).toEqual(new Set(['done']));
  });
});
