import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { builtInPlugins } from '../../plugins/built-in.ts';
import type { RunningProvider, Scenario } from '../../plugins/testing/subject.ts';
import { adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';
import { troubledConnectors, troubledEnv } from '../harness/troubled-connectors.ts';

const minutes = 1 / 24 / 60;

const journeyOf = ({ use, action, input }: (typeof troubledConnectors)[number], url: string) => ({
  key: use,
  name: use,
  stage: 'retention',
  entry: { on: 'Something Happened', again: 'always' },
  steps: [
    {
      id: 'act',
      type: 'action',
      plugin: use,
      action,
      input: input(url),
      onFailure: [{ id: 'gone', type: 'exit', outcome: 'given-up' }],
    },
  ],
});

/** Whether a call may be made again when nobody knows whether it took effect. */
const isRepeatable = (use: string, action: string): boolean => {
  const effect = builtInPlugins.find(({ id }) => id === use)?.actions[action]?.effect;
  return effect?.effect === 'read' || (effect !== undefined && effect.idempotency !== 'none');
};

const runsSchema = z.object({
  runs: z.array(z.object({ journey: z.string(), status: z.string(), outcome: z.string().optional() })),
});

/** What the provider answers for some minutes, and whether it then may have done what it was asked for. */
const troubles: readonly { readonly scenario: Scenario; readonly clear: boolean }[] = [
  { scenario: 'unauthorized', clear: true },
  { scenario: 'throttled-seconds', clear: true },
  { scenario: 'throttled-date', clear: true },
  { scenario: 'throttled', clear: true },
  { scenario: 'server-error', clear: false },
  { scenario: 'lost', clear: false },
  { scenario: 'cut', clear: false },
  { scenario: 'garbage', clear: false },
];

describe('people who reach a provider that has trouble', () => {
  const providers = new Map<string, RunningProvider>();
  let engine: TestedEngine;
  beforeAll(async () => {
    for (const { use, start } of troubledConnectors) providers.set(use, await start());
    const plugins = Object.fromEntries(
      troubledConnectors.map(({ use, config }) => [
        use,
        { use, config: config(providers.get(use)?.url ?? '') },
      ]),
    );
    engine = await startMemoryEngine({
      start: Date.parse('2026-03-02T12:00:00Z'),
      env: troubledEnv,
      files: (tenant) =>
        shopFiles({
          tenant,
          files: Object.fromEntries(
            troubledConnectors.map((one) => [
              `journeys/${one.use}.json`,
              journeyOf(one, providers.get(one.use)?.url ?? ''),
            ]),
          ),
          settings: {
            // The circuit breaker goes by the real clock, which stands here.
            guards: { plugins: false },
            plugins: {
              ...plugins,
              inbox: { use: 'smtp', config: { server: { env: 'SMTP_URL' }, tls: 'off' } },
            },
          },
        }),
    });
  });
  afterAll(async () => {
    await engine.close();
    for (const provider of providers.values()) await provider.close();
  });

  const playAll = (scenario: Scenario): void => {
    for (const provider of providers.values()) provider.play(scenario);
  };
  const endsOf = async (person: string) => {
    const profile = await engine.profileId(person);
    const { body } = await adminClient(engine).call('GET', `/api/runs?profile=${profile}&limit=100`);
    return new Map(runsSchema.parse(body).runs.map((run) => [run.journey, run]));
  };

  it.each(troubles)('$scenario: nobody is lost, and nothing is done twice', async ({ scenario, clear }) => {
    const before = new Map([...providers].map(([use, provider]) => [use, provider.effects()]));
    playAll(scenario);
    await engine.customer(scenario, { code: `CODE-${scenario.toUpperCase()}` });
    await engine.track(scenario, 'Something Happened');
    await engine.days(2 * minutes);
    playAll('ok');
    await engine.days(30 * minutes);
    const ends = await endsOf(scenario);
    for (const { use, action } of troubledConnectors) {
      const run = ends.get(use);
      const done = (providers.get(use)?.effects() ?? 0) - (before.get(use) ?? 0);
      expect(run?.status, `${use} is over`).toBe('ended');
      expect(done, `${use} did it once at most`).toBeLessThanOrEqual(1);
      const isGivenUp = run?.outcome === 'given-up';
      expect(isGivenUp || done === 1, `${use} did it, or the journey took its other way`).toBe(true);
      const mustBeDone = clear || isRepeatable(use, action);
      expect(mustBeDone && isGivenUp, `${use} gave up what may be tried again`).toBe(false);
    }
  });
});
