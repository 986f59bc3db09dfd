import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runJourneyTests } from './run-journey-tests.ts';
import { runSimulate, type SimulateInput } from './run-simulate.ts';

const templates = join(import.meta.dirname, '../../templates');

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ciclo-tests-'));
  await cp(templates, dir, { recursive: true });
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const run = async (given: Partial<Parameters<typeof runJourneyTests>[0]>) => {
  const lines: string[] = [];
  const say = (line: string): void => {
    lines.push(stripVTControlCharacters(line));
  };
  const code = await runJourneyTests({ dir, journey: undefined, json: false, ...given, say });
  return { code, text: lines.join('\n') };
};

const writeTests = (tests: readonly unknown[]): Promise<void> =>
  writeFile(join(dir, 'journeys/welcome.test.json'), JSON.stringify({ tests }));

const ana = {
  traits: { email: 'ana@example.com', firstName: 'Ana' },
  consents: { email: { '*': 'granted' } },
};
const created = { at: '2026-06-01T10:00', event: 'Customer Created' };

describe('ciclo test', () => {
  it('finds that the starter journeys do what their tests expect', async () => {
    const { code, text } = await run({ dir: templates });
    expect(text).not.toContain('✗');
    expect(text).toContain('0 failed');
    expect(code).toBe(0);
  });

  it('tells what was expected, what came instead, and why', async () => {
    await writeTests([
      {
        name: 'Hello at once',
        profile: { traits: ana.traits },
        events: [created],
        expect: { messages: [{ after: '1 minute', message: 'welcome' }], outcome: 'welcomed' },
      },
    ]);
    const { code, text } = await run({ journey: 'welcome' });
    expect(code).toBe(1);
    expect(text).toContain('✗ Hello at once');
    expect(text).toContain('outcome: expected `welcomed`, but it was `completed`.');
    expect(text).toContain('- welcome, 1 minute after entering');
    expect(text).toContain('hello skipped: no-consent');
    expect(text).toContain('they never agreed to get this');
    expect(text).toContain('0 passed, 1 failed');
  });

  it('shows a message that comes at another time beside the one that was expected', async () => {
    await writeTests([
      {
        name: 'Hello at once',
        profile: ana,
        events: [created],
        expect: { messages: [{ after: '1 minute', message: 'welcome' }, { message: 'welcome-tips' }] },
      },
    ]);
    const { text } = await run({ journey: 'welcome' });
    expect(text).toContain('+ welcome (email), 2026-06-01 10:10:');
    expect(text).not.toContain('- welcome-tips');
  });

  it('fails a test whose choice names no step, and goes on with the others', async () => {
    await writeTests([
      { name: 'Chooses', events: [created], choose: { helo: 'otherwise' }, expect: { outcome: 'completed' } },
      { name: 'Works', profile: ana, events: [created], expect: { outcome: 'completed' } },
    ]);
    const { code, text } = await run({ journey: 'welcome', json: true });
    expect(code).toBe(1);
    expect(JSON.parse(text)).toMatchObject({
      passed: 1,
      failed: 1,
      tests: [
        { name: 'Chooses', passed: false },
        { name: 'Works', passed: true, runs: [{ outcome: 'completed' }] },
      ],
    });
    expect(text).toContain('There is no step `helo`.');
  });

  it('names the nearest journey for one there is not', async () => {
    await expect(run({ journey: 'welcom' })).rejects.toThrow('welcome');
  });
});

describe('ciclo simulate', () => {
  const simulate = async (given: Partial<SimulateInput>) => {
    const lines: string[] = [];
    const profile = join(dir, 'ana.profile');
    await writeFile(profile, JSON.stringify(ana));
    const code = await runSimulate({
      journey: 'cart-recovery',
      dir: templates,
      profile,
      events: undefined,
      choose: [],
      timeout: [],
      html: undefined,
      json: false,
      connect: () => Promise.reject(new Error('No engine is needed.')),
      playOnEngine: undefined,
      ...given,
      say: (line) => {
        lines.push(stripVTControlCharacters(line));
      },
    });
    return { code, text: lines.join('\n') };
  };

  it('tells every step with its time, its reason and the text of its message', async () => {
    const events = join(dir, 'events.json');
    const properties = { checkout_id: 'c1', value: 80, currency: 'EUR' };
    await writeFile(
      events,
      JSON.stringify([{ at: '2026-06-01T10:00', event: 'Checkout Started', properties }]),
    );
    const { code, text } = await simulate({ events });
    expect(code).toBe(0);
    expect(text).toContain('2026-06-01 11:00');
    expect(text).toContain('✉ cart-reminder to ana@example.com');
    expect(text).toContain('✉ cart-discount to ana@example.com');
    expect(text).toMatch(/│ .*TEN-\w{8}/);
    expect(text).toContain('Ended: completed');
  });

  it('takes the branches that are chosen, and writes the messages as HTML', async () => {
    const events = join(dir, 'events.json');
    const properties = { checkout_id: 'c1', value: 80, currency: 'EUR' };
    await writeFile(
      events,
      JSON.stringify([{ at: '2026-06-01T10:00', event: 'Checkout Started', properties }]),
    );
    const html = join(dir, 'html');
    const { text } = await simulate({ events, choose: ['worth=otherwise'], timeout: ['answer'], html });
    expect(text).not.toContain('cart-discount');
    expect(text).toContain('(chosen)');
    expect(await readFile(join(html, '01-remind-cart-reminder.html'), 'utf8')).toContain('<html');
  });

  it('starts the journey by itself where nothing is said to happen, and says why somebody does not enter', async () => {
    expect((await simulate({ journey: 'welcome' })).text).toContain('✉ welcome-tips');
    expect((await simulate({})).text).toContain(
      'did not enter: the conditions of the entry do not hold: event.properties.value is not known (asked for: above 20)',
    );
  });

  it('refuses what is no choice, a step without a timeout, and a file with mistakes', async () => {
    await expect(simulate({ choose: ['worth'] })).rejects.toThrow('--choose worth=otherwise');
    await expect(simulate({ choose: ['worth=maybe'] })).rejects.toThrow('no outcome `maybe`');
    await expect(simulate({ timeout: ['remind'] })).rejects.toThrow('has no timeout');
    const events = join(dir, 'broken.json');
    await writeFile(events, '[{ "at": "tomorrow", "event": "Checkout Started" }]');
    const { code, text } = await simulate({ events });
    expect(code).toBe(1);
    expect(text).toContain('broken.json:1');
  });
});
