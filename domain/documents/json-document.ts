import { type Node, parseTree, type ParseError } from 'jsonc-parser';
import { parse } from 'secure-json-parse';

import { messageOf } from '../errors.ts';
import { isInexactInteger } from '../exact-json.ts';
import type { Checked, Problem } from '../problem.ts';
import { firstTooDeep, syntaxWording, tellingErrors } from './json-syntax.ts';
import { formatPath, parsePath } from './path.ts';

/** Line and column in a text, from 1. */
export type Place = { readonly line: number; readonly column: number };

/** Where something stands; with the file, path and step there when it came into the document from another file. */
export type Located = Place & { readonly file?: string; readonly path?: string; readonly step?: string };

/** A JSON file that was read: its value, and where in the text everything stands. */
export type JsonDocument = {
  readonly file: string;
  readonly value: unknown;
  /** Where the thing at a path stands; the nearest thing around it when there is none. */
  readonly locate: (path: readonly PropertyKey[]) => Located;
};

/** How many characters a document has at most. */
export const lengthMax = 1_000_000;
const depthMax = 100;

type Fault = { code: string; message: string; hint: string; offset?: number; path?: readonly PropertyKey[] };

/**
 * Reads strict JSON that a person wrote. Every syntax error is reported with its line; what is too long, too
 * deep, has a field twice, or a field that would change the prototype of objects, is refused.
 */
export const readJsonDocument = (input: { text: string; file: string }): Checked<JsonDocument> => {
  const { file } = input;
  const text = input.text.replace(/^\uFEFF/, '');
  const placeAt = placesOf(text);
  const refuse = (faults: readonly Fault[]): Checked<JsonDocument> => ({
    ok: false,
    problems: faults.map(({ code, message, hint, offset, path }): Problem => ({
      code,
      file,
      ...placeAt(offset ?? 0),
      path: formatPath(path ?? []),
      message,
      hint,
      severity: 'error',
    })),
  });
  const bounds = outOfBounds(text);
  if (bounds !== undefined) return refuse([bounds]);
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  if (errors.length > 0 || root === undefined) {
    const telling = tellingErrors({ errors, lineOf: (offset) => placeAt(offset).line });
    return refuse(
      telling.map((error) => ({ code: 'not-json', ...syntaxWording(error), offset: error.offset })),
    );
  }
  const faults = [
    ...forbiddenFields({ node: root, path: [] }),
    ...repeatedFields({ node: root, path: [] }),
    ...inexactNumbers({ root, text }),
  ];
  if (faults.length > 0) return refuse(faults);
  try {
    const value: unknown = parse(text, null, { protoAction: 'error', constructorAction: 'error' });
    return {
      ok: true,
      value: { file, value, locate: (path) => placeAt(offsetOf(root, path)) },
      warnings: [],
    };
  } catch (error) {
    return refuse([
      { code: 'not-json', message: `The file cannot be read: ${messageOf(error)}.`, hint: forbidden },
    ]);
  }
};

const forbidden = 'Remove fields named `__proto__`, and fields named `constructor` that hold a `prototype`.';

const outOfBounds = (text: string): Fault | undefined => {
  if (text.trim() === '') {
    return {
      code: 'not-json',
      message: 'The file is empty.',
      hint: 'Write a JSON object, or remove the file.',
    };
  }
  if (text.length > lengthMax) {
    return {
      code: 'file-too-large',
      message: `The file has ${text.length} characters; ${lengthMax} are allowed.`,
      hint: 'Split it into several files.',
    };
  }
  const offset = firstTooDeep({ text, depthMax });
  if (offset === undefined) return undefined;
  return {
    code: 'nested-too-deep',
    message: `The file nests more than ${depthMax} levels deep.`,
    hint: 'Write it flatter.',
    offset,
  };
};

