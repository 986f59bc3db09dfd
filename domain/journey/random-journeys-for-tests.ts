import * as fc from 'fast-check';

/** A step as a user writes it, still without its id. */
type Draft = { readonly [field: string]: unknown };

const isDraft = (value: unknown): value is Draft =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const durations = fc.constantFrom(
  '1 second',
  '10 minutes',
  '1 hour',
  '2 days',
  '3 calendar days',
  '1 week',
  '1 month',
);
const times = fc.constantFrom('00:00', '09:00', '12:30', '23:15');
const policies = fc.constantFrom('now', 'skip', 'exit');

/** An object of some of the fields. */
const some = (fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Draft> =>
  fc.record(fields, { requiredKeys: [] });

const windows = fc
  .record({
    days: fc.constantFrom(['mon-fri'], ['sat', 'sun'], ['wed']),
    from: fc.constantFrom('09:00', '22:00'),
    to: fc.constantFrom('17:00', '08:00'),
  })
  .map((window) => ({ window }));

const dates = fc
  .tuple(
    fc.constantFrom('$.profile.traits.renewal', '$.entry.properties.delivery'),
    some({
      at: times,
      offset: fc.constantFrom('3 calendar days before', '1 hour after'),
      yearly: fc.boolean(),
      missing: policies,
      past: policies,
    }),
  )
  .map(([date, more]) => ({ date, ...more }));

/** How a `wait-for` ends without an event: after a length, which an event may begin again, or at a date. */
const ends: fc.Arbitrary<Draft> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(durations, fc.boolean())
      .map(([timeout, resets]) => (resets ? { timeout, resets } : { timeout })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          '$.profile.traits.renewal',
          '$.profile.traits.renewal',
          '$.entry.properties.delivery',
        ),
        some({
          at: times,
          offset: fc.constantFrom('3 calendar days before', '1 hour after'),
          missing: fc.constantFrom('otherwise', 'exit'),
          past: fc.constantFrom('otherwise', 'exit'),
        }),
      )
      .map(([date, more]) => ({ until: { date, ...more } })),
  },
);

const waits: fc.Arbitrary<Draft> = fc
  .oneof(
    { weight: 3, arbitrary: durations.map((length) => ({ for: length })) },
    { weight: 2, arbitrary: dates.map((until) => ({ until })) },
    { weight: 1, arbitrary: windows.map((until) => ({ until })) },
    { weight: 1, arbitrary: times.map((time) => ({ bestTime: { default: time } })) },
  )
  .map((fields) => ({ type: 'wait', ...fields }));

const when = (n: number) => ({
  all: [{ fact: 'profile', path: '$.computed.orders', operator: 'greaterThan', value: n }],
});

const sends = some({
  topic: fc.constant('news'),
  when: fc.constant(when(0)),
  onCap: fc.constantFrom('wait', 'skip', 'exit'),
  onQuiet: fc.constantFrom('wait', 'skip'),
}).map((more): Draft => ({ type: 'send', channel: 'email', message: 'hello', ...more }));

const simple: fc.Arbitrary<Draft> = fc.constantFrom<Draft>(
  { type: 'update', set: { plan: 'gold', name: '{{profile.traits.firstName}}' }, stage: 'loyal' },
  { type: 'update', unset: ['plan'], increment: { visits: 1 }, tags: { add: ['vip'] } },
  { type: 'score', kind: 'engagement', by: 5 },
  { type: 'points', by: 100, reason: 'a present' },
  {
    type: 'find',
    list: '$.entry.properties.products',
    where: { all: [{ fact: 'item', path: '$.price', operator: 'greaterThan', value: 5 }] },
  },
  { type: 'enrol', journey: 'welcome' },
  { type: 'task', title: 'Call {{profile.traits.firstName}}', team: 'sales' },
  { type: 'task', title: 'Call', wait: true },
  { type: 'task', title: 'Call', wait: true, timeout: '2 days' },
);

const listOf = (drafts: fc.Arbitrary<Draft>, max: number): fc.Arbitrary<readonly Draft[]> =>
  fc.array(drafts, { maxLength: max });

/** How a list may end; `pick` chooses among the steps that a `go-to` may go on with. */
const endings: fc.Arbitrary<readonly Draft[]> = fc.oneof(
  { weight: 4, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.constant([{ type: 'exit' }]) },
  { weight: 1, arbitrary: fc.constant([{ type: 'exit', outcome: 'gave-up' }]) },
  { weight: 4, arbitrary: fc.nat(1000).map((pick) => [{ type: 'go-to', pick }]) },
);

