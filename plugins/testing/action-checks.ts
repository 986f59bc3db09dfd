import { afterEach, beforeEach, expect, test } from 'vitest';
import { safeToRepeat } from '../contract/actions/outcome.ts';
import type { ActionInfo } from '../contract/actions/action.ts';
import { createLocalRateSlots } from '../runtime/rate-slots.ts';
import { at, createHarness, type Harness, testNow } from './harness.ts';
import type { ActionExample, Provider, RunningProvider, Scenario, Subject } from './subject.ts';

type Given = {
  readonly subject: Subject;
  readonly provider: Provider;
  readonly name: string;
  readonly action: ActionInfo;
  readonly example: ActionExample;
};

/** A provider and a runtime for each check, and after each a search for secrets in all that was said. */
const createStage = (given: Given) => {
  let provider: RunningProvider | undefined;
  let harness: Harness | undefined;
  const said: string[] = [];

  beforeEach(async () => {
    provider = await given.provider.start();
    const config = given.subject.config(provider.url);
    harness = createHarness({
      plugin: given.subject.plugin,
      config,
      secrets: given.subject.secrets,
      rateSlots: { reserve: async ({ now }) => now },
    });
  });
  afterEach(async () => {
    const everything = [...said.splice(0), ...(harness?.logged ?? [])].join('\n');
    await harness?.close();
    await provider?.close();
    for (const [name, secret] of Object.entries(given.subject.secrets)) {
      expect(everything.includes(secret), `the secret ${name} in something the plugin said`).toBe(false);
    }
  });

  const get = () => {
    if (provider === undefined || harness === undefined) throw new Error('The stage is not set.');
    return { provider, harness };
  };
  return {
    provider: () => get().provider,
    harness: () => get().harness,
    perform: async (input: { key?: string; input?: unknown; signal?: AbortSignal } = {}) => {
      const outcome = await get().harness.runtime.perform({
        ...at,
        action: given.name,
        version: given.action.version,
        input: 'input' in input ? input.input : given.example.input,
        idempotencyKey: input.key ?? 'step-1',
        now: testNow,
        signal: input.signal,
      });
      said.push(JSON.stringify(outcome));
      return outcome;
    },
  };
};

type Stage = ReturnType<typeof createStage>;

const checkInput = (given: Given, stage: Stage) => {
  test('the example is done once, and its output is what was declared', async () => {
    expect(await stage.perform()).toMatchObject({ kind: 'done' });
    expect(stage.provider().effects()).toBe(1);
  });

  test.each(given.example.junk.map((junk) => [JSON.stringify(junk), junk]))(
    'junk is refused and reaches nobody: %s',
    async (_text, junk) => {
      expect(await stage.perform({ input: junk })).toMatchObject({ kind: 'rejected', code: 'invalid-input' });
      expect(stage.provider().effects()).toBe(0);
    },
  );

  test.each([null, undefined, 'text', 7, []])('%s is no input', async (junk) => {
    expect(await stage.perform({ input: junk })).toMatchObject({ kind: 'rejected', code: 'invalid-input' });
  });

  test('the input is left as it was', async () => {
    const before = structuredClone(given.example.input);
    await stage.perform();
    expect(given.example.input).toEqual(before);
  });

  const { effect } = given.action;
  // Twenty times the same state is one.
  const expected = effect.effect === 'write' && effect.idempotency === 'natural-key' ? 1 : 20;
  test(`twenty calls at once are all done, with ${expected === 1 ? 'one effect' : 'twenty effects'}`, async () => {
    const calls = Array.from({ length: 20 }, (_, index) => stage.perform({ key: `step-${index}` }));
    const outcomes = await Promise.all(calls);
    expect(outcomes.every((outcome) => outcome.kind === 'done')).toBe(true);
    expect(stage.provider().effects()).toBe(expected);
  });
};

const checkRepeats = (given: Given, stage: Stage) => {
  const { effect } = given.action;
  if (effect.effect === 'read' || effect.idempotency === 'none') return;

  test('the same key twice is one effect', async () => {
    expect((await stage.perform()).kind).toBe('done');
    expect((await stage.perform()).kind).toBe('done');
    expect(stage.provider().effects()).toBe(1);
  });

  test('an answer lost after the effect is found again, not repeated', async () => {
    stage.provider().play('lost');
    await stage.perform();
    stage.provider().play('ok');
    expect((await stage.perform()).kind).toBe('done');
    expect(stage.provider().effects()).toBe(1);
  });
};

