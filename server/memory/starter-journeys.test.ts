import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

import { compileMessage } from '../../domain/messages/compile-message.ts';
import { parseWorkspace, type Workspace } from '../../domain/workspace/parse-workspace.ts';
import { linesOf } from './play-for-tests.ts';
import type { LiveWorkspace } from '../../engine/journeys/live-workspace.ts';
import { readyUnpublished } from '../../engine/journeys/publish/unpublished.ts';
import { playStory } from '../../engine/dry-runs/play-story.ts';
import type { Simulation } from '../../domain/simulate/simulation.ts';
import { storySchema } from '../../domain/simulate/story.ts';
import { createPlaysInMemory } from './plays-in-memory.ts';

const folder = join(import.meta.dirname, '../../templates');

const readStarter = async (): Promise<Workspace> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry): Promise<[string, string]> => {
        const path = join(entry.parentPath, entry.name);
        return [path.slice(folder.length + 1), await readFile(path, 'utf8')];
      }),
  );
  const parsed = await parseWorkspace({ files: Object.fromEntries(files), compile: compileMessage });
  if (parsed.ok) return parsed.value;
  throw new Error(parsed.problems.map((problem) => problem.message).join('\n'));
};

let workspace: Workspace;
let live: LiveWorkspace;
const playPeople = createPlaysInMemory();
beforeAll(async () => {
  workspace = await readStarter();
  live = readyUnpublished(workspace);
});

const play = (key: string, story: Record<string, unknown>): Promise<Simulation> => {
  const journey = workspace.journeys.find((one) => one.key === key);
  if (journey === undefined) throw new Error(`There is no journey ${key}.`);
  return playStory({ playPeople, journey, live, story: storySchema.parse(story) });
};

const ana = {
  traits: { email: 'ana@example.com', firstName: 'Ana', locale: 'es' },
  consents: { email: { '*': 'granted' } },
};
const start = '2026-06-01T10:00';
const checkout = {
  at: start,
  event: 'Checkout Started',
  properties: {
    checkout_id: 'c1',
    value: 80,
    currency: 'EUR',
    checkout_url: 'https://casaverde.example/c1',
    products: [{ product_id: '1', name: 'Monstera', quantity: 1, price: 80 }],
  },
};

describe('the starter journeys, played with their real messages', () => {
  test('an abandoned cart is reminded of, then gets its discount; each in the language of the person', async () => {
    const { messages, runs } = await play('cart-recovery', { profile: ana, events: [checkout] });
    expect(messages.map((one) => [one.message, one.locale])).toEqual([
      ['cart-reminder', 'es'],
      ['cart-discount', 'es'],
    ]);
    expect(messages[0]?.subject).not.toBe('');
    const code = JSON.stringify(runs[0]?.steps['ten']);
    const [coupon] = /TEN-\w{8}/.exec(code) ?? [''];
    expect(coupon).not.toBe('');
    expect(messages[1]?.text).toContain(coupon);
    expect(messages[1]?.html).toContain(coupon);
    expect(runs[0]?.outcome).toBe('completed');
  });

  test('anyone who buys the cart gets nothing more', async () => {
    const order = {
      at: '+20 minutes',
      event: 'Order Completed',
      properties: { order_id: 'o1', checkout_id: 'c1', revenue: 80 },
    };
    const simulation = await play('cart-recovery', { profile: ana, events: [checkout, order] });
    expect(simulation.messages).toEqual([]);
    expect(simulation.runs[0]).toMatchObject({ outcome: 'bought', converted: true, value: 80 });
  });

  test('who lapses is reminded on a weekday morning, and only then gets a small offer and a larger one', async () => {
    const profile = {
      ...ana,
      createdAt: '2025-01-01T00:00:00Z',
      computed: { orders: 2, revenue: 150, lastOrderAt: '2026-03-10T10:00:00Z' },
    };
    const simulation = await play('retention-discount', { profile, events: [] });
    expect(simulation.messages.map((one) => one.message)).toEqual([
      'lapsed-reminder',
      'lapsed-offer',
      'lapsed-last-call',
    ]);
    expect(linesOf(simulation)[0]).toBe('06-08 12:00 entered');
    expect(linesOf(simulation).find((line) => line.includes(' sent '))).toMatch(/^06-09 09:00 sent /);
  });

  test('a lead who reads the guide gets the offer, one who does not is noted as cold', async () => {
    const lead = { at: start, event: 'Lead Captured', properties: {} };
    const click = { at: '+1 day', event: 'Link Clicked', about: 'guide' };
    const warm = await play('lead-nurture', { profile: ana, events: [lead, click] });
    expect(warm.messages.map((one) => one.message)).toEqual(['lead-guide', 'lead-story', 'lead-offer']);
    const cold = await play('lead-nurture', { profile: ana, events: [lead] });
    expect(cold.messages.map((one) => one.message)).toEqual(['lead-guide', 'lead-story']);
    expect(cold.profile.tags).toContain('cold-lead');
  });

  test('without consent nobody gets marketing from any of them', async () => {
    const profile = { traits: ana.traits };
    const events = [
      checkout,
      { at: start, event: 'Lead Captured' },
      { at: start, event: 'Customer Created' },
      {
        at: start,
        event: 'Order Delivered',
        properties: { order_id: 'o1', products: [{ product_id: '1' }] },
      },
    ];
    for (const journey of workspace.journeys) {
      const { messages } = await play(journey.key, { profile, events });
      expect(messages.filter((one) => one.class === 'marketing')).toEqual([]);
    }
  });
});
