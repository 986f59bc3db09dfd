import type { z } from 'zod';

import { nearest, quoteList } from './nearest.ts';
import { valueAt } from './path.ts';
import { descriptionAt, tagsAt } from './schema-walk.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** The schema and the value it was held against. */
export type Context = {
  readonly schema: unknown;
  readonly value: unknown;
  /** What to write where the schema has no description of a field. */
  readonly otherwise?: string | undefined;
};

/** What to write at a path, by the description of the field. */
export const mendAt = (context: Context, path: Path): string => {
  const description = descriptionAt({ ...context, path });
  if (description !== undefined) return `It is: ${description}`;
  return context.otherwise ?? 'Write what the schema of this file asks for.';
};

/** What a place is called in a sentence. */
export const nameOf = (path: Path): string => {
  const last = path.at(-1);
  if (last === undefined) return 'The document';
  if (typeof last !== 'number') return `\`${String(last)}\``;
  const list = path.at(-2);
  return `Item ${last + 1}${list === undefined ? '' : ` of \`${String(list)}\``}`;
};

/** The words for zod's names of types. */
export const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: '`true` or `false`',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: '`null`',
};

/** What sort of value stands there. */
export const kindOf = (value: unknown): string => {
  if (value === null) return '`null`';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number' || typeof value === 'boolean') return `\`${value}\``;
  return kinds[typeof value] ?? typeof value;
};

/** A value as it is quoted in a sentence. */
export const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};

/** One issue of zod in words; unions and unknown fields are seen to by the caller. */
export const wordingOf = (input: {
  context: Context;
  issue: Issue;
  path: Path;
}): { code: string; message: string; hint: string } => {
  const { context, issue, path } = input;
  const value = valueAt({ value: context.value, path });
  const name = nameOf(path);
  const hint = mendAt(context, path);
  switch (issue.code) {
    case 'invalid_type':
      if (value === undefined)
        return { code: 'missing-field', message: `${name} is missing.`, hint: `Add ${name}. ${hint}` };
      return {
        code: 'wrong-type',
        message: `${name} must be ${kinds[issue.expected] ?? issue.expected}, not ${kindOf(value)}.`,
        hint,
      };
    case 'invalid_value':
      return wrongWord({ name, value, known: issue.values.map(String), hint, code: 'bad-value' });
    case 'invalid_union':
      return wrongWord({
        name,
        value,
        known: tagsAt({ ...context, path }),
        hint,
        code: `unknown-${issue.discriminator ?? 'kind'}`,
      });
    case 'too_small':
    case 'too_big':
      return {
        code: issue.code === 'too_small' ? 'too-little' : 'too-much',
        message: sizeMessage({ issue, name }),
        hint,
      };
    case 'custom':
      return customWording({ issue, name, value, hint });
    default:
      return { code: 'bad-format', message: `${name} ${lower(issue.message)}; it is ${shown(value)}.`, hint };
  }
};

const wrongWord = (input: {
  name: string;
  value: unknown;
  known: readonly string[];
  hint: string;
  code: string;
}) => {
  const { name, value, known } = input;
  if (value === undefined) {
    return {
      code: 'missing-field',
      message: `${name} is missing.`,
      hint: `Add ${name}: one of ${quoteList(known)}.`,
    };
  }
  const near = typeof value === 'string' ? nearest({ word: value, known }) : undefined;
  const guess = near === undefined ? '' : `Did you mean \`${near}\`? `;
  const one = known.length === 1 ? `Write ${quoteList(known)}.` : `Write one of ${quoteList(known)}.`;
  return { code: input.code, message: `${name} cannot be ${shown(value)}.`, hint: `${guess}${one}` };
};

const units: Readonly<Record<string, string>> = { string: ' characters', array: ' items' };

const sizeMessage = (input: {
  issue: Extract<Issue, { code: 'too_small' | 'too_big' }>;
  name: string;
}): string => {
  const { issue, name } = input;
  const unit = units[issue.origin] ?? '';
  if (issue.code === 'too_big') {
    return `${name} may ${unit === '' ? 'be' : 'have'} ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${unit}.`;
  }
  if (unit !== '' && Number(issue.minimum) === 1) return `${name} is empty.`;
  return `${name} must ${unit === '' ? 'be' : 'have'} ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${unit}.`;
};

/** Zod's sentence without its own opening. */
export const lower = (text: string): string => text.replace(/^Invalid input: |^Invalid \w+: /, '');

const customWording = (input: {
  issue: Extract<Issue, { code: 'custom' }>;
  name: string;
  value: unknown;
  hint: string;
}) => {
  const { issue, name } = input;
  const { code, hint } = issue.params ?? {};
  const isSentence = /^["A-Z`].*[.?!]$/.test(issue.message);
  return {
    code: typeof code === 'string' ? code : 'bad-value',
    message: isSentence ? issue.message : `${name}: ${issue.message}.`,
    hint: typeof hint === 'string' ? hint : input.hint,
  };
};
