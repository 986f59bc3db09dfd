import * as fc from 'fast-check';
import type { mongo } from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';

import {
  conditionsOver,
  factsAbout,
  listConditions,
  profileConditions,
  profiles,
  someNow,
} from '../../domain/rules/arbitraries-for-tests.ts';
import type { Conditions, Leaf } from '../../domain/rules/condition-shape.ts';
import { createDecider } from '../../domain/rules/decide/decider.ts';
import { toMongoFilter } from '../../domain/rules/mongo/mongo-filter.ts';
import { toMongoPlan } from '../../domain/rules/mongo/mongo-plan.ts';
import type { EventsSummary, RecordsQuery } from '../../domain/rules/facts.ts';
import { summariseEvents } from '../../domain/rules/summarise-events.ts';
import { createSummariseRecords } from '../../engine/records/store/summarise-records.ts';
import { openCollections } from '../store/open-collections.ts';

const zone = 'Europe/Madrid';
const tenant = 'shop';
const day = 86_400_000;
const layout = { profiles: 'profiles', events: 'events', records: 'records', profileKey: 'id' };

const people = fc
  .sample(profiles, { numRuns: 120, seed: 4 })
  .map((profile, index) => ({ ...profile, tenant, id: `p${String(index).padStart(3, '0')}` }));

const names = ['Order Completed', 'Link Clicked'];
const happenings = fc.sample(
  fc.record({
    person: fc.nat(119),
    name: fc.constantFrom(...names),
    ago: fc.integer({ min: -day, max: 60 * day }),
    properties: fc.dictionary(
      fc.constantFrom('revenue', 'coupon', 'lines'),
      fc.oneof(
        fc.integer({ min: 0, max: 50 }),
        fc.constantFrom('TEN', '7', '30.5', '007', null),
        fc.constant([{ price: 3 }]),
        fc.constantFrom(0.1, 0.2, 0.7),
        fc.array(
          fc.record({
            category: fc.constantFrom('coffee', 'tea'),
            price: fc.constantFrom(0.1, 0.2, '3', 19.99),
          }),
          { maxLength: 3 },
        ),
      ),
      { maxKeys: 3 },
    ),
  }),
  { numRuns: 400, seed: 5 },
);
const events = happenings.map(({ person, name, ago, properties }) => ({
  tenant,
  profileId: people[person]?.id ?? '',
  name,
  timestamp: someNow - ago,
  properties,
}));

const records = fc
  .sample(
    fc.record({
      person: fc.option(fc.nat(119), { nil: undefined }),
      kind: fc.constantFrom('case', 'deal', '~case'),
      stage: fc.constantFrom('open', 'done'),
      created: fc.integer({ min: -60 * day, max: 0 }).map((ago) => new Date(someNow + ago).toISOString()),
      data: fc.dictionary(
        fc.constantFrom('priority', 'amount', 'lines', 'dueOn'),
        fc.oneof(
          fc.constantFrom('high', 'low', '7', '30.5', null, '2026-03-20', 0.1, 0.2),
          fc.integer({ min: 0, max: 50 }),
          fc.record({ minor: fc.integer({ min: 0, max: 50 }), currency: fc.constant('EUR') }),
          fc.array(fc.record({ category: fc.constantFrom('coffee', 'tea'), price: fc.nat(9) }), {
            maxLength: 3,
          }),
        ),
        { maxKeys: 4 },
      ),
    }),
    { numRuns: 400, seed: 6 },
  )
  .map(({ person, kind, stage, created, data }, index) => ({
    _id: `r${index}`,
    id: `r${index}`,
    tenant,
    kind: kind.replace('~', ''),
    shelf: kind,
    stage,
    data,
    createdAt: created,
    updatedAt: created,
    ...(person === undefined ? {} : { person: people[person]?.id ?? '' }),
  }));

let opened: Awaited<ReturnType<typeof openCollections>>;
const collection = (name: string) => opened.collections.named<mongo.Document & { _id: string }>(name);

beforeAll(async () => {
  opened = await openCollections([]);
  const unordered = { ordered: false } as const;
  await collection('profiles').insertMany(
    people.map((person) => ({ ...person, _id: person.id, stranger: false })),
    unordered,
  );
  await collection('events').insertMany(
    events.map((event, index) => ({ ...event, _id: `e${index}` })),
    unordered,
  );
  await collection('records').insertMany([...records], unordered);
});

afterAll(() => opened.close());

