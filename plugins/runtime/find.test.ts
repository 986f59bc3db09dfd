import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { definePlugin, type Outcome } from '../contract.ts';
import { at, createHarness, type Harness, testNow } from '../testing/harness.ts';

let harness: Harness | undefined;
afterEach(() => harness?.close());

type Found = Outcome<{ id: string }> | { kind: 'absent' };

/** An action that looks before it acts, at a provider that answers as the test says, call by call. */
const start = (script: { find: readonly Found[]; run: readonly Outcome<{ id: string }>[] }) => {
  const did: string[] = [];
  const next = <T>(from: readonly T[], name: string, nth: number): T => {
    did.push(name);
    const answer = from[nth];
    if (answer === undefined) throw new Error('not expected');
    return answer;
  };
  const count = (name: string) => did.filter((one) => one === name).length;
  const plugin = definePlugin({
    id: 'looks',
    version: '1.0.0',
    name: 'Looks first',
    config: z.strictObject({}),
    actions: (action) => ({
      post: action({
        title: 'Post',
        input: z.strictObject({}),
        output: z.object({ id: z.string() }),
        effect: 'write',
        idempotency: 'check-then-act',
        find: async () => next(script.find, 'find', count('find')),
        run: async () => next(script.run, 'run', count('run')),
      }),
    }),
  });
  harness = createHarness({ plugin, config: {} });
  const { runtime } = harness;
  return {
    did,
    perform: () => runtime.perform({ ...at, action: 'post', input: {}, idempotencyKey: 'k', now: testNow }),
  };
};

const done: Outcome<{ id: string }> = { kind: 'done', output: { id: '1' } };
const unknown: Outcome<{ id: string }> = { kind: 'unknown', code: 'lost', message: 'No answer.' };
const absent: Found = { kind: 'absent' };

describe('an action that looks before it acts', () => {
  test('acts when nothing is there', async () => {
    const { did, perform } = start({ find: [absent], run: [done] });
    expect((await perform()).kind).toBe('done');
    expect(did).toEqual(['find', 'run']);
  });

  test('does not act when an earlier attempt took effect', async () => {
    const { did, perform } = start({ find: [done], run: [] });
    expect((await perform()).kind).toBe('done');
    expect(did).toEqual(['find']);
  });

  test('looks again after an unclear end', async () => {
    const { did, perform } = start({ find: [absent, done], run: [unknown] });
    expect((await perform()).kind).toBe('done');
    expect(did).toEqual(['find', 'run', 'find']);
  });

  test('is tried again later when it is still unclear: the next attempt looks first', async () => {
    const { did, perform } = start({ find: [absent, absent, done], run: [unknown] });
    expect(await perform()).toMatchObject({ kind: 'retry', code: 'lost', afterMs: 5_000 });
    expect((await perform()).kind).toBe('done');
    expect(did).toEqual(['find', 'run', 'find', 'find']);
  });

  test.each<[string, Found]>([
    ['retry', { kind: 'retry', code: 'busy', message: 'Busy.' }],
    ['unknown', unknown],
  ])('never acts when it could not look (%s)', async (_kind, answer) => {
    const { did, perform } = start({ find: [answer], run: [done] });
    expect((await perform()).kind).toBe('retry');
    expect(did).toEqual(['find']);
  });

  test('never acts when looking fails', async () => {
    const { did, perform } = start({ find: [], run: [done] });
    expect(await perform()).toMatchObject({ kind: 'retry', code: 'plugin-misbehaved' });
    expect(did).toEqual(['find']);
  });
});
