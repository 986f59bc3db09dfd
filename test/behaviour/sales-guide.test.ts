import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { isObject } from '../../domain/json.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { createGuideRunner, linesOf, readGuide } from '../harness/guide.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const { examples, files, settings, others } = await readGuide('sales.md');

describe('docs/sales.md', () => {
  let engine: TestedEngine;
  let run: ReturnType<typeof createGuideRunner>;
  const values = new Map<string, string>();
  beforeAll(async () => {
    engine = await startMemoryEngine({ files: (tenant) => shopFiles({ tenant, files, settings }) });
    run = createGuideRunner({ engine, values });
  });
  afterAll(() => engine.close());

  /** A record that was made is `$LEAD`, `$DEAL` and so on as well. */
  const remember = (body: unknown): void => {
    if (isObject(body) && typeof body['kind'] === 'string' && typeof body['id'] === 'string')
      values.set(body['kind'].toUpperCase(), body['id']);
  };

  // One after the other, as a reader types them.
  it.each(examples)('has commands in line $line that are answered as it says', async (example) => {
    const lines = linesOf(example);
    for (const [index, line] of lines.entries()) {
      const { status, body } = await run(line);
      remember(body);
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
