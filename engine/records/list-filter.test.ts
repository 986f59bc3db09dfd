import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

import type { Conditions, Leaf } from '../../domain/rules/condition-shape.ts';
import { createDecider } from '../../domain/rules/decide/decider.ts';
import { recordFact } from '../../domain/records/record-fact.ts';
import { sampleProfile } from '../../test/store/samples.ts';
import { noEvents } from '../../domain/rules/facts.ts';
import { listFilter } from './lists/list-filter.ts';
import { createWorld, make, memoryStores, objectFor, start } from './records-for-tests.ts';

const tenant = 'shop';
const zone = 'Europe/Madrid';
const leaf = (path: string, operator: Leaf['operator'], value: Leaf['value']): Leaf => ({
  fact: 'record',
  path: `$.${path}`,
  operator,
  value,
});

const someLeaf = fc.constantFrom<Leaf>(
  leaf('stage', 'equal', 'open'),
  leaf('stage', 'in', ['won', 'lost']),
  leaf('owner', 'equal', 'marta'),
  leaf('team', 'exists', true),
  leaf('person', 'equal', 'p1'),
  leaf('name', 'equal', 'Deal 3'),
  leaf('name', 'startsWith', 'Deal 1'),
  leaf('amount.minor', 'greaterThan', 3000),
  leaf('amount.currency', 'equal', 'EUR'),
  leaf('seats', 'between', [2, 5]),
  leaf('seats', 'lessThanInclusive', 3),
  leaf('seats', 'equal', '4'),
  leaf('source', 'in', ['web', 'fair']),
  leaf('labels', 'contains', 'renewal'),
  leaf('labels', 'containsAll', ['key account', 'renewal']),
  leaf('labels', 'containsAny', ['key account', 'renewal']),
  leaf('isKey', 'equal', true),
  leaf('closeOn', 'withinNext', '10 days'),
  leaf('closeOn', 'before', '2026-06-05'),
  leaf('callAt', 'olderThan', '1 day'),
  leaf('createdAt', 'newerThan', '10 minutes'),
  leaf('updatedAt', 'after', '2026-06-01T10:05:00Z'),
  leaf('stageAt', 'olderThan', '5 minutes'),
  leaf('number', 'exists', true),
);
const someOther = fc.constantFrom<Leaf>(
  leaf('name', 'containsText', '1'),
  leaf('source', 'notEqual', 'web'),
  leaf('seats', 'notExists', true),
);
const some = fc.oneof(
  fc.array(someLeaf, { minLength: 1, maxLength: 3 }).map((any): Conditions => ({ any })),
  fc
    .tuple(someLeaf, fc.array(fc.oneof(someLeaf, someOther), { maxLength: 3 }))
    .map(([first, more]): Conditions => ({ all: [...more, first] })),
  fc
    .tuple(someLeaf, someLeaf, someOther)
    .map(([one, two, three]): Conditions => ({ all: [{ any: [one, two] }, { not: three }] })),
);