const askedOfRecords =
  (profileId: string) =>
  (query: RecordsQuery): Promise<EventsSummary> =>
    createSummariseRecords(opened)({ tenant, profileId, query });

const eventsOf = (id: string) =>
  events
    .filter((event) => event.profileId === id)
    .map((event) => ({
      event: event.name,
      timestamp: new Date(event.timestamp).toISOString(),
      properties: event.properties,
    }));

const decided = async (conditions: Conditions): Promise<string[]> => {
  const decider = createDecider({ cases: [conditions] });
  const answers = await Promise.all(
    people.map(async (person) => {
      const facts = factsAbout(person, {
        events: (query) => summariseEvents({ query, events: eventsOf(person.id) }),
        records: askedOfRecords(person.id),
      });
      return (await decider.decide({ facts })).matched === 0 ? [person.id] : [];
    }),
  );
  return answers.flat();
};

const oneOf = (value: boolean | number): Conditions => ({
  all: [{ fact: 'item', path: '$.kind', operator: 'in', value: [value] }],
});

/** A list with an item of which one of several groups holds: no field is named beside the alternatives. */
const alternativesOfAnItem: Conditions = {
  any: [
    {
      fact: 'profile',
      path: '$.traits.items',
      operator: 'anyItem',
      value: { any: [oneOf(false), oneOf(0.5)] },
    },
  ],
};

test('a filter finds exactly those a decision about each one would', async () => {
  await fc.assert(
    fc.asyncProperty(profileConditions, async (conditions) => {
      const filter = toMongoFilter({ conditions, now: someNow, zone });
      if (!filter.ok) throw new Error(JSON.stringify(filter.problems));
      const found = await collection('profiles')
        .find({ ...filter.value })
        .sort({ id: 1 })
        .toArray();
      expect(found.map((person) => String(person['id']))).toEqual(await decided(conditions));
    }),
    { numRuns: 100, examples: [[alternativesOfAnItem]] },
  );
});

test('a filter about the items of lists finds exactly those a decision about each one would', async () => {
  await fc.assert(
    fc.asyncProperty(listConditions, async (conditions) => {
      const filter = toMongoFilter({ conditions, now: someNow, zone });
      if (!filter.ok) throw new Error(JSON.stringify(filter.problems));
      const found = await collection('profiles')
        .find({ ...filter.value })
        .sort({ id: 1 })
        .toArray();
      expect(found.map((person) => String(person['id']))).toEqual(await decided(conditions));
    }),
    { numRuns: 60 },
  );
});

const coffee: Conditions = {
  all: [{ fact: 'item', path: '$.category', operator: 'equal', value: 'coffee' }],
};

const params = fc.record(
  {
    name: fc.constantFrom(...names, 'Nothing'),
    within: fc.constantFrom('7 days', '1 month', '2 calendar weeks'),
    sum: fc.constantFrom('$.properties.revenue', '$.properties.lines[0].price', '$.properties.lines.price'),
    where: fc.constantFrom<Conditions>(
      { all: [{ fact: 'event', path: '$.properties.revenue', operator: 'greaterThan', value: 20 }] },
      { any: [{ fact: 'event', path: '$.properties.coupon', operator: 'notEqual', value: 'TEN' }] },
      {
        all: [
          { fact: 'event', path: '$.properties.lines[0].price', operator: 'exists', value: true },
          { fact: 'event', path: '$.event', operator: 'startsWith', value: 'Order' },
        ],
      },
      { all: [{ fact: 'event', path: '$.properties.lines', operator: 'anyItem', value: coffee }] },
      { all: [{ fact: 'event', path: '$.properties.lines', operator: 'allItems', value: coffee }] },
      {
        all: [
          {
            fact: 'event',
            path: '$.properties.lines',
            params: { items: 'sum', of: '$.price', where: coffee },
            operator: 'equal',
            value: 0.3,
          },
        ],
      },
    ),
  },
  { requiredKeys: ['name', 'sum'] },
);
const asking = (path: string, operator: Leaf['operator'], value: Leaf['value']) =>
  params.map((params): Leaf => ({ fact: 'events', params, path, operator, value }));
