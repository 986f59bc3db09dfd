import type { LiveWorkspace } from '../../engine/journeys/live-workspace.ts';
import { readyUnpublished } from '../../engine/journeys/publish/unpublished.ts';
import { playStory } from '../../engine/dry-runs/play-story.ts';
import { createStage } from '../../engine/dry-runs/stage.ts';
import type { CompiledMessage } from '../../domain/messages/compiled-message.ts';
import { parseJourney } from '../../domain/journey/checks/check-journey.ts';
import type { JourneyDefinition } from '../../domain/journey/definition.ts';
import type { ObjectDefinition } from '../../domain/objects/definition.ts';
import { toOffer } from '../../domain/offers/offer-definition.ts';
import { offerSchema } from '../../domain/offers/offer-schema.ts';
import { segmentSchema } from '../../domain/rules/segment.ts';
import { zonedAt } from '../../domain/time/local.ts';
import { catalogSchema } from '../../domain/workspace/catalog.ts';
import { tenantSettingsSchema } from '../../domain/workspace/tenant-settings.ts';
import type { PlayInput, Simulation, TimelineItem } from '../../domain/simulate/simulation.ts';
import { storySchema } from '../../domain/simulate/story.ts';
import { createPlaysInMemory } from './plays-in-memory.ts';

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
  const parsed = parseJourney({ text, file: `journeys/${String(json['key'] ?? 'test')}.json` });
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

const message = (key: string, given: Partial<CompiledMessage> = {}): CompiledMessage => ({
  format: 1,
  key,
  name: key,
  channel: 'email',
  class: 'marketing',
  topic: 'news',
  whenMissing: 'default',
  track: { opens: true, clicks: true },
  sample: {},
  defaultLocale: 'en',
  locales: { en: { subject: 'Hello', preheader: '', text: 'Hello.' } },
  variables: [],
  steps: [],
  ...given,
});

const needsPet: Partial<CompiledMessage> = {
  locales: { en: { subject: 'Your pet', preheader: '', text: '{{profile.traits.pet}}' } },
  variables: ['profile.traits.pet'],
};

const nothing = { rules: [], lists: {}, programs: [] } as const;

/** A small workspace; `settings` are those of ciclo.json. */
export const workspaceWith = (given: {
  settings?: Record<string, unknown>;
  segments?: readonly Record<string, unknown>[];
  journeys?: readonly JourneyDefinition[];
  objects?: readonly ObjectDefinition[];
}): LiveWorkspace =>
  readyUnpublished({
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
    messages: [
      message('hello'),
      message('receipt', { class: 'transactional', topic: 'orders' }),
      message('text', { channel: 'sms', locales: { en: { subject: '', preheader: '', text: 'Hello.' } } }),
      message('needy', { ...needsPet, whenMissing: 'skip' }),
      message('holding', { ...needsPet, whenMissing: 'hold' }),
    ],
    journeys: given.journeys ?? [],
    ...nothing,
    objects: given.objects ?? [],
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

const playPeople = createPlaysInMemory();

/** A play of one person: the journey, the workspace, and what is told. */
export type ToldPlay = PlayInput & { readonly journey: JourneyDefinition; readonly live: LiveWorkspace };

/** Plays a journey for one person. */
export const simulate = async ({ journey, live, ...play }: ToldPlay): Promise<Simulation> => {
  const [simulation] = await playPeople({ stage: createStage({ journey, live, ...play }), people: [play] });
  if (simulation === undefined) throw new Error('A play came to nothing.');
  return simulation;
};

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
    playPeople,
    journey: input.journey,
    live: workspaceWith(input.workspace ?? {}),
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
