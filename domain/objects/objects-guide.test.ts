import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { parseWorkspace } from '../workspace/parse-workspace.ts';
import { changed } from '../workspace/workspace-for-tests.ts';
import { readyObject } from './ready-object.ts';
import { parseObjectTest } from './stories/object-test.ts';
import { runObjectTest } from './stories/run-object-test.ts';

const page = await readFile(join(import.meta.dirname, '../../docs/objects.md'), 'utf8');
const examples = [...page.matchAll(/^```json (file|wrong|wrong-segment)=(\S+)\n([\s\S]*?)^```$/gm)].map(
  ([, kind = '', name = '', text = '']) => ({ kind, name, text }),
);
const files = examples.filter(({ kind }) => kind === 'file');
const wrong = examples
  .filter(({ kind }) => kind.startsWith('wrong'))
  .map((one) => ({ ...one, file: one.kind === 'wrong' ? 'objects/vehicle.json' : 'segments/wrong.json' }));

const workspace = await parseWorkspace({
  files: changed(Object.fromEntries(files.map(({ name, text }) => [name, text]))),
});

describe('docs/objects.md', () => {
  it('has examples that are accepted as they stand', () => {
    const problems = workspace.ok ? workspace.warnings : workspace.problems;
    expect(problems.filter(({ file }) => /^(?:objects|segments)\//.test(file ?? ''))).toEqual([]);
    expect(workspace.ok && workspace.value.segments.map(({ key }) => key)).toContain('urgent-open-case');
    expect(workspace.ok && workspace.value.objects.map(({ key }) => key)).toEqual([
      'deal',
      'rental',
      'vehicle',
    ]);
  });

  it.each(wrong)(
    'shows a mistake that is found with its place and a hint ($name)',
    async ({ name, text, file: at }) => {
      const parsed = await parseWorkspace({ files: changed({ [at]: text }) });
      const problems = parsed.ok ? [] : parsed.problems;
      expect(problems.map(({ code, file }) => `${code} ${file ?? ''}`)).toEqual([`${name} ${at}`]);
      expect(problems.every(({ line, hint }) => (line ?? 0) > 1 && hint !== '')).toBe(true);
    },
  );

  it('tells stories that happen as it says', async () => {
    const definition = workspace.ok
      ? workspace.value.objects.find(({ key }) => key === 'vehicle')
      : undefined;
    const told = files.find(({ name }) => name.endsWith('.test.json'));
    const parsed = parseObjectTest({ file: told?.name ?? '', text: told?.text ?? '' });
    if (definition === undefined || !parsed.ok) throw new Error('not readable');
    const object = readyObject({ definition });
    const differences = await Promise.all(
      parsed.value.tests.map((test) => runObjectTest({ object, zone: 'Europe/Madrid', test })),
    );
    expect(differences.flat()).toEqual([]);
  });

  it('keeps and adds what an extension says', () => {
    const deal = workspace.ok ? workspace.value.objects.find(({ key }) => key === 'deal') : undefined;
    expect(deal?.stages?.list.map(({ key }) => key)).toEqual([
      'open',
      'qualified',
      'trial',
      'proposal',
      'negotiation',
      'won',
      'lost',
    ]);
    expect(Object.keys(deal?.fields ?? {})).toContain('region');
    expect(Object.keys(deal?.fields ?? {})).not.toContain('competitor');
  });
});
