import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { heldOut, tenantHoldout, treated } from '../../domain/experiments/design.ts';
import { newExposure } from '../../domain/experiments/exposure.ts';
import { adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const day = 86_400_000;
const start = Date.UTC(2026, 2, 10, 6);
const before = 20_001;

const journey = {
  key: 'hello',
  name: 'Hello',
  stage: 'retention',
  entry: { on: 'Checkout Started' },
  steps: [{ id: 'rest', type: 'wait', for: '1 day' }],
};

const liftSchema = z.object({
  everything: z.object({ asOf: z.string(), arms: z.array(z.object({ people: z.int() })) }),
});

describe('the results of an experiment with more than 20,000 people', () => {
  let engine: TestedEngine;
  beforeAll(async () => {
    engine = await startMemoryEngine({
      start,
      files: (tenant) =>
        shopFiles({ tenant, files: { 'journeys/hello.json': journey }, settings: { holdout: 10 } }),
    });
    for (let n = 0; n < before; n += 1) await expose(n);
  });
  afterAll(() => engine.close());

  const expose = async (n: number): Promise<void> => {
    const design = tenantHoldout(10);
    if (design === undefined) return;
    const at = start - 40 * day;
    const exposure = newExposure({
      design,
      tenant: engine.tenant,
      journey: 'hello',
      version: 1,
      profileId: `p-${n}`,
      arm: n % 10 === 0 ? heldOut : treated,
      at,
      until: at + 30 * day,
      by: 'event',
      cause: null,
      currency: 'EUR',
    });
    await engine.opened.stores.exposures.claim(exposure);
  };
  const shown = async () => {
    const { body } = await adminClient(engine).call('GET', '/api/journeys/hello/lift');
    const { asOf, arms } = liftSchema.parse(body).everything;
    return { asOf, people: arms.reduce((sum, { people }) => sum + people, 0) };
  };

  it('are summed once for a while and say of when they are, and what decides sums them itself', async () => {
    const first = await shown();
    expect(first.people).toBe(before);
    await expose(before);
    expect(await shown()).toEqual(first);
    const now = await engine.engine.results.everything({ tenant: engine.tenant });
    expect(now?.readOut.arms.reduce((sum, { people }) => sum + people, 0)).toBe(before + 1);
  });
});
