import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readyUnpublished } from '../../engine/journeys/publish/unpublished.ts';
import { addressHashes } from '../../engine/messages/send/reach.ts';
import type { ToldPlay } from '../../cli/simulate/engine-play.ts';
import { simulate } from '../../server/memory/play-for-tests.ts';
import { playOnAssembled } from '../../cli/simulate/play-on-assembled.ts';
import { buildWorkspace } from '../../server/workspace/build-workspace.ts';
import { eventIdOf } from '../../domain/events/event.ts';
import { randomJourneys } from '../../domain/journey/random-journeys-for-tests.ts';
import type { SimulatedEvent, Simulation } from '../../domain/simulate/simulation.ts';
import { personSchema, toProfile } from '../../domain/simulate/story.ts';
import { changed } from '../../domain/workspace/workspace-for-tests.ts';
import { startTestEngine, type TestEngine } from '../harness/engine.ts';

/** More cases, or those of a failure again: CICLO_PARITY_RUNS=50 CICLO_PARITY_SEED=7 npx vitest run simulate-parity. */
const numRuns = Number(process.env['CICLO_PARITY_RUNS'] ?? 10);
const seed = Number(process.env['CICLO_PARITY_SEED'] ?? 20_260_601);

const day = 86_400_000;
/** The engine takes real time for what a simulation does in none. */
const toleranceMs = 120_000;

const offer = JSON.stringify({
  key: 'ten-percent',
  name: 'Ten percent',
  kind: 'percentage',
  value: 10,
  code: { pattern: 'TEN-########' },
  expires: { after: '7 days' },
  limits: { perPerson: 2 },
});
const welcome = JSON.stringify({
  key: 'welcome',
  name: 'Welcome',
  stage: 'acquisition',
  entry: { api: true },
  steps: [{ id: 'note', type: 'points', by: 1, reason: 'welcome' }],
});

type Case = {
  readonly journey: Readonly<Record<string, unknown>>;
  readonly events: readonly {
    readonly name: string;
    readonly at: number;
    readonly late: number;
    readonly checkout: string;
    readonly zone: string;
    readonly renewal: string;
  }[];
  readonly isQuiet: boolean;
  readonly caps: readonly { readonly max: number; readonly within: string }[];
};

const names = [
  'Checkout Started',
  'Checkout Started',
  'Link Clicked',
  'Product Viewed',
  'Order Completed',
  'Account Closed',
  'Unsubscribed',
  'identify',
] as const;

const cases: fc.Arbitrary<Case> = fc.record({
  // What a plugin answers is told to a simulation, not known to it.
  journey: randomJourneys.filter((journey) => !JSON.stringify(journey).includes('"action"')),
  events: fc.array(
    fc.record({
      name: fc.constantFrom(...names),
      // At odd times: what falls together to the second is decided by how long things take.
      at: fc.integer({ min: 1, max: 400 }).map((n) => n * 7_919_000),
      late: fc.constantFrom(0, 0, 0, 3_600_000, 5 * day),
      checkout: fc.constantFrom('c1', 'c2'),
      zone: fc.constantFrom('Europe/Madrid', 'America/New_York', 'no zone'),
      renewal: fc.constantFrom('2027-06-10', '2027-01-20T10:00:00Z'),
    }),
    { maxLength: 8 },
  ),
  isQuiet: fc.boolean(),
  caps: fc.constantFrom([], [{ max: 1, within: '2 days' }], [{ max: 2, within: '1 month' }]),
});

let engine: TestEngine;
beforeAll(async () => {
  engine = await startTestEngine({ files: async (tenant) => filesOf({ tenant }) });
});
afterAll(() => engine.close());

const filesOf = (input: { tenant: string; given?: Case }): Readonly<Record<string, string>> => {
  const { tenant, given } = input;
  return changed({
    'ciclo.json': JSON.stringify({
      tenant,
      name: 'Tea Shop',
      url: 'https://tea.example',
      defaultLocale: 'en',
      timezone: 'Europe/Madrid',
      currency: 'EUR',
      from: 'Tea Shop <hello@tea.example>',
      postalAddress: 'Calle Mayor 1, Madrid',
      topics: { news: { name: 'News' } },
      teams: { sales: { name: 'Sales' } },
      plugins: { mail: { use: 'smtp', config: { server: { env: 'SMTP_URL' } } } },
      caps: given?.caps ?? [],
      quietHours: given?.isQuiet === true ? [{ from: '21:00', to: '08:00' }] : [],
    }),
    'journeys/hello.json': undefined,
    'journeys/welcome.json': welcome,
    'offers/ten-percent.json': offer,
    ...(given === undefined ? {} : { 'journeys/test.json': JSON.stringify(given.journey) }),
  });
};

