import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { isObject } from '../../domain/json.ts';
import { cicloOn } from './ciclo-command.ts';
import type { TestedEngine } from './engine-verbs.ts';
import { startMemoryEngine } from './memory-engine.ts';
import { commandLines, curlRequest, shellWords } from './shell-example.ts';
import { shopFiles } from './shop.ts';

const minute = 60_000;
const fence = /^```([^\n]*)\n([\s\S]*?)^```$/gm;

const readPage = (name: string): string =>
  readFileSync(join(import.meta.dirname, '..', '..', 'docs', name), 'utf8');

type Block = { readonly info: string; readonly text: string; readonly line: number };

const blocksOf = (page: string): readonly Block[] =>
  [...page.matchAll(fence)].map((found) => ({
    info: found[1] ?? '',
    text: found[2] ?? '',
    line: page.slice(0, found.index).split('\n').length,
  }));

/** The name of the file that a block is the text of. */
const fileOf = ({ info }: Block): string | undefined => /^\w+ file=([\w.-]+)$/.exec(info)?.[1];

/** Each block of commands, with what the last of them is answered, if the page says it. */
const examplesOf = (blocks: readonly Block[]) =>
  blocks.flatMap((block, index) => {
    if (block.info !== 'sh') return [];
    const answered = blocks[index + 1];
    const status = /^(?:json|text) answered=(\d+)$/.exec(answered?.info ?? '')?.[1];
    const answer = status === undefined ? undefined : answered;
    return [{ ...block, status: Number(status ?? 200), answer }];
  });

/**
 * Tests that a page of `docs` is true: its commands are run one after the other, as a reader types them, on an engine in memory, answers are
 * compared with what the page says, and every block is either. The id of a record or an import that is made is `$ID`, that of a deal `$DEAL` as well.
 */
export const describeGuide = (input: {
  page: string;
  /** Files of the workspace. */
  files?: Readonly<Record<string, object>>;
  /** At least so many answers stand on the page. */
  compared: number;
}): void => {
  const text = readPage(input.page);
  const blocks = blocksOf(text);
  const examples = examplesOf(blocks);
  describe(`docs/${input.page}`, () => {
    let engine: TestedEngine;
    let folder: string;
    const values = new Map<string, string>();
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'guide-'));
      for (const block of blocks) {
        const name = fileOf(block);
        if (name !== undefined) await writeFile(join(folder, name), block.text);
      }
      engine = await startMemoryEngine({
        files: (tenant) => shopFiles({ tenant, files: { ...input.files } }),
      });
      values.set('CICLO', engine.url).set('API_KEY', engine.keys.api);
    }, minute);
    afterAll(async () => {
      await engine.close();
      await rm(folder, { recursive: true });
    }, minute);

    /** A word that names a file of the page means the one in the folder. */
    const placed = (word: string): string =>
      blocks.some((block) => fileOf(block) === word) || /^refused\.csv$|^exported\./.test(word)
        ? join(folder, word)
        : word;

    const run = async (line: string): Promise<{ status: number; body: unknown }> => {
      const [program, ...words] = shellWords(line, values);
      if (program === 'ciclo') {
        const { code, said } = await cicloOn(engine)(words.map(placed));
        const plain = said.replaceAll(`${folder}/`, '').replaceAll(/^Import \S+:/gm, 'Import $ID:');
        return { status: code, body: plain };
      }
      expect(program).toBe('curl');
      const { url, init } = curlRequest(words, folder);
      const response = await fetch(url, init);
      const said = await response.text();
      const type = response.headers.get('content-type') ?? '';
      const body: unknown = type.endsWith('json') && !type.includes('ndjson') ? JSON.parse(said) : said;
      if (response.status === 201 && isObject(body)) {
        values.set('ID', String(body['id']));
        if (body['kind'] === 'deal') values.set('DEAL', String(body['id']));
      }
      return { status: response.status, body };
    };

    it.each(examples)('has commands in line $line that are answered as it says', async (example) => {
      const lines = commandLines(example.text);
      for (const [index, line] of lines.entries()) {
        const { status, body } = await run(line);
        const isLast = index === lines.length - 1;
        if (!isLast || example.answer === undefined) {
          expect([0, 200, 201, 202], JSON.stringify(body)).toContain(status);
          continue;
        }
        expect(status, JSON.stringify(body)).toBe(example.status);
        const { info, text: answer } = example.answer;
        if (info.startsWith('json')) expect(body).toMatchObject(JSON.parse(answer));
        else expect(String(body).replaceAll('\r\n', '\n').trim()).toBe(answer.trim());
      }
    });

    it('has no block that is not executed, compared or a file', () => {
      const compared = examples.filter(({ answer }) => answer !== undefined);
      const files = blocks.filter((block) => fileOf(block) !== undefined);
      expect(examples.length + compared.length + files.length).toBe(blocks.length);
      expect(compared.length).toBeGreaterThanOrEqual(input.compared);
    });
  });
};