const checkTrouble = (given: Given, stage: Stage) => {
  const { plays, expects } = given.provider;
  const { effect } = given.action;
  const repeatable =
    safeToRepeat(effect) || (effect.effect === 'write' && effect.idempotency === 'check-then-act');
  const whenUnclear = repeatable ? 'retry' : 'unknown';
  const outcomeOf = async (scenario: Scenario, signal?: AbortSignal) => {
    stage.provider().play(scenario);
    return stage.perform(signal === undefined ? {} : { signal });
  };

  test.runIf(plays.includes('throttled-seconds'))(
    '429 with seconds waits as long as it was told',
    async () => {
      expect(await outcomeOf('throttled-seconds')).toMatchObject({ kind: 'retry', afterMs: 7_000 });
    },
  );
  test.runIf(plays.includes('throttled-date'))('429 with a date waits until then', async () => {
    expect(await outcomeOf('throttled-date')).toMatchObject({ kind: 'retry', afterMs: 7_000 });
  });
  test.runIf(plays.includes('throttled'))('429 without a time is tried again', async () => {
    expect((await outcomeOf('throttled')).kind).toBe('retry');
  });

  test.each(
    plays.filter((one) => one === 'server-error' || one === 'unavailable' || one === 'lost' || one === 'cut'),
  )('%s ends as this action may: tried again only where that is safe', async (scenario) => {
    const kind = expects?.[scenario] ?? whenUnclear;
    expect(await outcomeOf(scenario)).toMatchObject({ kind });
  });

  test.runIf(plays.includes('hang'))('a provider that never answers is given up on', async () => {
    const given = new AbortController();
    const { silence } = stage.provider();
    void silence?.().then(() => given.abort());
    const signal = silence === undefined ? AbortSignal.timeout(200) : given.signal;
    const outcome = await outcomeOf('hang', signal);
    expect(outcome.kind).toBe(expects?.hang ?? whenUnclear);
  });

  test.each(plays.filter((one) => one === 'unauthorized' || one === 'refused'))(
    '%s is no success, and nothing happened',
    async (scenario) => {
      expect(['rejected', 'retry']).toContain((await outcomeOf(scenario)).kind);
      expect(stage.provider().effects()).toBe(0);
    },
  );

  test.each(plays.filter((one) => one === 'huge' || one === 'garbage'))(
    'a %s answer is no success',
    async (scenario) => {
      expect((await outcomeOf(scenario)).kind).not.toBe('done');
    },
  );

  test('a provider that is down is tried again, and works once it is back', async () => {
    await stage.provider().close();
    expect((await stage.perform()).kind).toBe('retry');
  });

  test('trouble leaves the next call alone', async () => {
    for (const scenario of plays.filter((one) => one !== 'hang' && one !== 'lost' && one !== 'cut'))
      await outcomeOf(scenario);
    stage.provider().play('ok');
    expect((await stage.perform({ key: 'afterwards' })).kind).toBe('done');
  });
};

const checkLimits = (given: Given) => {
  test('declared limits are held over all workers: what exceeds them has a slot later', async () => {
    const provider = await given.provider.start();
    const { plugin, secrets, config } = given.subject;
    const rateSlots = createLocalRateSlots();
    const workers = [1, 2].map(() =>
      createHarness({ plugin, secrets, config: config(provider.url), rateSlots }),
    );
    const limits = workers.map(
      ({ runtime }) =>
        runtime.action({ ...at, action: given.name, version: given.action.version })?.limits ?? [],
    );
    const rates = limits.flatMap((of) => of.map(({ rate }) => rate)).filter((rate) => rate <= 100);
    const allowed = Math.min(...rates, 100);
    const slots: unknown[] = [];
    for (let index = 0; rates.length > 0 && index < allowed + 2; index += 1) {
      const outcome = await workers[index % 2]?.runtime.perform({
        ...at,
        action: given.name,
        version: given.action.version,
        input: given.example.input,
        idempotencyKey: `step-${index}`,
        now: testNow,
      });
      slots.push(outcome?.kind === 'retry' ? outcome.slotAt : undefined);
    }
    expect(slots.filter((slot) => slot !== undefined).length).toBe(rates.length > 0 ? 2 : 0);
    await Promise.all(workers.map((worker) => worker.close()));
    await provider.close();
  });
};

/** What holds of every action, by what it declares of itself. */
export const actionChecks = (given: Given): void => {
  const stage = createStage(given);
  checkInput(given, stage);
  checkRepeats(given, stage);
  checkTrouble(given, stage);
  checkLimits(given);

  test('a provider that is up is healthy', async () => {
    const healthy = async () => (await stage.harness().runtime.health())[0]?.health.ok;
    expect(await healthy()).toBe(true);
  });
};
