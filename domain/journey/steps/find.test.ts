import { expect, test } from 'vitest';

import { parseJourney } from '../checks/check-journey.ts';
import { journey } from '../journeys-for-tests.ts';
import { find } from './find.ts';
import type { StepPorts } from './step-work.ts';

const never = (): never => {
  throw new Error('nothing here does that');
};
const ports: StepPorts = {
  decide: never,
  expose: never,
  send: never,
  changeProfile: never,
  issueOffer: never,
  points: never,
  membership: never,
  credit: never,
  recommend: never,
  callPlugin: never,
  addTask: never,
  reply: never,
  record: never,
  enrol: never,
};

const step = (more: object = {}) =>
  find.schema(never).parse({
    id: 'coffee',
    type: 'find',
    list: '$.entry.properties.products',
    where: { all: [{ fact: 'item', path: '$.category', operator: 'equal', value: 'coffee' }] },
    ...more,
  });

const found = async (list: unknown, more?: object): Promise<unknown> => {
  const facts: Readonly<Record<string, unknown>> = { '$.entry.properties.products': list };
  const performed = await find.perform?.({
    step: step(more),
    effect: { kind: 'find', step: 'coffee', visit: 0 },
    id: 'once',
    now: Date.parse('2026-06-01T10:00:00Z'),
    zone: 'Europe/Madrid',
    entryKey: '',
    recordKind: undefined,
    stages: [],
    fill: () => undefined,
    read: (path) => facts[path],
    end: never,
    ports,
  });
  return performed?.kind === 'result' && performed.result.kind === 'done'
    ? performed.result.output
    : undefined;
};

const beans = { category: 'coffee', name: 'Beans' };
const mug = { category: 'mugs', name: 'Mug' };
const pods = { category: 'coffee', name: 'Pods' };

test('the first item that fits is found, and all that do, in their order', async () => {
  expect(await found([mug, beans, pods])).toEqual({ first: beans, items: [beans, pods], count: 2 });
  expect(await found([mug, beans, pods], { atMost: 1 })).toEqual({ first: beans, items: [beans], count: 2 });
});

test('nothing is found in what is missing or is no list', async () => {
  for (const list of [undefined, null, 'coffee', beans, [], [mug]]) {
    expect(await found(list)).toEqual({ first: null, items: [], count: 0 });
  }
});

test('wrong conditions are refused at their place', () => {
  const text = journey(
    '{ "id": "a", "type": "find", "list": "$.entry.properties.products", "where": { "all": [{ "fact": "event", "path": "$.category", "operator": "equals", "value": "x" }] } }',
  );
  const checked = parseJourney({ text, file: 'journeys/test.json' });
  expect(checked.ok ? [] : checked.problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
    'fact-not-here steps[0].where.all[0].fact',
    'unknown-operator steps[0].where.all[0].operator',
  ]);
});
