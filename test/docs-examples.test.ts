import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { keyOfTestFile } from '../domain/documents/test-file.ts';
import { readWorkspace } from '../server/workspace/read-workspace.ts';
import { keyOfFile } from '../domain/documents/check-key.ts';
import { builtInPlugins } from '../plugins/built-in.ts';
import { pluginCatalogOf } from '../plugins/runtime/catalog.ts';
import type { CompiledMessage } from '../domain/messages/compile-message.ts';
import type { MessageSource } from '../domain/messages/parse-message.ts';
import { compileMessage } from '../domain/messages/compile-message.ts';
import type { Checked, Problem } from '../domain/problem.ts';
import { readyUnpublished } from '../engine/journeys/publish/unpublished.ts';
import { runJourneyTest } from '../engine/dry-runs/run-journey-test.ts';
import { createPlaysInMemory } from '../server/memory/plays-in-memory.ts';
import { type JourneyTest, parseJourneyTest } from '../domain/simulate/journey-test.ts';
import { startOf } from '../domain/simulate/to-play.ts';
import { momentOf } from '../domain/simulate/moment.ts';
import { publishPlanSchema } from '../domain/jobs/publish-plan.ts';
import { parseWorkspace } from '../domain/workspace/parse-workspace.ts';

const root = join(import.meta.dirname, '..');
const playPeople = createPlaysInMemory();
const starter = await readWorkspace(join(root, 'templates'));
const page = await readFile(join(root, 'docs/journeys.md'), 'utf8');

type Example = {
  readonly kind: string;
  readonly info: string;
  readonly text: string;
  readonly line: number;
  /** Stories of one person in this journey and what comes of them, one a line, in a comment under the example. */
  readonly stories: readonly string[];
};

const fence = /^```(\w+)( [^\n]*)?\n([\s\S]*?)^```$(?:\n\n<!-- played\n([\s\S]*?)\n-->)?/gm;

const examples: readonly Example[] = [...page.matchAll(fence)].map((found) => ({
  kind: found[1] ?? '',
  info: (found[2] ?? '').trim(),
  text: found[3] ?? '',
  line: page.slice(0, found.index).split('\n').length,
  stories: found[4]?.split('\n') ?? [],
}));

const around = (fields: string): string =>
  `{ "key": "example", "name": "Example", "stage": "service", ${fields} }`;
const entry = '"entry": { "on": "Checkout Started", "key": "$.properties.checkout_id" }';
const steps = '"steps": [{ "id": "rest", "type": "wait", "for": "1 day" }]';

/** The file an example is, or is a part of. */
const fileOf = ({ info, text }: Example): { file: string; text: string } => {
  const file = /file=(\S+)/.exec(info)?.[1];
  if (file !== undefined) return { file, text };
  const fields = info.startsWith('entry') ? `"entry": ${text}, ${steps}` : `${entry}, "steps": ${text}`;
  return { file: 'journeys/example.json', text: around(fields) };
};

const compiled = new Map<string, Promise<Checked<CompiledMessage>>>();
const compile = (source: MessageSource): Promise<Checked<CompiledMessage>> => {
  const before = compiled.get(source.key) ?? compileMessage(source);
  compiled.set(source.key, before);
  return before;
};

const problemsOf = async (example: Example): Promise<readonly Problem[]> => {
  const { file, text } = fileOf(example);
  const checked = await parseWorkspace({
    files: { ...workspaceOf(), [file]: text },
    plugins: pluginCatalogOf(builtInPlugins),
    compile,
  });
  return (checked.ok ? checked.warnings : checked.problems).filter((problem) => problem.file === file);
};

const told = ({ file, line, column, step, message, hint }: Problem): string =>
  `${file}:${line}:${column} ${step === undefined ? '' : `${step}: `}${message} ${hint}`;

const plugged = examples.filter(({ info }) => info === 'plugins');

/** Fragments, and journeys that use them: each is accepted only beside the other. */
const withFragments = examples.filter(
  ({ info, text }) =>
    info.startsWith('file=fragments/') || (info.startsWith('file=') && text.includes('"type": "fragment"')),
);

/** The starter workspace with the fragments of the page and the plugin instances it adds to `ciclo.json`. */
const workspaceOf = (): Readonly<Record<string, string>> => {
  const settings: { plugins: object } = JSON.parse(starter['ciclo.json'] ?? '');
  const plugins = plugged.reduce((all, { text }) => ({ ...all, ...JSON.parse(text) }), settings.plugins);
  const fragments = Object.fromEntries(withFragments.map(fileOf).map(({ file, text }) => [file, text]));
  return { ...starter, ...fragments, 'ciclo.json': JSON.stringify({ ...settings, plugins }, null, 2) };
};

const plans = examples.filter(({ info }) => info === 'plan');
const json = examples.filter(({ kind, info }) => kind === 'json' && !['plan', 'plugins'].includes(info));
const right = json.filter(({ info }) => !info.startsWith('wrong'));
const wrong = json.filter(({ info }) => info.startsWith('wrong'));

const played = right.filter(({ info }) => /^(entry|steps|file=journeys\/[\w-]+\.json)/.test(info));

/** What starts the journey of an example that shows steps only. */
const entryEvent = {
  event: 'Checkout Started',
  properties: {
    checkout_id: 'c1',
    order_id: 'o1',
    value: 80,
    currency: 'EUR',
    city: 'Madrid',
    products: [{ sku: 'FERN-01', product_id: '7001', name: 'Boston fern', price: 24, quantity: 1 }],
  },
};

const playedSchema = z.object({
  ends: z.string().optional(),
  start: z.string().default('2026-06-01T10:00'),
  profile: z.looseObject({ traits: z.record(z.string(), z.unknown()).optional() }).optional(),
  events: z.array(z.unknown()).optional(),
});

