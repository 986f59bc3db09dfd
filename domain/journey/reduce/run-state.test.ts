import { expect, it } from 'vitest';

import { newRunState, withResult } from './run-state.ts';

const state = newRunState({ since: 0 });

it('keeps what a step gave, the last time it gave something', () => {
  const once = withResult({ state, step: 'a', output: { n: 1 } });
  expect(withResult({ state: once, step: 'a', output: null }).steps).toEqual({ a: null });
});

it('keeps no result that is too large, and says so in its place', () => {
  const after = withResult({ state, step: 'a', output: { text: 'x'.repeat(20_000) } });
  expect(after.steps).toEqual({ a: { truncated: true } });
});

it('keeps no more in all than a run may hold, however many steps give something', () => {
  const after = Array.from({ length: 400 }, (_, n) => `s${n}`).reduce(
    (before, step) => withResult({ state: before, step, output: 'x'.repeat(15_000) }),
    state,
  );
  expect(JSON.stringify(after.steps).length).toBeLessThan(220_000);
  expect(after.steps).toMatchObject({ s0: 'x'.repeat(15_000), s399: { truncated: true } });
});
