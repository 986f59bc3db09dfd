import * as fc from 'fast-check';

import type { Json } from '../json.ts';
import { toStoredValue } from '../time/stored-value.ts';
import {
  type Condition,
  type Conditions,
  itemsAnswers,
  type ItemsParams,
  type Leaf,
} from './condition-shape.ts';
import { noEvents, type FactSource } from './facts.ts';
import type { OperatorName } from './operator-names.ts';

/** The instant at which the generated facts are looked at. */
export const someNow = Date.parse('2026-03-29T10:00:00Z');

const day = 86_400_000;
const near = fc.integer({ min: -400, max: 60 }).map((days) => someNow + days * day);
const nearInstants = fc.tuple(near, fc.integer({ min: -day, max: day })).map(([at, by]) => at + by);

const texts = fc.oneof(
  fc.constantFrom(
    'pro',
    'Pro',
    'PRO',
    'pro plan',
    'a.b',
    '(x',
    'x\n',
    'ſtraße',
    'STRASSE',
    'K',
    '\u212A',
    'ΣΊΣΥΦΟΣ',
    'σίσυφος',
    '',
    '5',
    '20',
    '19.99',
    '-1',
    '5.0',
    '05',
    'true',
    '1e3',
    'ana@example.com',
  ),
  fc.string({ maxLength: 4, unit: fc.constantFrom('p', 'r', 'o', 'P', '.', '\n', 'é', 'É', '日') }),
);
const numbers = fc.oneof(fc.integer({ min: -3, max: 30 }), fc.constantFrom(0.5, 19.99, 20, -1, 1e15));

/** Instants in every form they are written, and what only looks like one. */
const dates = fc.oneof(
  nearInstants.map((at) => new Date(at).toISOString()),
  nearInstants.map((at) => new Date(at).toISOString().slice(0, 10)),
  nearInstants.map((at) => new Date(at).toISOString().replace(/\.\d+Z$/, '+00:00')),
  nearInstants.map((at) => new Date(at).toISOString().slice(0, 16)),
  nearInstants.map((at) => new Date(at).toISOString().slice(0, 19).replace('T', ' ')),
  nearInstants,
  nearInstants.map((at) => Math.floor(at / 1000)),
  fc.constantFrom(
    '2026-02-31',
    '2026-03-29T10:00',
    '2026-03-29T10:00:00.000Z',
    '2026-03-29',
    '0000-01-01',
    '9999-12-31',
    '9999-12-31T23:59:59.999Z',
    -5_000_000_000_000,
  ),
);

const scalars = fc.oneof(texts, numbers, fc.boolean(), dates);
const lists = fc.array(fc.oneof(scalars, fc.constant(null)), { maxLength: 4 });
const objects: fc.Arbitrary<Json> = fc.dictionary(fc.constantFrom('a', 'b'), fc.oneof(scalars, lists), {
  maxKeys: 2,
});
const values: fc.Arbitrary<Json> = fc.oneof(
  { weight: 5, arbitrary: scalars },
  { weight: 2, arbitrary: lists },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: objects },
  { weight: 1, arbitrary: fc.array(objects, { maxLength: 2 }) },
);

const itemValues: fc.Arbitrary<Json> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('coffee', 'tea', 'Coffee beans', 0.1, 0.2, 1.1, 3, 19.99, '3', '0.7', true),
  },
  { weight: 2, arbitrary: scalars },
  { weight: 1, arbitrary: fc.oneof(lists, fc.constant(null)) },
);
const options = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.dictionary(fc.constantFrom('kind', 'until'), itemValues, { maxKeys: 2 }) },
    { weight: 1, arbitrary: itemValues },
  ),
  { maxLength: 3 },
);
const item: fc.Arbitrary<Json> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record(
      { kind: itemValues, price: itemValues, quantity: itemValues, until: dates, options, a: objects },
      { requiredKeys: [] },
    ),
  },
  { weight: 1, arbitrary: values },
);
const itemLists: fc.Arbitrary<Json> = fc.oneof(
  { weight: 9, arbitrary: fc.array(item, { maxLength: 5 }) },
  { weight: 1, arbitrary: item },
);