/** A story under an example as `ciclo test` takes it, about somebody who may be written to. */
const storyOf = (input: {
  story: string;
  entersByItself: boolean;
}): { ends: string | undefined; test: JourneyTest } => {
  const given: Record<string, unknown> = JSON.parse(input.story);
  const { ends, start, profile = {}, events = [] } = playedSchema.parse(given);
  const { ends: _ends, ...story } = given;
  const somebody = {
    ...profile,
    traits: { email: 'ana@example.com', firstName: 'Ana', ...profile.traits },
    consents: { email: { '*': 'granted' } },
  };
  const all = input.entersByItself ? events : [{ at: start, ...entryEvent }, ...events];
  const text = JSON.stringify({ tests: [{ name: 'played', ...story, profile: somebody, events: all }] });
  const parsed = parseJourneyTest({ file: 'journeys/example.test.json', text });
  const [test] = parsed.ok ? parsed.value.tests : [];
  if (test === undefined) throw new Error(parsed.ok ? 'no story' : JSON.stringify(parsed.problems));
  return { ends, test };
};

describe('docs/journeys.md', () => {
  it.each(right.map((example) => [`line ${example.line}: ${example.info}`, example] as const))(
    'has an example that is accepted as it stands (%s)',
    async (_where, example) => {
      expect((await problemsOf(example)).map(told)).toEqual([]);
    },
  );

  it.each(plans.map((example) => [example.line, example] as const))(
    'shows a plan for the people inside that can be carried out as it is written (line %d)',
    (_line, example) => {
      expect(publishPlanSchema.safeParse(JSON.parse(example.text)).error).toBeUndefined();
    },
  );

  it('shows plugin instances that ciclo.json can have as they are written', async () => {
    expect(plugged.length).toBeGreaterThan(0);
    const checked = await parseWorkspace({
      files: workspaceOf(),
      plugins: pluginCatalogOf(builtInPlugins),
      compile,
    });
    expect((checked.ok ? checked.warnings : checked.problems).map(told)).toEqual([]);
  });

  it.each(wrong.map((example) => [example.line, example] as const))(
    'says of the example with mistakes in line %d what the validator says',
    async (line, example) => {
      const next = examples.find((one) => one.line > line);
      expect(next?.info).toBe('told');
      expect((await problemsOf(example)).map(told).join('\n')).toBe(next?.text.trim());
    },
  );

  it.each(
    right
      .filter(({ info }) => info.endsWith('.test.json'))
      .map((example) => [example.line, example] as const),
  )('has a test file in line %d whose stories come out as it says', async (_line, example) => {
    const { file, text } = fileOf(example);
    const built = await parseWorkspace({ files: starter, compile });
    const parsed = parseJourneyTest({ file, text });
    if (!built.ok || !parsed.ok) throw new Error('It cannot be read.');
    const journey = built.value.journeys.find(({ key }) => key === keyOfTestFile(file));
    if (journey === undefined) throw new Error('There is no such journey.');
    const live = readyUnpublished(built.value);
    for (const story of parsed.value.tests) {
      expect((await runJourneyTest({ playPeople, journey, live, test: story })).differences).toEqual([]);
    }
  });

  it.each(played.map((example) => [`line ${example.line}: ${example.info}`, example] as const))(
    'has a journey that goes as the stories under it say (%s)',
    async (_where, example) => {
      const { file, text } = fileOf(example);
      const built = await parseWorkspace({ files: { ...workspaceOf(), [file]: text }, compile });
      const journey = built.ok ? built.value.journeys.find(({ key }) => key === keyOfFile(file)) : undefined;
      if (!built.ok || journey === undefined) throw new Error('It cannot be read.');
      const live = readyUnpublished(built.value);
      for (const [n, story] of example.stories.entries()) {
        const { ends, test } = storyOf({ story, entersByItself: !example.info.startsWith('steps') });
        const { differences, simulation } = await runJourneyTest({ playPeople, journey, live, test });
        expect(
          differences.map(({ message }) => message),
          `story ${n + 1}`,
        ).toEqual([]);
        expect(simulation.isCut).toBe(false);
        if (ends === undefined) continue;
        const { settings } = live.published;
        const start = startOf({ story: test, settings });
        const { timezone: zone } = settings;
        const last = simulation.runs[0]?.timeline.findLast(({ kind }) => kind !== 'converted');
        expect(new Date(last?.at ?? 0).toISOString(), `story ${n + 1}`).toBe(
          new Date(momentOf({ text: ends, start, zone })).toISOString(),
        );
      }
    },
  );

  it('plays every journey, every way in and every list of steps', () => {
    expect(played.filter(({ stories }) => stories.length === 0).map(({ line }) => line)).toEqual([]);
  });

  it('marks each of its examples as something that can be checked', () => {
    const unmarked = json.filter(({ info }) => !/^(entry|steps|file=|wrong )/.test(info));
    expect(unmarked.map(({ line }) => line)).toEqual([]);
    expect(right.length).toBeGreaterThan(25);
  });

  it('shows every type of step and every way in', () => {
    const all = right.map(({ text }) => text).join('\n');
    const types = [...new Set([...all.matchAll(/"type": "([a-z-]+)"/g)].map((found) => found[1]))];
    const known = [
      'wait',
      'wait-for',
      'send',
      'branch',
      'split',
      'experiment',
      'update',
      'score',
      'points',
      'offer',
    ];
    const further = ['recommend', 'action', 'task', 'enrol', 'exit', 'repeat', 'fragment'];
    expect(types).toEqual(expect.arrayContaining([...known, ...further]));
    for (const way of ['"on"', '"segment"', '"attribute"', '"date"', '"schedule"', '"api"'])
      expect(all).toContain(way);
  });
});
