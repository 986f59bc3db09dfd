import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { isObject } from '../../domain/json.ts';
import { cicloOn } from '../harness/ciclo-command.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { commandLines, curlRequest, shellWords } from '../harness/shell-example.ts';
import { shopFiles } from '../harness/shop.ts';

const minute = 60_000;
const page = await readFile(join(import.meta.dirname, '..', '..', 'docs', 'records.md'), 'utf8');

const fence = /^```([^\n]*)\n([\s\S]*?)^```$/gm;
const blocks = [...page.matchAll(fence)].map((found) => ({
  info: found[1] ?? '',
  text: found[2] ?? '',
  line: page.slice(0, found.index).split('\n').length,
}));

/** Each block of commands, with what the last of them is answered, if the page says it. */
const examples = blocks.flatMap((block, index) => {
  if (block.info !== 'sh') return [];
  const answered = blocks[index + 1];
  const status = /^json answered=(\d+)$/.exec(answered?.info ?? '')?.[1];
  return [
    { ...block, status: Number(status ?? 200), answer: status === undefined ? undefined : answered?.text },
  ];
});

describe('docs/records.md', () => {
  let engine: TestedEngine;
  const values = new Map<string, string>();
  beforeAll(async () => {
    engine = await startMemoryEngine({ files: (tenant) => shopFiles({ tenant, files: {} }) });
    values.set('CICLO', engine.url).set('API_KEY', engine.keys.api);
  }, minute);
  afterAll(() => engine.close(), minute);

  /** Runs a line of the page; the ids of the records it makes are `$ID`, and that of a deal `$DEAL` as well. */
  const run = async (line: string): Promise<{ status: number; body: unknown }> => {
    const [program, ...words] = shellWords(line, values);
    if (program === 'ciclo') {
      const { code, said } = await cicloOn(engine)(words);
      expect(code, said).toBe(0);
      return { status: 200, body: said };
    }
    expect(program).toBe('curl');
    const { url, init } = curlRequest(words);
    const response = await fetch(url, init);
    const body: unknown = await response.json();
    if (response.status === 201 && isObject(body)) {
      values.set('ID', String(body['id']));
      if (body['kind'] === 'deal') values.set('DEAL', String(body['id']));
    }
    return { status: response.status, body };
  };

  // One after the other, as a reader types them.
  it.each(examples)('has commands in line $line that are answered as it says', async (example) => {
    const lines = commandLines(example.text);
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
    const compared = examples.filter(({ answer }) => answer !== undefined);
    expect(examples.length + compared.length).toBe(blocks.length);
    expect(compared.length).toBeGreaterThan(5);
  });
});