describe('filters of lists', () => {
  const { stores } = memoryStores();
  const world = createWorld({ stores, tenant });
  beforeAll(async () => {
    for (const id of ['p1', 'p2']) await stores.profiles.insert(sampleProfile({ tenant, id }));
    for (let n = 0; n < 40; n += 1) {
      world.time.now = start + n * 30_000;
      const id = `d${n}`;
      await make(world, 'deal', id, {
        name: `Deal ${n}`,
        ...(n % 3 === 0 ? { contact: n % 2 === 0 ? 'p1' : 'p2' } : {}),
        ...(n % 4 === 0 ? {} : { amount: { minor: n * 250, currency: n % 5 === 0 ? 'USD' : 'EUR' } }),
        ...(n % 7 === 0 ? {} : { seats: n % 7 }),
        ...(n % 2 === 0 ? { isKey: n % 4 === 0 } : {}),
        ...(n % 3 === 1 ? { source: n % 2 === 0 ? 'web' : 'fair' } : {}),
        labels: [[], ['renewal'], ['key account'], ['key account', 'renewal']][n % 4] ?? [],
        ...(n % 2 === 0 ? { closeOn: `2026-06-${String((n % 28) + 1).padStart(2, '0')}` } : {}),
        ...(n % 5 === 0 ? { callAt: new Date(start - n * 7_200_000).toISOString() } : {}),
        ...(n % 6 === 0 ? { number: `N-${n}` } : {}),
      });
      const change = {
        ...(n % 4 === 1 ? { stage: 'won' } : {}),
        ...(n % 5 === 2 ? { owner: 'marta' } : {}),
        ...(n % 9 === 0 ? { team: 'north' } : {}),
      };
      await world.changeRecords.change({ ...world.named('deal', id), change });
    }
  });

  const listed = async (conditions: Conditions, now: number): Promise<readonly string[]> => {
    const filter = listFilter({ object: objectFor('deal'), conditions, now, zone });
    if (!filter.ok) throw new Error(JSON.stringify(filter.problems));
    const sort = { by: 'createdAt', order: 1 } as const;
    const query = { tenant, kind: 'deal', isDeleted: false, filter: filter.value, sort, limit: 100 };
    return (await world.records.list(query)).map(({ row }) => row.id);
  };

  it('find just the records for which the conditions hold', async () => {
    const all = await world.records.list({
      tenant,
      kind: 'deal',
      isDeleted: false,
      sort: { by: 'createdAt', order: 1 },
      limit: 100,
    });
    expect(all).toHaveLength(40);
    await fc.assert(
      fc.asyncProperty(some, fc.nat(1_200_000), async (conditions, after) => {
        const now = start + after;
        const decider = createDecider({ cases: [conditions] });
        const wanted: string[] = [];
        for (const { row } of all) {
          const record = recordFact(row);
          const events = () => Promise.resolve(noEvents);
          const facts = { now, zone, profile: undefined, segments: [], events, record };
          const told = await decider.decide({ facts });
          if (told.matched === 0) wanted.push(row.id);
        }
        expect(await listed(conditions, now)).toEqual(wanted);
      }),
      { numRuns: 300 },
    );
  });

  it.each<[string, Conditions, string]>([
    ['a pattern alone', { all: [leaf('name', 'containsText', 'x')] }, 'filter.all[0]'],
    ['what does not hold', { not: leaf('stage', 'equal', 'open') }, 'filter.not'],
    [
      'one alternative that is on none',
      { any: [leaf('stage', 'equal', 'open'), leaf('source', 'notEqual', 'web')] },
      'filter.any[1]',
    ],
    ['numbers of a text', { all: [leaf('name', 'greaterThan', 5)] }, 'filter.all[0]'],
    ['a long text', { all: [leaf('note', 'exists', true)] }, 'filter.all[0]'],
    [
      'a field that there is not',
      { all: [leaf('stage', 'equal', 'open'), leaf('amuont.minor', 'equal', 5)] },
      'filter.all[1]',
    ],
  ])('refuse %s, with the place and a hint', (_what, conditions, path) => {
    const filter = listFilter({ object: objectFor('deal'), conditions, now: start, zone });
    expect(filter).toMatchObject({ ok: false, problems: [{ path }] });
    if (!filter.ok) expect(filter.problems[0]?.hint).not.toBe('');
  });

  it.each(['createdAt', 'updatedAt', 'sort1', 'sort2', 'sort3', 'sort4'] as const)(
    'are read page by page in the order of %s, nothing twice and nothing left out',
    async (by) => {
      for (const order of [1, -1] as const) {
        const query = { tenant, kind: 'deal', isDeleted: false, sort: { by, order } };
        const whole = (await world.records.list({ ...query, limit: 100 })).map(({ row }) => row.id);
        const pages: string[] = [];
        let after: Parameters<typeof world.records.list>[0]['after'];
        for (;;) {
          const page = await world.records.list({ ...query, limit: 7, after });
          pages.push(...page.map(({ row }) => row.id));
          after = page.at(-1)?.place;
          if (page.length < 7) break;
        }
        expect(pages).toEqual(whole);
        expect(new Set(whole).size).toBe(40);
      }
    },
  );
});
