import { parseJourney } from '../journey/check-journey.ts';
import type { JourneyDefinition } from '../journey/definition.ts';
import { toOffer } from '../offers/offer-definition.ts';
import { offerSchema } from '../offers/offer-schema.ts';
import { segmentSchema } from '../rules/segment.ts';
import { zonedAt } from '../time/local.ts';
import { catalogSchema } from '../workspace/catalog.ts';
import { tenantSettingsSchema } from '../workspace/tenant-settings.ts';
import { playStory } from './play-story.ts';
import type { SimulatedMessage, SimulatedWorkspace, Simulation, TimelineItem } from './simulation.ts';
import { storySchema } from './story.ts';

/** A journey from the JSON a user writes; throws with what is wrong with it. */
export const journeyFrom = (
  json: { readonly steps: unknown } & Record<string, unknown>,
): JourneyDefinition => {
  const text = JSON.stringify({
    key: 'test',
    name: 'Test',
    stage: 'retention',
    entry: { on: 'Checkout Started', key: '$.properties.checkout_id' },
    ...json,
  });
  const parsed = parseJourney({ text, file: 'journeys/test.json' });
  if (parsed.ok) return parsed.value;
  throw new Error(parsed.problems.map((problem) => `${problem.path}: ${problem.message}`).join('\n'));
};

/** A send step of the message `hello`. */
export const send = (id: string, more: Record<string, unknown> = {}) => ({
  id,
  type: 'send',
  channel: 'email',
  message: 'hello',
  ...more,
});

const message = (given: Partial<SimulatedMessage> = {}): SimulatedMessage => ({
  channel: 'email',
  class: 'marketing',
  topic: 'news',
  ...given,
});

/** A small workspace; `settings` are those of ciclo.json. */
export const workspaceWith = (given: {
  settings?: Record<string, unknown>;
  segments?: readonly Record<string, unknown>[];
}): SimulatedWorkspace => ({
  settings: tenantSettingsSchema.parse({
    tenant: 'shop',
    name: 'Shop',
    url: 'https://shop.example/',
    defaultLocale: 'en',
    timezone: 'Europe/Madrid',
    currency: 'EUR',
    from: 'hello@shop.example',
    postalAddress: 'Calle Mayor 1, Madrid',
    topics: { news: { name: 'News' } },
    ...given.settings,
  }),
  messages: new Map([
    ['hello', message()],
    ['receipt', message({ class: 'transactional', topic: 'orders' })],
    ['text', message({ channel: 'sms' })],
    [
      'needy',
      message({ render: () => ({ kind: 'missing', variables: ['profile.traits.pet'], policy: 'skip' }) }),
    ],
    [
      'holding',
      message({ render: () => ({ kind: 'missing', variables: ['profile.traits.pet'], policy: 'hold' }) }),
    ],
  ]),
  offers: [
    toOffer({
      file: offerSchema.parse({
        key: 'ten-percent',
        name: 'Ten percent',
        kind: 'percentage',
        value: 10,
        code: { pattern: 'TEN-########' },
        expires: { after: '7 days' },
        limits: { perPerson: 2 },
      }),
      currency: 'EUR',
      pool: [],
    }),
  ],
  catalog: catalogSchema.parse({
    products: [
      {
        product_id: 'pot',
        title: 'Teapot',
        url: 'https://shop.example/pot',
        price: 30,
        currency: 'EUR',
        goesWith: ['cup'],
      },
      { product_id: 'cup', title: 'Cup', url: 'https://shop.example/cup', price: 9, currency: 'EUR' },
    ],
  }),
  segments: (given.segments ?? []).map((segment) => segmentSchema.parse(segment)),
});

/** Ana, who wants our mail. */
export const ana = {
  traits: { email: 'ana@example.com', firstName: 'Ana' },
  consents: { email: { '*': 'granted' } },
};

/** The event that starts the test journey. */
export const started = (at = '+0 minutes', checkout_id = 'c1') => ({
  at,
  event: 'Checkout Started',
  properties: { checkout_id, value: 50 },
});

/** Plays a story as a user writes it. `+0 minutes` is the start itself. */
export const play = async (input: {
  journey: JourneyDefinition;
  story?: Record<string, unknown>;
  workspace?: Parameters<typeof workspaceWith>[0];
}): Promise<Simulation> =>
  playStory({
    journey: input.journey,
    workspace: workspaceWith(input.workspace ?? {}),
    story: storySchema.parse({ profile: ana, events: [started('2026-06-01T10:00')], ...input.story }),
  });

/** An item in one line, with the time in Madrid: `06-01 11:00 sent mail`. */
export const lineOf = (item: TimelineItem): string => {
  const at = zonedAt({ at: item.at, zone: 'Europe/Madrid' })
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' });
  const step = item.step === null ? '' : ` ${item.step}`;
  const visit = item.visit > 1 ? `#${item.visit}` : '';
  const reason = item.reason === undefined ? '' : ` (${item.reason})`;
  return `${at.slice(5).replace('T', ' ')} ${item.kind}${step}${visit}${reason}`;
};

/** The lines of one run. */
export const linesOf = (simulation: Simulation, run = 0): readonly string[] =>
  simulation.runs[run]?.timeline.map(lineOf) ?? [];
