import { join } from 'node:path';

import { readyUnpublished } from '../engine/journeys/publish/unpublished.ts';
import { createStage } from '../engine/dry-runs/stage.ts';
import { renderMessage } from '../domain/messages/templates/render-message.ts';
import type { PlayInput } from '../domain/simulate/simulation.ts';
import { storySchema } from '../domain/simulate/story.ts';
import { toPlay } from '../domain/simulate/to-play.ts';
import { createPlaysInMemory } from '../server/memory/plays-in-memory.ts';
import { buildWorkspace } from '../server/workspace/build-workspace.ts';
import { readWorkspace } from '../server/workspace/read-workspace.ts';
import { timed } from './measures.ts';
import { type Row, row, sideBySide } from './rows.ts';

const people = 1000;
const pageSize = 50;

const cartOf = (n: number) => ({
  profile: {
    id: `p${n}`,
    traits: { email: `p${n}@example.com`, firstName: 'Ana', locale: 'es' },
    consents: { email: { '*': 'granted' } },
  },
  events: [
    {
      at: '2026-06-01T10:00',
      event: 'Checkout Started',
      properties: {
        checkout_id: `c${n}`,
        value: 80,
        currency: 'EUR',
        checkout_url: 'https://shop.example/cart',
        products: [{ product_id: '1', name: 'Monstera', quantity: 1, price: 80 }],
      },
    },
  ],
});

/**
 * A journey of two mails and a coupon, played for 1,000 people on the engine in memory, as a dry run does; against the
 * rendering of nothing but its mails. Reading the people is left out: it depends on the database.
 */
export const playedPeople = async (): Promise<Row> => {
  const files = await readWorkspace(join(import.meta.dirname, '../templates'));
  const built = await buildWorkspace({ files });
  if (!built.ok) throw new Error('The starter workspace has errors.');
  const journey = built.value.journeys.find(({ key }) => key === 'cart-recovery');
  if (journey === undefined) throw new Error('There is no journey cart-recovery.');
  const live = readyUnpublished(built.value);
  const stage = createStage({ live, journey });
  const playPeople = createPlaysInMemory();
  const { settings } = live.published;
  const playOf = (n: number): PlayInput => {
    const play = toPlay({ settings, story: storySchema.parse(cartOf(n)) });
    return { ...play, events: play.events.map((event) => ({ ...event, messageId: `e${n}` })) };
  };
  const pageFrom = (from: number) => Array.from({ length: pageSize }, (_, n) => playOf(from + n));
  const [first] = await playPeople({ stage, people: [playOf(0)] });
  const [run] = first?.runs ?? [];
  if (first === undefined || run === undefined) throw new Error('Nobody entered.');
  const context = {
    profile: first.profile,
    entry: run.entry,
    event: run.entry,
    steps: run.steps,
    tenant: {},
    links: {},
  };
  const render = (key: string): void => {
    const message = live.messages.get(key);
    if (message === undefined) throw new Error(`There is no message ${key}.`);
    renderMessage({ message, context, locales: ['es', 'en'], zone: settings.timezone, hosts: [] });
  };
  const result = await sideBySide({
    rounds: 3,
    ours: async () => {
      const job = (page: number) => playPeople({ stage, people: pageFrom(page * pageSize) });
      return people / (await timed({ count: people / pageSize, width: 1, job }));
    },
    other: async () => {
      const job = async () => first.messages.map(({ message }) => render(message));
      return people / (await timed({ count: people, width: 1, job }));
    },
  });
  return {
    ...row({
      name: 'people played through a journey of two mails, as in a dry run; against the rendering of the mails alone',
      unit: 'people/s',
      least: 0,
      result,
    }),
    least: undefined,
  };
};