const eventsOf = (input: { given: Case; start: number; tenant: string }): readonly SimulatedEvent[] =>
  input.given.events.map(({ name, at, late, checkout, zone, renewal }, n) => ({
    id: eventIdOf({ trust: 'server', messageId: `e${n}` }),
    messageId: `e${n}`,
    type: name === 'identify' ? ('identify' as const) : ('track' as const),
    name,
    externalIds: [],
    properties: {
      checkout_id: checkout,
      order_id: `o${n % 3}`,
      revenue: 20 + n,
      value: 50,
      currency: 'EUR',
      delivery: renewal,
    },
    traits: name === 'identify' ? { timezone: zone, renewal } : {},
    context: {},
    timestamp: input.start + at - late,
    receivedAt: input.start + at,
    source: 'api',
    trust: 'server',
    backfill: false,
    tenant: input.tenant,
    about: 's1',
  }));

let count = 0;

/** Publishes a case as a tenant of its own, and tells its story. */
const tell = async (given: Case): Promise<ToldPlay> => {
  count += 1;
  const tenant = `${engine.tenant}-${count}`;
  const built = await buildWorkspace({ files: filesOf({ tenant, given }) });
  if (!built.ok) throw new Error(JSON.stringify(built.problems));
  await engine.publish({ built: built.value, dryRun: false });
  const journey = built.value.journeys.find((one) => one.key === 'test');
  if (journey === undefined) throw new Error('The journey is not there.');
  const start = (Math.floor(Date.now() / day) + 2) * day + 8 * 3_600_000;
  const email = `ana-${count}@example.com`;
  const person = personSchema.parse({
    id: `p_parity_${count}`,
    ids: [`user:parity-${count}`],
    traits: { email, firstName: 'Ana' },
    consents: { email: { '*': 'granted' } },
    referralCode: `FRIEND-${tenant}`,
  });
  return {
    journey,
    live: readyUnpublished(built.value),
    profile: toProfile({ person, tenant, start }),
    events: eventsOf({ given, start, tenant }),
    start,
  };
};

/** What must be the same: each run with its decisions, messages and end. */
const shape = ({ runs, messages }: Simulation) => ({
  runs: runs.map(({ entryKey, outcome, converted, value, waiting, timeline }) => ({
    entryKey,
    outcome,
    converted,
    value: value ?? null,
    waiting: waiting?.step ?? null,
    timeline: timeline
      .filter((item) => item.kind !== 'converted')
      .map(({ kind, step, visit, reason }) => `${kind} ${step ?? ''}#${visit} ${reason ?? ''}`),
  })),
  messages: messages.map(({ step, message, channel, messageId, subject }) => ({
    step,
    message,
    channel,
    messageId,
    subject,
  })),
});

const timesOf = ({ runs, messages }: Simulation): readonly number[] => [
  ...runs.flatMap((run) => [
    run.enteredAt,
    ...run.timeline.filter((item) => item.kind !== 'converted').map((item) => item.at),
  ]),
  ...messages.map((message) => message.at),
];

const stage = () => ({
  assembled: engine,
  mailOf: (messageId: string) => {
    const mail = engine.mail.mails.find((one) => one.messageId?.includes(messageId));
    return mail === undefined
      ? undefined
      : { text: mail.text ?? '', html: typeof mail.html === 'string' ? mail.html : '' };
  },
  suppress: async ({ channel, address }: { channel: string; address: string }) => {
    const tenant = `${engine.tenant}-${count}`;
    const hashes = addressHashes({ keyring: engine.keyring, tenant, channel, address });
    await engine.opened.stores.suppressions.add({
      tenant,
      channel,
      addressHashes: hashes,
      reason: 'test',
      at: 0,
    });
  },
});

const compare = async (told: ToldPlay): Promise<void> => {
  const pure = await simulate(told);
  const real = await playOnAssembled({ stage: stage(), told });
  expect(shape(real)).toEqual(shape(pure));
  const [expected, got] = [timesOf(pure), timesOf(real)];
  for (const [index, at] of expected.entries()) {
    expect(Math.abs((got[index] ?? 0) - at)).toBeLessThan(toleranceMs);
  }
  for (const { messageId } of real.messages) expect(stage().mailOf(messageId)?.html).toContain('Hello.');
};

