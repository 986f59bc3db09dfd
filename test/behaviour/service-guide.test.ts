import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { TestedEngine } from '../harness/engine-verbs.ts';
import { createGuideRunner, linesOf, readGuide } from '../harness/guide.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const { examples, files, settings, others } = await readGuide('service.md');

describe('docs/service.md', () => {
  let engine: TestedEngine;
  let run: ReturnType<typeof createGuideRunner>;
  beforeAll(async () => {
    engine = await startMemoryEngine({ files: (tenant) => shopFiles({ tenant, files, settings }) });
    await engine.customer('ana');
    run = createGuideRunner({ engine, values: new Map([['ANA', await engine.profileId('ana')]]) });
  });
  afterAll(() => engine.close());

  // One after the other, as a reader types them.
  it.each(examples)('has commands in line $line that are answered as it says', async (example) => {
    const lines = linesOf(example);
    for (const [index, line] of lines.entries()) {
      const { status, body } = await run(line);
      const isLast = index === lines.length - 1;
      if (!isLast || example.answer === undefined) {
        expect([200, 201], JSON.stringify(body)).toContain(status);
        continue;
      }
      expect(status, JSON.stringify(body)).toBe(example.status);
      expect(body).toMatchObject(JSON.parse(example.answer));
    }
  });

  it('has no block that is not executed or compared', () => {
    expect(others).toEqual([]);
    expect(examples.length).toBeGreaterThan(0);
  });
});
