import { array, assert, asyncProperty, integer } from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type ActionContext, definePlugin, type Outcome, secret } from '../contract.ts';
import { createLocalRateSlots } from './rate-slots.ts';
import { at, createHarness, type Harness, testNow } from '../testing/harness.ts';

let harness: Harness | undefined;
afterEach(() => harness?.close());

type Run = (ctx: ActionContext<{ token: string }, undefined>, input: { text: string }) => Promise<Outcome>;
type Idempotency = 'native-key' | 'natural-key' | 'none';

const input = z.strictObject({
  text: z.string(),
  nested: z.object({ list: z.array(z.number()) }).optional(),
});

/** A plugin with one action that does as a test says; nothing holds it to the types. */
const pluginOf = (options: {
  run: Run;
  idempotency?: Idempotency;
  timeoutMs?: number;
  atOnce?: number;
  rate?: number;
}) =>
  definePlugin({
    id: 'trial',
    version: '1.0.0',
    name: 'Trial',
    config: z.strictObject({ token: secret() }),
    actions: (action) => ({
      act: action({
        title: 'Act',
        input,
        output: z.object({ id: z.string() }),
        effect: 'write',
        idempotency: options.idempotency ?? 'none',
        timeoutMs: options.timeoutMs ?? 1_000,
        atOnce: () => options.atOnce ?? 100,
        limits: () => [{ scope: 'all', rate: options.rate ?? 1_000_000, perMs: 1_000 }],
        run: async (ctx, given) => z.any().parse(await options.run(ctx, given)),
      }),
    }),
  });

const start = (options: Parameters<typeof pluginOf>[0]) => {
  harness = createHarness({
    plugin: pluginOf(options),
    config: { token: { env: 'TOKEN' } },
    secrets: { TOKEN: 'canary-token-123' },
    graceMs: 20,
  });
  return harness.runtime;
};

const call = { ...at, action: 'act', input: { text: 'hello' }, idempotencyKey: 'key-1', now: testNow };
const done: Outcome = { kind: 'done', output: { id: '1' } };

describe('a call', () => {
  test('gives the plugin its config, its input, the key, the time, and whose it is', async () => {
    const seen: unknown[] = [];
    const runtime = start({
      run: async (ctx, given) => {
        const { config, idempotencyKey, now, systemTime, tenant, instance } = ctx;
        seen.push({ config, idempotencyKey, now, systemTime, tenant, instance, given });
        return { ...done, providerId: 'p1' };
      },
    });
    const outcome = await runtime.perform({ ...call, now: testNow + 5 });
    expect(outcome).toEqual({ kind: 'done', output: { id: '1' }, providerId: 'p1' });
    expect(seen).toEqual([
      {
        config: { token: 'canary-token-123' },
        idempotencyKey: 'key-1',
        now: testNow + 5,
        systemTime: testNow,
        ...at,
        given: { text: 'hello' },
      },
    ]);
  });

  test('of an action, an instance or a tenant that is not there is rejected', async () => {
    const runtime = start({ run: async () => done });
    for (const wrong of [{ action: 'no' }, { instance: 'no' }, { tenant: 'no' }, { action: 'toString' }]) {
      expect((await runtime.perform({ ...call, ...wrong })).kind).toBe('rejected');
    }
  });

  test('says which field of the input is wrong', async () => {
    const runtime = start({ run: async () => done });
    const outcome = await runtime.perform({ ...call, input: { text: 7 } });
    expect(outcome).toMatchObject({ kind: 'rejected', code: 'invalid-input', message: /text: / });
  });
});

/** What each misbehaviour comes to where repeating is safe, and where it is not. */
const misbehaviours: readonly [string, Run, string][] = [
  ['throws an error', () => Promise.reject(new Error('canary-token-123 broke')), 'plugin-misbehaved'],
  ['throws something that is no error', () => Promise.reject('canary-token-123'), 'plugin-misbehaved'],
  [
    'throws at once',
    () => {
      throw new TypeError('at once');
    },
    'plugin-misbehaved',
  ],
  ['answers nothing', async () => z.any().parse(undefined), 'plugin-misbehaved'],
  ['answers a text', async () => z.any().parse('ok'), 'plugin-misbehaved'],
  ['answers a kind nobody knows', async () => z.any().parse({ kind: 'fine' }), 'plugin-misbehaved'],
  ['is rejected without a reason', async () => z.any().parse({ kind: 'rejected' }), 'plugin-misbehaved'],
  [
    'gives another output than declared',
    async () => ({ kind: 'done', output: { id: 7 } }),
    'plugin-misbehaved',
  ],
  [
    'waits a negative time',
    async () => ({ kind: 'retry', code: 'x', message: 'x', afterMs: -1 }),
    'plugin-misbehaved',
  ],
  [
    'changes its input',
    async (_ctx, given) => {
      given.text = 'changed';
      return done;
    },
    'plugin-misbehaved',
  ],
  ['answers what only find may', async () => z.any().parse({ kind: 'absent' }), 'plugin-misbehaved'],
  ['never ends', () => new Promise<Outcome>(() => undefined), 'timeout'],
];