/** Profiles with all kinds of values in their traits, as they are stored. */
export const profiles = fc
  .record({
    traits: fc
      .tuple(
        fc.dictionary(fc.constantFrom('plan', 'age', 'when', 'a'), values, { maxKeys: 4 }),
        fc.record({ items: itemLists }, { requiredKeys: [] }),
      )
      .map(([plain, listed]) => ({ ...plain, ...listed })),
    computed: fc.record(
      { revenue: numbers, lastOrderAt: nearInstants.map((at) => new Date(at).toISOString()) },
      { requiredKeys: [] },
    ),
    tags: fc.array(fc.constantFrom('pro', 'vip'), { maxLength: 2 }),
    segments: fc.subarray(['loyal', 'lapsed', 'new']),
    createdAt: nearInstants.map((at) => new Date(at).toISOString()),
  })
  .map((profile) => ({ ...profile, traits: toStoredValue(profile.traits) }));

const paths = fc.constantFrom(
  '$.traits.plan',
  '$.traits.age',
  '$.traits.when',
  '$.traits.a',
  '$.traits.a.b',
  '$.traits.a[0]',
  '$.traits.a[1].a',
  '$.traits.plan.a',
  '$.computed.revenue',
  '$.computed.lastOrderAt',
  '$.tags',
  '$.createdAt',
  '$.traits.none',
);

const nonEmptyTexts = texts.filter((text) => text !== '');
const ages = fc.constantFrom('1 hour', '30 days', '2 weeks', '1 month', '3 calendar days', '1 year');
const range = fc.tuple(numbers, numbers).map((pair) => pair.toSorted((one, two) => one - two));
const fixedDates = fc.oneof(
  nearInstants.map((at) => new Date(at).toISOString()),
  nearInstants.map((at) => new Date(at).toISOString().slice(0, 10)),
  fc.constant({ fact: 'now' as const }),
);

type About = { fact: 'profile' | 'item'; paths: fc.Arbitrary<string> };

const leafOver =
  ({ fact, paths }: About) =>
  (operators: readonly OperatorName[], value: fc.Arbitrary<Leaf['value']>): fc.Arbitrary<Leaf> =>
    fc.record({
      fact: fc.constant(fact),
      path: paths,
      operator: fc.constantFrom(...operators),
      value,
    });

/** Comparisons of plain values. */
const plainLeaves = (about: About): fc.Arbitrary<Leaf> => {
  const leafOf = leafOver(about);
  return fc.oneof(
    leafOf(['equal', 'notEqual', 'contains', 'doesNotContain'], fc.oneof(texts, numbers, fc.boolean())),
    leafOf(
      ['in', 'notIn', 'containsAny', 'containsAll'],
      fc.array(fc.oneof(texts, numbers, fc.boolean()), { minLength: 1, maxLength: 3 }),
    ),
    leafOf(['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'], numbers),
    leafOf(['between'], range),
    leafOf(['exists', 'notExists'], fc.constant(true)),
    leafOf(['startsWith', 'endsWith', 'containsText'], nonEmptyTexts),
    leafOf(['olderThan', 'newerThan', 'withinNext'], ages),
    leafOf(['before', 'after'], fixedDates),
  );
};