/** Steps that may hold further steps, down to a depth. An ending stands where there is another way around it. */
const draftsOf = (depth: number): fc.Arbitrary<Draft> => {
  const leaves = fc.oneof(
    { weight: 3, arbitrary: sends },
    { weight: 3, arbitrary: waits },
    { weight: 2, arbitrary: simple },
  );
  if (depth === 0) return leaves;
  const list = listOf(draftsOf(depth - 1), 3);
  const ending = fc.tuple(list, endings).map(([steps, end]) => [...steps, ...end]);
  const otherwise = some({ otherwise: list });
  const branch = fc.tuple(ending, fc.array(list, { maxLength: 2 })).map(([first, rest]) => ({
    type: 'branch',
    cases: [first, ...rest].map((then, n) => ({ when: when(n), then })),
  }));
  const waitFor = fc
    .tuple(ends, ending, list, some({ match: fc.constant('$.properties.checkout_id') }))
    .map(([end, first, second, tie]) => ({
      type: 'wait-for',
      ...end,
      events: [
        { on: 'Link Clicked', then: end['resets'] === true ? [] : first, ...tie },
        { on: 'Product Viewed', where: when(1), then: end['resets'] === true ? [] : second },
      ],
    }));
  const arms = fc.tuple(list, list, fc.integer({ min: 1, max: 9 })).map(([a, b, weight]) => [
    { name: 'a', weight, then: a },
    { name: 'b', weight: 1, then: b },
  ]);
  const split = arms.map((all) => ({ type: 'split', arms: all }));
  const experiment = arms.map(([a, b]) => ({
    type: 'experiment',
    arms: [a, { ...b, control: true }],
    metric: { on: 'Order Completed', within: '7 days' },
  }));
  const offer = otherwise.map((more) => ({ type: 'offer', offer: 'ten-percent', ...more }));
  const recommend = otherwise.map((more) => ({ type: 'recommend', ...more }));
  const failing = some({ onFailure: list });
  const action = failing.map((more) => ({ type: 'action', plugin: 'crm', action: 'create', ...more }));
  const mail = fc.tuple(sends, failing).map(([send, more]) => ({ ...send, ...more }));
  const repeat = fc
    .tuple(listOf(draftsOf(depth - 1), 2), leaves, fc.integer({ min: 1, max: 3 }), fc.boolean())
    .map(([steps, last, atMost, asks]) => ({
      type: 'repeat',
      atMost,
      steps: [...steps, last],
      ...(asks ? { while: when(2) } : {}),
    }));
  return fc.oneof(
    { weight: 6, arbitrary: leaves },
    { weight: 2, arbitrary: branch },
    { weight: 2, arbitrary: waitFor },
    { weight: 2, arbitrary: repeat },
    { weight: 1, arbitrary: fc.oneof(split, experiment, offer, recommend, action, mail) },
  );
};

/** Gives every step an id, in the order of the file. */
const withIds = (steps: readonly Draft[]): readonly Draft[] => {
  let count = 0;
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (!isDraft(value)) return value;
    const isStep = typeof value['type'] === 'string';
    if (isStep) count += 1;
    const id = isStep ? { id: `s${count}` } : {};
    return { ...id, ...Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visit(item)])) };
  };
  return steps.map((step) => {
    const named = visit(step);
    return isDraft(named) ? named : {};
  });
};

/** The steps around a value of the JSON and inside it, in the order of the file, with the rounds they are in. */
const placesIn = (value: unknown, loops: readonly string[] = []): readonly Place[] => {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => placesIn(item, loops));
  if (!isDraft(value)) return [];
  const { id, type } = value;
  const own = typeof id === 'string' ? [{ id, loops, isTarget: type !== 'go-to' }] : [];
  const inside = type === 'repeat' && typeof id === 'string' ? [...loops, id] : loops;
  return [...own, ...Object.values(value).flatMap((item) => placesIn(item, inside))];
};

type Place = { readonly id: string; readonly loops: readonly string[]; readonly isTarget: boolean };

/** Gives every `go-to` a step to go on with, and leaves out those behind which there is none. */
const withTargets = (steps: readonly Draft[]): readonly Draft[] => {
  const places = placesIn(steps);
  const targetOf = (id: unknown, pick: number): string | undefined => {
    const from = places.findIndex((place) => place.id === id);
    const around = places[from]?.loops ?? [];
    const later = places
      .slice(from + 1)
      .filter(({ loops, isTarget }) => isTarget && loops.every((loop) => around.includes(loop)));
    return later[pick % Math.max(1, later.length)]?.id;
  };
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit).filter((item) => item !== undefined);
    if (!isDraft(value)) return value;
    const { pick, ...rest } = value;
    if (typeof pick !== 'number')
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visit(item)]));
    const to = targetOf(value['id'], pick);
    return to === undefined ? undefined : { ...rest, to };
  };
  return steps.map(visit).filter(isDraft);
};

/** The JSON of a random journey, as a user could write it: `parseJourney` finds no error in it. */
export const randomJourneys: fc.Arbitrary<Draft> = fc
  .tuple(
    fc.array(draftsOf(2), { minLength: 1, maxLength: 5 }),
    some({
      holdout: fc.constantFrom(0, 0, 0, 20),
      goal: fc.constant({ on: 'Order Completed', within: '14 days', value: '$.properties.revenue' }),
      stage: fc.constantFrom('acquisition', 'service'),
    }),
  )
  .map(([steps, more]) => ({
    key: 'test',
    name: 'Test',
    stage: 'retention',
    entry: { on: 'Checkout Started', key: '$.properties.checkout_id', again: 'always' },
    exit: [
      { on: 'Order Completed', match: '$.properties.checkout_id', outcome: 'bought' },
      { on: 'Account Closed', outcome: 'left' },
    ],
    ...more,
    steps: withTargets(withIds(steps)),
  }));