describe('a plugin that misbehaves is contained', () => {
  test.each(misbehaviours)('it %s', async (_name, run, code) => {
    const timeoutMs = 30;
    expect(await start({ run, timeoutMs }).perform(call)).toMatchObject({ kind: 'unknown', code });
    await harness?.close();
    const safe = await start({ run, timeoutMs, idempotency: 'native-key' }).perform(call);
    expect(safe).toMatchObject({ kind: 'retry', code });
    expect(JSON.stringify([safe, harness?.logged])).not.toContain('canary-token-123');
  });

  test('deep changes of its input fail too, and the caller’s input stays', async () => {
    const mine = { text: 'a', nested: { list: [1] } };
    const runtime = start({
      run: async (_ctx, given) => {
        input.parse(given).nested?.list.push(2);
        Reflect.get(given, 'nested').list.push(2);
        return done;
      },
    });
    expect((await runtime.perform({ ...call, input: mine })).kind).toBe('unknown');
    expect(mine.nested.list).toEqual([1]);
  });

  test('a plugin that fails late, after nobody waited any more, harms nothing', async () => {
    let fail: (cause: Error) => void = () => undefined;
    const runtime = start({
      timeoutMs: 10,
      run: () =>
        new Promise<Outcome>((_resolve, reject) => {
          fail = reject;
        }),
    });
    expect((await runtime.perform(call)).kind).toBe('unknown');
    fail(new Error('late'));
    await new Promise(setImmediate);
    expect((await runtime.perform({ ...call, action: 'none' })).kind).toBe('rejected');
  });
});

describe('time', () => {
  test('a plugin told to stop may say itself how far it came', async () => {
    const runtime = start({
      timeoutMs: 10,
      run: (ctx) =>
        new Promise<Outcome>((resolve) => {
          ctx.signal.addEventListener('abort', () =>
            resolve({ kind: 'retry', code: 'stopped-early', message: 'Nothing was sent.' }),
          );
        }),
    });
    expect(await runtime.perform(call)).toMatchObject({ kind: 'retry', code: 'stopped-early' });
  });

  test('a caller who gives up ends the call', async () => {
    const runtime = start({ timeoutMs: 60_000, run: () => new Promise<Outcome>(() => undefined) });
    const controller = new AbortController();
    const outcome = runtime.perform({ ...call, signal: controller.signal });
    controller.abort();
    expect((await outcome).kind).toBe('unknown');
    expect(await runtime.perform({ ...call, signal: controller.signal })).toMatchObject({
      kind: 'retry',
      code: 'stopped',
    });
  });
});

describe('what leaves a plugin has no secrets in it', () => {
  const leak = 'canary-token-123';
  const disguised = [
    leak,
    `https://x.test/?token=${encodeURIComponent(leak)}`,
    `Basic ${Buffer.from(`user:${leak}`).toString('base64')}`,
    `Basic ${Buffer.from(`someone:${leak}:x`).toString('base64')}`,
    `Basic ${Buffer.from(`ab${leak}`).toString('base64')}`,
  ];

  test('not in outcomes, outputs, codes or logs, not even in disguise', async () => {
    for (const text of disguised) {
      const runtime = start({
        run: async (ctx) => {
          ctx.log.warn({ text, deep: { list: [new Error(text)] }, [text]: 1 }, text);
          ctx.log.info({ authorization: 'anything', password: 'anything' }, 'sent');
          return { kind: 'rejected', code: text, message: text };
        },
      });
      const rejected = await runtime.perform(call);
      const logged = harness?.logged.join('\n') ?? '';
      await harness?.close();
      const output = await start({ run: async () => ({ kind: 'done', output: { id: text } }) }).perform(call);
      const core = text.startsWith('Basic') ? text.slice(-16, -6) : leak;
      for (const said of [JSON.stringify(rejected), JSON.stringify(output), logged]) {
        expect(said).toContain('[redacted]');
        expect(said).not.toContain(core);
      }
      expect(logged).not.toContain('anything');
      await harness?.close();
    }
  });

  test('messages are bounded', async () => {
    const runtime = start({
      run: async () => ({ kind: 'rejected', code: 'x', message: 'x'.repeat(10_000) }),
    });
    const outcome = await runtime.perform(call);
    expect(outcome.kind === 'rejected' ? outcome.message.length : 0).toBe(2_000);
  });
});

