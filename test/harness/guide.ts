import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { isObject } from '../../domain/json.ts';
import { cicloOn } from './ciclo-command.ts';
import type { TestedEngine } from './engine-verbs.ts';
import { commandLines, curlRequest, shellWords } from './shell-example.ts';

/** A block of commands of a page, with what the last of them is answered, if the page says it. */
export type GuideExample = {
  readonly line: number;
  readonly text: string;
  readonly status: number;
  readonly answer: string | undefined;
};

/** A page of `docs/` whose examples are executed. */
export type Guide = {
  readonly examples: readonly GuideExample[];
  /** The files that the page writes, by their paths. */
  readonly files: Readonly<Record<string, string>>;
  /** Parts of `ciclo.json`, put together. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Blocks that are nothing of these. */
  readonly others: readonly string[];
};

const fence = /^```([^\n]*)\n([\s\S]*?)^```$/gm;
const answered = /^json answered=(\d+)$/;

const settingsIn = (text: string): Readonly<Record<string, unknown>> => {
  const read: unknown = JSON.parse(text);
  return isObject(read) ? read : {};
};

/** Settings of several blocks as one: what two of them have under one name is put together. */
const together = (entries: readonly (readonly [string, unknown])[]): Readonly<Record<string, unknown>> => {
  const all = new Map<string, unknown>();
  for (const [name, value] of entries) {
    const before = all.get(name);
    all.set(name, isObject(before) && isObject(value) ? { ...before, ...value } : value);
  }
  return Object.fromEntries(all);
};

/** Reads a page of `docs/`: commands and their answers, files, and parts of `ciclo.json`. */
export const readGuide = async (name: string): Promise<Guide> => {
  const page = await readFile(join(import.meta.dirname, '..', '..', 'docs', name), 'utf8');
  const blocks = [...page.matchAll(fence)].map((found) => ({
    info: found[1] ?? '',
    text: found[2] ?? '',
    line: page.slice(0, found.index).split('\n').length,
  }));
  const fileOf = (info: string): string | undefined => /^json file=(\S+)$/.exec(info)?.[1];
  const examples = blocks.flatMap(({ info, text, line }, index): GuideExample[] => {
    if (info !== 'sh') return [];
    const next = blocks[index + 1];
    const status = answered.exec(next?.info ?? '')?.[1];
    return [
      { text, line, status: Number(status ?? 200), answer: status === undefined ? undefined : next?.text },
    ];
  });
  const isKnown = (info: string): boolean =>
    info === 'sh' || info === 'json settings' || answered.test(info) || fileOf(info) !== undefined;
  return {
    examples,
    files: Object.fromEntries(
      blocks.flatMap(({ info, text }) => {
        const file = fileOf(info);
        return file === undefined ? [] : [[file, text]];
      }),
    ),
    settings: together(
      blocks.flatMap(({ info, text }) => (info === 'json settings' ? Object.entries(settingsIn(text)) : [])),
    ),
    others: blocks.flatMap(({ info }) => (isKnown(info) ? [] : [info])),
  };
};

/**
 * Makes what runs the commands of a page against an engine: `curl` and `ciclo`. The id of the record
 * that was made last is `$ID`.
 */
export const createGuideRunner = (input: { engine: TestedEngine; values: Map<string, string> }) => {
  const { engine, values } = input;
  values.set('CICLO', engine.url).set('API_KEY', engine.keys.api).set('SERVER_KEY', engine.keys.write);
  return async (line: string): Promise<{ readonly status: number; readonly body: unknown }> => {
    const [program, ...words] = shellWords(line, values);
    if (program === 'ciclo') {
      const { code, said } = await cicloOn(engine)(words);
      return { status: code === 0 ? 200 : 500, body: said };
    }
    if (program !== 'curl') throw new Error(`${program ?? 'nothing'} is not run here`);
    const { url, init } = curlRequest(words);
    const response = await fetch(url, init);
    const text = await response.text();
    const body: unknown =
      response.headers.get('content-type')?.includes('json') === true ? JSON.parse(text) : text;
    if (response.status === 201 && isObject(body) && typeof body['id'] === 'string')
      values.set('ID', body['id']);
    return { status: response.status, body };
  };
};

/** The commands of an example, line by line. */
export const linesOf = (example: GuideExample): readonly string[] => commandLines(example.text);
