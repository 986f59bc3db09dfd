import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { TestedEngine } from '../harness/engine-verbs.ts';
import { createGuideRunner, linesOf, readGuide } from '../harness/guide.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const { examples, files, settings, others } = await readGuide('sync.md');

describe('docs/sync.md', () => {
  let engine: TestedEngine;
  let run: ReturnType<typeof createGuideRunner>;
  beforeAll(async () => {
    engine = await startMemoryEngine({
      env: { TOKEN: 'pat-1' },
      files: (tenant) => shopFiles({ tenant, files, settings }),
    });
    run = createGuideRunner({ engine, values: new Map() });
    await engine.comeToRest(engine.tenant);
  });
  afterAll(() => engine.close());

  // One after the other, as a reader types them.
  it.each(examples)('has commands in line $line that are answered as it says', async (example) => {
    const lines = linesOf(example);
    for (const [index, line] of lines.entries()) {
      const { status, body } = await run(line);
      if (index < lines.length - 1 || example.answer === undefined) {
        expect(status, JSON.stringify(body)).toBe(200);
        continue;
      }
      expect(status, JSON.stringify(body)).toBe(example.status);
      expect(body).toMatchObject(JSON.parse(example.answer));
    }
  });

  it('has no block that is not executed or compared', () => {
    expect(others).toEqual([]);
    expect(examples.length).toBeGreaterThan(2);
  });
});