describe('the places of an action', () => {
  const text = (given: string) => ({ ...call, input: { text: given } });
  const aborted = (signal: AbortSignal): Promise<unknown> =>
    new Promise((resolve) => signal.addEventListener('abort', resolve));

  test('are as many as it says: who asked first goes first', async () => {
    const letGo: (() => void)[] = [];
    const begun: string[] = [];
    const runtime = start({
      atOnce: 2,
      run: (_ctx, given) => {
        begun.push(given.text);
        return new Promise((resolve) => letGo.push(() => resolve(done)));
      },
    });
    const ends = ['a', 'b', 'c', 'd'].map((one) => runtime.perform(text(one)));
    await expect.poll(() => begun).toEqual(['a', 'b']);
    letGo.shift()?.();
    await ends[0];
    await expect.poll(() => begun).toEqual(['a', 'b', 'c']);
    for (let n = 0; n < 3; n += 1) {
      await expect.poll(() => letGo.length).toBeGreaterThan(0);
      letGo.shift()?.();
    }
    expect((await Promise.all(ends)).map(({ kind }) => kind)).toEqual(['done', 'done', 'done', 'done']);
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
  });

  test('are waited for outside of the time a call may take', async () => {
    const runtime = start({
      atOnce: 1,
      timeoutMs: 50,
      run: async (ctx, given) => {
        // The time of the first is over when the second gets the place for which it asked at the same moment.
        if (given.text === 'first') await aborted(ctx.signal);
        else if (ctx.signal.aborted) throw new Error('It had no time left.');
        return done;
      },
    });
    const both = await Promise.all([runtime.perform(text('first')), runtime.perform(text('second'))]);
    expect(both).toEqual([done, done]);
  });

  test('are held until the outcome is noted, so that no more can be lost than calls may be made at once', async () => {
    let note: () => void = () => undefined;
    const begun: string[] = [];
    const runtime = start({
      atOnce: 1,
      run: async (_ctx, given) => {
        begun.push(given.text);
        return done;
      },
    });
    const first = runtime.perform({
      ...text('first'),
      end: () =>
        new Promise((resolve) => {
          note = resolve;
        }),
    });
    const second = runtime.perform({ ...text('second'), begin: async () => (begun.push('place'), true) });
    await expect.poll(() => begun).toEqual(['first']);
    note();
    await Promise.all([first, second]);
    expect(begun).toEqual(['first', 'place', 'second']);
  });

  test('are given back by calls that their caller calls off, and turn away who waits when the engine stops', async () => {
    let letGo: () => void = () => undefined;
    const calls: string[] = [];
    const runtime = start({
      atOnce: 1,
      run: (_ctx, given) => {
        calls.push(given.text);
        return new Promise((resolve) => {
          letGo = () => resolve(done);
        });
      },
    });
    const off = await runtime.perform({ ...text('off'), begin: async () => false });
    expect(off).toMatchObject({ kind: 'retry', code: 'stopped' });
    const running = runtime.perform(text('running'));
    const waiting = runtime.perform(text('waiting'));
    await expect.poll(() => calls).toEqual(['running']);
    const closed = runtime.close();
    expect(await waiting).toMatchObject({ kind: 'retry', code: 'stopped' });
    letGo();
    expect(await running).toEqual(done);
    await closed;
    expect(calls).toEqual(['running']);
  });
});

describe('rate limits', () => {
  test('are reservations: a call beyond the rate has a slot of its own, and uses it once it has come', async () => {
    let calls = 0;
    const runtime = start({ rate: 2, run: async () => ((calls += 1), done) });
    const first = await Promise.all([1, 2, 3, 4].map(() => runtime.perform(call)));
    const slots = first.map((outcome) => (outcome.kind === 'retry' ? outcome.slotAt : testNow));
    expect(slots).toEqual([testNow, testNow, testNow + 1_000, testNow + 1_000]);
    expect(calls).toBe(2);
    const slotAt = slots[3] ?? 0;
    expect(await runtime.perform({ ...call, slotAt, now: slotAt - 1 })).toMatchObject({
      kind: 'retry',
      slotAt,
    });
    expect((await runtime.perform({ ...call, slotAt, now: slotAt })).kind).toBe('done');
    expect(calls).toBe(3);
  });

  test('hold over any stretch of their length, whenever the calls come', () => {
    const moments = array(integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 60 });
    const held = asyncProperty(moments, integer({ min: 1, max: 7 }), async (steps, rate) => {
      const slots = createLocalRateSlots();
      const taken: number[] = [];
      let now = testNow;
      for (const step of steps) {
        now += step;
        const slot = await slots.reserve({ key: 'k', rate, perMs: 1_000, now });
        expect(slot).toBeGreaterThanOrEqual(now);
        taken.push(slot);
      }
      for (const start of taken) {
        const within = taken.filter((slot) => slot >= start && slot < start + 1_000);
        expect(within.length).toBeLessThanOrEqual(rate);
      }
    });
    return assert(held);
  });
});
