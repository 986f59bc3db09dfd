import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { keyOfTestFile } from '../../documents/test-file.ts';
import { readyObject } from '../ready-object.ts';
import { shippedObjects } from '../shipped.ts';
import { type ObjectTest, parseObjectTest } from './object-test.ts';
import { runObjectTest } from './run-object-test.ts';

const folder = join(import.meta.dirname, '..', 'shipped');
const names = (await readdir(folder)).filter((name) => name.endsWith('.test.json'));
const stories = await Promise.all(
  names.map(async (file) => {
    const parsed = parseObjectTest({ file, text: await readFile(join(folder, file), 'utf8') });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    return parsed.value.tests.map((test): [string, ObjectTest] => [keyOfTestFile(file), test]);
  }),
);

describe('an object that comes with Ciclo', () => {
  it.each(stories.flat())('%s: $name', async (key, test) => {
    const definition = shippedObjects.get(key);
    if (definition === undefined) throw new Error(`there is no object ${key}`);
    expect(await runObjectTest({ object: readyObject({ definition }), zone: 'Europe/Madrid', test })).toEqual(
      [],
    );
  });

  it('has a story when it has stages', () => {
    const withStages = [...shippedObjects.values()].filter(({ stages }) => stages !== undefined);
    const told = new Set(names.map(keyOfTestFile));
    expect(withStages.map(({ key }) => key).filter((key) => !told.has(key))).toEqual([]);
  });
});

describe('a story', () => {
  const deal = shippedObjects.get('deal');
  const play = async (tests: unknown) => {
    const parsed = parseObjectTest({ file: 'objects/deal.test.json', text: JSON.stringify({ tests }) });
    const [test] = parsed.ok ? parsed.value.tests : [];
    if (deal === undefined || test === undefined) throw new Error('not readable');
    const differences = await runObjectTest({ object: readyObject({ definition: deal }), zone: 'UTC', test });
    return differences.map(({ path }) => path);
  };

  it('says where what happens is not what it expects', async () => {
    const given = { data: { name: 'A' } };
    const story = (more: object) => play([{ name: 'x', given, ...more }]);
    expect(await story({ expect: { stage: 'won', data: { name: 'B' }, events: [] } })).toEqual([
      'data.name',
      'stage',
      'events',
    ]);
    expect(await story({ when: [{ stage: 'won' }], expect: {} })).toEqual(['when[0]']);
    expect(await story({ expect: { refused: [{ code: 'missing-field' }] } })).toEqual(['refused']);
    expect(
      await story({
        when: [{ stage: 'won' }, { set: {} }],
        expect: { refused: [{ code: 'move-not-allowed' }] },
      }),
    ).toEqual(['refused']);
  });
});
