import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { readWorkspace } from '../cli/read-workspace.ts';
import { builtInPlugins } from '../plugins/built-in.ts';
import { pluginCatalogOf } from '../plugins/runtime/catalog.ts';
import type { CompiledMessage } from '../domain/messages/compile-message.ts';
import type { MessageSource } from '../domain/messages/parse-message.ts';
import { compileMessage } from '../domain/messages/compile-message.ts';
import type { Checked, Problem } from '../domain/problem.ts';
import { journeyOfTestFile, parseJourneyTest, runJourneyTest } from '../domain/simulate/journey-test.ts';
import { toSimulatedWorkspace } from '../domain/simulate/to-simulated-workspace.ts';
import { publishPlanSchema } from '../domain/jobs/publish-plan.ts';
import { parseWorkspace } from '../domain/workspace/parse-workspace.ts';

const root = join(import.meta.dirname, '..');
const starter = await readWorkspace(join(root, 'templates'));
const page = await readFile(join(root, 'docs/journeys.md'), 'utf8');

type Example = { readonly kind: string; readonly info: string; readonly text: string; readonly line: number };

const examples: readonly Example[] = [...page.matchAll(/^```(\w+)( [^\n]*)?\n([\s\S]*?)^```$/gm)].map(
  (found) => ({
    kind: found[1] ?? '',
    info: (found[2] ?? '').trim(),
    text: found[3] ?? '',
    line: page.slice(0, found.index).split('\n').length,
  }),
);

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
    files: { ...starter, [file]: text },
    plugins: pluginCatalogOf(builtInPlugins),
    compile,
  });
  return (checked.ok ? checked.warnings : checked.problems).filter((problem) => problem.file === file);
};

const told = ({ file, line, column, step, message, mend }: Problem): string =>
  `${file}:${line}:${column} ${step === undefined ? '' : `${step}: `}${message} ${mend}`;

const plans = examples.filter(({ info }) => info === 'plan');
const json = examples.filter(({ kind, info }) => kind === 'json' && info !== 'plan');
const right = json.filter(({ info }) => !info.startsWith('wrong'));
const wrong = json.filter(({ info }) => info.startsWith('wrong'));

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
    const journey = built.value.journeys.find(({ key }) => key === journeyOfTestFile(file));
    if (journey === undefined) throw new Error('There is no such journey.');
    const workspace = toSimulatedWorkspace(built.value);
    for (const story of parsed.value.tests) {
      expect((await runJourneyTest({ journey, workspace, test: story })).differences).toEqual([]);
    }
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
    const further = ['recommend', 'action', 'task', 'enrol', 'exit', 'repeat'];
    expect(types).toEqual(expect.arrayContaining([...known, ...further]));
    for (const way of ['"on"', '"segment"', '"attribute"', '"date"', '"schedule"', '"api"'])
      expect(all).toContain(way);
  });
});
