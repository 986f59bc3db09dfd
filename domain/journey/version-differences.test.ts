import { describe, expect, test } from 'vitest';

import { journeyOf } from './play-for-tests.ts';
import { versionDifferences } from './version-differences.ts';

const wait = (id: string, days = 1) => ({ id, type: 'wait', for: `${days} days` });
const branch = (id: string, then: readonly unknown[], otherwise: readonly unknown[] = []) => ({
  id,
  type: 'branch',
  cases: [{ when: { all: [{ fact: 'profile', path: '$.tags', operator: 'contains', value: 'vip' }] }, then }],
  otherwise,
});

const differences = (before: readonly unknown[], after: readonly unknown[], more: object = {}) =>
  versionDifferences({ before: journeyOf({ steps: before }), after: journeyOf({ steps: after, ...more }) });

describe('what differs between two versions', () => {
  test('nothing, for the same', () => {
    expect(differences([wait('a'), wait('b')], [wait('a'), wait('b')])).toEqual({
      added: [],
      removed: [],
      changed: [],
      moved: [],
      entry: false,
      exit: false,
      goal: false,
      fields: [],
    });
  });

  test('steps that are new, gone, or do something else', () => {
    const found = differences([wait('a'), wait('b'), wait('c')], [wait('a'), wait('c', 2), wait('d')]);
    expect(found).toMatchObject({ added: ['d'], removed: ['b'], changed: ['c'], moved: [] });
  });

  test('only the step that changed places has moved', () => {
    const found = differences([wait('a'), wait('b'), wait('c')], [wait('c'), wait('a'), wait('b')]);
    expect(found).toMatchObject({ added: [], removed: [], changed: [], moved: ['c'] });
  });

  test('a step that goes into a branch has moved; the branch itself has not changed', () => {
    const found = differences([wait('a'), branch('who', [])], [branch('who', [wait('a')])]);
    expect(found).toMatchObject({ moved: ['a'], changed: [], removed: [] });
  });

  test('the conditions of a branch belong to it, the steps in it do not', () => {
    const other = { ...branch('who', [wait('a')]), note: 'said otherwise' };
    expect(differences([branch('who', [wait('a')])], [other])).toMatchObject({ changed: ['who'] });
    expect(differences([branch('who', [wait('a')])], [branch('who', [wait('a', 3)])])).toMatchObject({
      changed: ['a'],
    });
  });

  test('entry, exit, goal and other fields', () => {
    const found = differences([wait('a')], [wait('a')], {
      entry: { on: 'Signed Up' },
      exit: [{ on: 'Order Completed' }],
      goal: { on: 'Order Completed' },
      holdout: 10,
    });
    expect(found).toMatchObject({ entry: true, exit: true, goal: true, fields: ['holdout'] });
  });
});
