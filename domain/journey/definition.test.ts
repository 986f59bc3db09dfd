import { describe, expect, test } from 'vitest';

import { commandSchema } from './reduce/commands.ts';
import { journeySchema } from './definition.ts';
import { journeyOf } from './play-for-tests.ts';

const send = { id: 'mail', type: 'send', channel: 'email', message: 'hello' };

describe('what a journey file may leave out', () => {
  test('is filled in with what is safe', () => {
    const journey = journeyOf({ steps: [send, { id: 'off', type: 'exit' }] });
    expect(journey).toMatchObject({ exit: [], holdout: 0, priority: 50 });
    expect(journey.entry.again, 'once per key').toBe('never');
    expect(journey.steps).toMatchObject([{ onCap: 'wait', onQuiet: 'wait' }, { outcome: 'exited' }]);
  });
});

describe('a journey file is refused', () => {
  const refused = (json: Record<string, unknown>): boolean =>
    !journeySchema.safeParse({
      key: 'test',
      name: 'Test',
      stage: 'retention',
      entry: { on: 'A' },
      steps: [send],
      ...json,
    }).success;

  test.each([
    ['without steps', { steps: [] }],
    ['with a field nobody knows', { colour: 'red' }],
    ['with a step of no known type', { steps: [{ id: 'x', type: 'dance' }] }],
    ['with a wait for two things', { steps: [{ id: 'x', type: 'wait', for: '1 day', bestTime: {} }] }],
    ['with a wait for nothing', { steps: [{ id: 'x', type: 'wait' }] }],
    ['with a duration that is none', { steps: [{ id: 'x', type: 'wait', for: 'P1D' }] }],
    ['with a path that is a query', { entry: { on: 'A', key: '$..id' } }],
    ['with an id that is no plain name', { steps: [{ ...send, id: 'My Mail' }] }],
    ['with a holdout of everybody', { holdout: 100 }],
    ['with an entry of two kinds', { entry: { on: 'A', segment: 'loyal' } }],
    ['with a repeat without a bound', { steps: [{ id: 'x', type: 'repeat', steps: [send] }] }],
    ['with a split of one arm', { steps: [{ id: 'x', type: 'split', arms: [{ name: 'a', weight: 1 }] }] }],
    ['with empty conditions', { entry: { on: 'A', where: { all: [] } } }],
  ])('%s', (_name, json) => {
    expect(refused({})).toBe(false);
    expect(refused(json)).toBe(true);
  });
});

test('commands say what they leave out', () => {
  expect(commandSchema.parse({ kind: 'resume' })).toEqual({ kind: 'resume', policy: 'shift' });
  expect(commandSchema.parse({ kind: 'exit' })).toEqual({ kind: 'exit', outcome: 'removed' });
  expect(commandSchema.parse({ kind: 'migrate', version: 2, when: 'now' })).toMatchObject({ map: {} });
  expect(commandSchema.safeParse({ kind: 'migrate', version: 0, when: 'now' }).success).toBe(false);
});