/** Comparisons about the items of a list, up to two lists deep. */
const itemsLeaves = (about: About, depth: number): fc.Arbitrary<Leaf> => {
  const ofItem: About = {
    fact: 'item',
    paths: fc.constantFrom(
      '$.kind',
      '$.price',
      '$.until',
      '$.a.b',
      '$.a',
      '$',
      '$.options',
      '$.options[0].kind',
      '$[0]',
    ),
  };
  const inner = plainLeaves(ofItem);
  const below =
    depth > 1 ? itemsLeaves({ fact: 'item', paths: fc.constantFrom('$.options', '$') }, depth - 1) : inner;
  const conditions = conditionsOver(
    depth > 1 ? fc.oneof({ weight: 4, arbitrary: inner }, { weight: 1, arbitrary: below }) : inner,
    depth - 1,
  );
  const numberOfItem = fc.constantFrom('$.price', '$.quantity', '$.kind', '$');
  const params = fc
    .record(
      { items: fc.constantFrom(...itemsAnswers), of: numberOfItem, times: numberOfItem, where: conditions },
      { requiredKeys: ['items', 'of'] },
    )
    .map(({ items, ...more }): ItemsParams =>
      items === 'count' ? { items, where: more.where } : { items, ...more },
    );
  const bounds = fc.oneof(numbers, fc.constantFrom(0, 1, 2, 0.3, 0.9, 3.3, 59.97));
  const operators: readonly OperatorName[] = ['greaterThan', 'lessThanInclusive', 'equal', 'notEqual'];
  return fc.oneof(
    leafOver(about)(['anyItem', 'allItems', 'noItem'], conditions),
    fc.record({
      fact: fc.constant(about.fact),
      path: about.paths,
      params,
      operator: fc.constantFrom(...operators),
      value: bounds,
    }),
  );
};

const leaves: fc.Arbitrary<Leaf> = fc.oneof(
  { weight: 8, arbitrary: plainLeaves({ fact: 'profile', paths }) },
  { weight: 4, arbitrary: fc.nat(0).chain(() => listLeaves) },
  fc.record({
    fact: fc.constant('segments' as const),
    operator: fc.constantFrom('contains' as const, 'doesNotContain' as const),
    value: fc.constantFrom('loyal', 'lapsed', 'none'),
  }),
  fc.record({
    fact: fc.constant('now' as const),
    operator: fc.constantFrom('before' as const, 'after' as const),
    value: nearInstants.map((at) => new Date(at).toISOString()),
  }),
);

/** Conditions around comparisons: `all`, `any` and `not`, up to four deep by default. */
export const conditionsOver = (leaf: fc.Arbitrary<Leaf>, depth = 3): fc.Arbitrary<Conditions> => {
  const nested = (depth: number): fc.Arbitrary<Condition> =>
    depth === 0 ? leaf : fc.oneof({ weight: 3, arbitrary: leaf }, { weight: 2, arbitrary: group(depth - 1) });
  const group = (depth: number): fc.Arbitrary<Conditions> => {
    const list = fc.array(nested(depth), { minLength: 1, maxLength: 3 });
    return fc.oneof(
      list.map((all) => ({ all })),
      list.map((any) => ({ any })),
      nested(depth).map((not) => ({ not })),
    );
  };
  return group(depth);
};

/** Comparisons about lists of a profile. */
const listLeaves: fc.Arbitrary<Leaf> = itemsLeaves(
  {
    fact: 'profile',
    paths: fc.oneof(
      { weight: 4, arbitrary: fc.constant('$.traits.items') },
      {
        weight: 1,
        arbitrary: fc.constantFrom('$.traits.a', '$.tags', '$.traits.plan', '$.traits.items[0].options'),
      },
    ),
  },
  2,
);

/** Conditions over the lists of a profile alone. */
export const listConditions = conditionsOver(listLeaves, 1);

/** Conditions over a profile, its segments and the present instant. */
export const profileConditions = conditionsOver(leaves);

/** Facts about a person alone, with no events. */
export const factsAbout = (
  profile: { segments: readonly string[] },
  more?: Partial<FactSource>,
): FactSource => ({
  now: someNow,
  zone: 'Europe/Madrid',
  profile,
  segments: profile.segments,
  events: () => Promise.resolve(noEvents),
  ...more,
});