/** The fields that `secure-json-parse` refuses, with their places. */
function* forbiddenFields(input: { node: Node; path: readonly PropertyKey[] }): Generator<Fault> {
  const { node, path } = input;
  if (node.type === 'array') {
    for (const [index, item] of (node.children ?? []).entries()) {
      yield* forbiddenFields({ node: item, path: [...path, index] });
    }
  }
  if (node.type !== 'object') return;
  for (const property of node.children ?? []) {
    const [field, value] = property.children ?? [];
    const name = String(field?.value);
    const here = [...path, name];
    const holds = (value?.children ?? []).some((inner) => inner.children?.[0]?.value === 'prototype');
    if (name === '__proto__' || (name === 'constructor' && holds)) {
      const message = `\`${name}\` would change every object.`;
      yield { code: 'not-json', message, hint: forbidden, path: here, offset: property.offset };
    }
    if (value !== undefined) yield* forbiddenFields({ node: value, path: here });
  }
}

function* repeatedFields(input: { node: Node; path: readonly PropertyKey[] }): Generator<Fault> {
  const { node, path } = input;
  if (node.type === 'array') {
    for (const [index, item] of (node.children ?? []).entries()) {
      yield* repeatedFields({ node: item, path: [...path, index] });
    }
  }
  if (node.type !== 'object') return;
  const seen = new Set<string>();
  for (const property of node.children ?? []) {
    const [field, value] = property.children ?? [];
    const name = String(field?.value);
    const here = [...path, name];
    if (seen.has(name)) {
      const message = `\`${name}\` stands there twice.`;
      yield {
        code: 'repeated-field',
        message,
        hint: 'Keep one of the two.',
        path: here,
        offset: property.offset,
      };
    }
    seen.add(name);
    if (value !== undefined) yield* repeatedFields({ node: value, path: here });
  }
}

function* inexactNumbers(input: { root: Node; text: string }): Generator<Fault> {
  const { root, text } = input;
  if (!/\d{16}/.test(text)) return;
  for (const { offset, length } of numbersIn(root)) {
    const token = text.slice(offset, offset + length);
    if (!isInexactInteger(token)) continue;
    const message = `The number ${token.slice(0, 40)} is too large to be exact.`;
    yield { code: 'inexact-number', message, hint: 'Write it as text, in quotes.', offset };
  }
}

function* numbersIn(node: Node): Generator<Node> {
  if (node.type === 'number') yield node;
  for (const child of node.children ?? []) yield* numbersIn(child);
}

const offsetOf = (root: Node, path: readonly PropertyKey[]): number => {
  let node = root;
  let offset = root.offset;
  for (const part of path) {
    const item = typeof part === 'number' && node.type === 'array' ? node.children?.[part] : undefined;
    const property =
      node.type === 'object'
        ? node.children?.find((child) => child.children?.[0]?.value === part)
        : undefined;
    const next = item ?? property?.children?.[1];
    if (next === undefined) return offset;
    offset = (item ?? property ?? next).offset;
    node = next;
  }
  return offset;
};

const placesOf = (text: string): ((offset: number) => Place) => {
  const starts = [0];
  for (const { index } of text.matchAll(/\n/g)) starts.push(index + 1);
  return (offset) => {
    const line = starts.findLastIndex((start) => start <= offset);
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
};

/** Adds file, line and column to problems that only know the path within the document. */
export const locateProblems = (input: {
  problems: readonly Problem[];
  document: JsonDocument;
}): readonly Problem[] => {
  const { document } = input;
  return input.problems.map((problem) =>
    problem.line === undefined && (problem.file ?? document.file) === document.file
      ? { ...problem, file: document.file, ...document.locate(parsePath(problem.path)) }
      : problem,
  );
};

/** Adds file, line and column to problems found in a file that was read before. */
export const locateInText = (input: {
  problems: readonly Problem[];
  text: string;
  file: string;
}): readonly Problem[] => {
  if (input.problems.length === 0) return [];
  const read = readJsonDocument(input);
  return read.ok ? locateProblems({ problems: input.problems, document: read.value }) : input.problems;
};