describe('the simulation and the engine', () => {
  it(`play any journey by any story alike: decisions, messages with their times, outcomes (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (given) => compare(await tell(given))),
      { numRuns, seed, endOnFailure: true },
    );
  });

  it('play a person with orders, history and a suppressed address alike', async () => {
    const told = await tell({
      journey: {
        key: 'test',
        name: 'Test',
        stage: 'retention',
        entry: { on: 'Checkout Started', key: '$.properties.checkout_id' },
        goal: { on: 'Order Completed', value: '$.properties.revenue' },
        steps: [
          {
            id: 'known',
            type: 'branch',
            cases: [
              {
                when: {
                  all: [
                    { fact: 'profile', path: '$.computed.orders', operator: 'equal', value: 2 },
                    {
                      fact: 'events',
                      params: { name: 'Product Viewed', within: '30 days' },
                      path: '$.count',
                      operator: 'equal',
                      value: 1,
                    },
                  ],
                },
                then: [{ id: 's1', type: 'send', channel: 'email', message: 'hello' }],
              },
            ],
          },
          { id: 'pause', type: 'wait', for: '2 days' },
        ],
      },
      events: [
        { name: 'Product Viewed', at: -3 * day, late: 0, checkout: 'c1', zone: 'UTC', renewal: '' },
        { name: 'Checkout Started', at: 7_919_000, late: 0, checkout: 'c1', zone: 'UTC', renewal: '' },
        { name: 'Order Completed', at: 7_919_000 * 3, late: 0, checkout: 'c1', zone: 'UTC', renewal: '' },
      ],
      isQuiet: false,
      caps: [],
    });
    const computed = { ...told.profile.computed, orders: 2, revenue: 40, averageOrder: 20 };
    const person = { ...told, profile: { ...told.profile, computed } };
    await compare({ ...person, suppressed: ['email'] });
    const { runs } = await simulate({ ...person, suppressed: ['email'] });
    expect(runs[0]?.timeline.map((item) => item.reason)).toContain('suppressed');
  });

  it('play exits and goals by conditions, and narrower caps and quiet hours, alike', async () => {
    const holds = (fact: Readonly<Record<string, unknown>>) => ({ all: [fact] });
    const plain = { late: 0, checkout: 'c1', zone: 'America/New_York', renewal: '2027-06-10' };
    const told = await tell({
      journey: {
        key: 'test',
        name: 'Test',
        stage: 'retention',
        entry: { on: 'Checkout Started', key: '$.properties.checkout_id', again: 'always' },
        caps: [{ max: 1, within: '3 days' }],
        quietHours: [{ from: '08:00', to: '13:00' }],
        exit: [
          {
            when: holds({ fact: 'profile', path: '$.traits.renewal', operator: 'exists', value: true }),
            outcome: 'told',
          },
          {
            when: holds({ fact: 'run', path: '$.enteredAt', operator: 'olderThan', value: '20 days' }),
            outcome: 'tired',
          },
        ],
        goal: {
          when: holds({
            fact: 'events',
            params: { name: 'Product Viewed', since: 'entry' },
            path: '$.count',
            operator: 'greaterThanInclusive',
            value: 2,
          }),
          within: '30 days',
        },
        steps: [
          { id: 's1', type: 'send', channel: 'email', message: 'hello' },
          {
            id: 's2',
            type: 'send',
            channel: 'email',
            message: 'hello',
            caps: [{ max: 2, within: '9 days' }],
          },
          { id: 'pause', type: 'wait', for: '60 days' },
        ],
      },
      events: [
        { ...plain, name: 'Checkout Started', at: 600_000 },
        { ...plain, name: 'Product Viewed', at: 2 * day },
        { ...plain, name: 'Product Viewed', at: 4 * day },
        { ...plain, name: 'Checkout Started', at: 15 * day, checkout: 'c2' },
        { ...plain, name: 'identify', at: 30 * day },
      ],
      isQuiet: true,
      caps: [],
    });
    await compare(told);
    const { runs } = await simulate(told);
    expect(runs.map(({ outcome, converted }) => [outcome, converted])).toEqual([
      ['tired', true],
      ['told', false],
    ]);
    const reasons = runs[0]?.timeline.map((item) => item.reason);
    expect(reasons).toEqual(expect.arrayContaining(['quiet-hours', 'capped', 'condition']));
  });
});