const eventLeaves = fc.oneof(
  fc
    .tuple(fc.constantFrom('greaterThan', 'lessThan', 'equal', 'notEqual'), fc.nat(4))
    .chain(([operator, value]) => asking('$.count', operator, value)),
  fc
    .tuple(
      fc.constantFrom('$.sum', '$.average', '$.min', '$.max'),
      fc.constantFrom('greaterThan', 'lessThanInclusive', 'notEqual'),
      fc.oneof(fc.nat(60), fc.constantFrom(0.3, 0.9)),
    )
    .chain(([path, operator, value]) => asking(path, operator, value)),
  fc
    .tuple(
      fc.constantFrom('$.first', '$.last'),
      fc.constantFrom('olderThan', 'newerThan'),
      fc.constantFrom('10 days', '1 month'),
    )
    .chain(([path, operator, value]) => asking(path, operator, value)),
  fc.constantFrom('exists', 'notExists').chain((operator) => asking('$.max', operator, true)),
  fc.constantFrom<Leaf>(
    { fact: 'segments', operator: 'contains', value: 'loyal' },
    { fact: 'profile', path: '$.computed.revenue', operator: 'greaterThan', value: 5 },
  ),
);

test('a plan finds exactly those a decision about each one would, past events included', async () => {
  await fc.assert(
    fc.asyncProperty(conditionsOver(eventLeaves), async (conditions) => {
      const plan = toMongoPlan({ conditions, now: someNow, zone, tenant, layout });
      if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
      const found = await collection(plan.value.collection)
        .aggregate(plan.value.stages.map((stage) => ({ ...stage })))
        .toArray();
      expect(found.map((person) => String(person[plan.value.id])).toSorted()).toEqual(
        await decided(conditions),
      );
    }),
    { numRuns: 40 },
  );
});

const recordParams = fc.record(
  {
    kind: fc.constantFrom('case', 'deal', 'vehicle'),
    sum: fc.constantFrom('$.amount.minor', '$.amount', '$.lines[0].price', '$.priority'),
    where: conditionsOver(
      fc.constantFrom<Leaf>(
        { fact: 'record', path: '$.priority', operator: 'equal', value: 'high' },
        { fact: 'record', path: '$.priority', operator: 'notEqual', value: 'high' },
        { fact: 'record', path: '$.stage', operator: 'in', value: ['open', 'waiting'] },
        { fact: 'record', path: '$.amount.minor', operator: 'greaterThan', value: 20 },
        { fact: 'record', path: '$.amount', operator: 'lessThanInclusive', value: 20 },
        { fact: 'record', path: '$.lines.price', operator: 'exists', value: true },
        { fact: 'record', path: '$.lines[0].price', operator: 'notExists', value: true },
        { fact: 'record', path: '$.createdAt', operator: 'after', value: '2026-03-01' },
        { fact: 'record', path: '$.createdAt', operator: 'greaterThan', value: 5 },
        { fact: 'record', path: '$.dueOn', operator: 'before', value: '2026-03-21' },
        { fact: 'record', path: '$.data.priority', operator: 'exists', value: true },
        { fact: 'record', path: '$.lines', operator: 'anyItem', value: coffee },
        { fact: 'record', path: '$.lines', operator: 'allItems', value: coffee },
        {
          fact: 'record',
          path: '$.lines',
          params: { items: 'sum', of: '$.price', where: coffee },
          operator: 'greaterThan',
          value: 4,
        },
      ),
      1,
    ),
  },
  { requiredKeys: ['kind', 'sum'] },
);
const recordLeaves = fc.oneof(
  fc.record<Leaf>({
    fact: fc.constant('records' as const),
    params: recordParams,
    path: fc.constantFrom('$.count', '$.sum', '$.average', '$.min', '$.max'),
    operator: fc.constantFrom('greaterThan', 'lessThanInclusive', 'equal', 'notEqual'),
    value: fc.oneof(fc.nat(4), fc.nat(60), fc.constantFrom(0.3)),
  }),
  fc.record<Leaf>({
    fact: fc.constant('records' as const),
    params: recordParams,
    path: fc.constantFrom('$.count', '$.max'),
    operator: fc.constantFrom('exists', 'notExists'),
    value: fc.constant(true),
  }),
);

test('a plan finds exactly those a decision about each one would, records included', async () => {
  await fc.assert(
    fc.asyncProperty(
      conditionsOver(
        fc.oneof({ weight: 3, arbitrary: recordLeaves }, { weight: 1, arbitrary: eventLeaves }),
        2,
      ),
      async (conditions) => {
        const plan = toMongoPlan({ conditions, now: someNow, zone, tenant, layout });
        if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
        const found = await collection(plan.value.collection)
          .aggregate(plan.value.stages.map((stage) => ({ ...stage })))
          .toArray();
        expect(found.map((person) => String(person[plan.value.id])).toSorted()).toEqual(
          await decided(conditions),
        );
      },
    ),
    { numRuns: 40 },
  );
});
