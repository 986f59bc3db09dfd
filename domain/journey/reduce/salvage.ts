import type { z } from 'zod';

import { formatPath, valueAt } from '../../documents/path.ts';
import { isObject } from '../../json.ts';
import type { JourneyDefinition, JourneySchema } from '../definition.ts';

type Path = readonly PropertyKey[];

/** What could be read of a journey that breaks its schema. */
export type Salvaged = {
  readonly definition: JourneyDefinition;
  /** Places that were replaced: nothing found below them says anything about the file. */
  readonly replaced: readonly string[];
  /** Ids of steps at those places. */
  readonly lost: ReadonlySet<string>;
};

const stepLists: ReadonlySet<PropertyKey> = new Set(['steps', 'then', 'otherwise', 'onFailure']);
const conditionFields: ReadonlySet<PropertyKey> = new Set(['where', 'when', 'while']);

/** The path of the innermost step around a place; undefined outside the steps. */
export const stepPathOf = (path: Path): Path | undefined => {
  let found: Path | undefined;
  for (let index = 0; index + 1 < path.length; index += 1) {
    const [list, item] = [path[index], path[index + 1]];
    if (list !== undefined && stepLists.has(list) && typeof item === 'number')
      found = path.slice(0, index + 2);
    // Below these there are no steps, whatever the names are.
    if (list === 'input' || list === 'set') break;
  }
  return found;
};

/** The id of the innermost step around a place, when it has one. */
export const stepAt = (input: { value: unknown; path: Path }): string | undefined => {
  const path = stepPathOf(input.path);
  const id = path === undefined ? undefined : valueAt({ value: input.value, path: [...path, 'id'] });
  return typeof id === 'string' ? id : undefined;
};

const anyCondition = { all: [{ fact: 'now', operator: 'after', value: '2000-01-01' }] };

/** The place to replace for an issue, and what to put there; undefined stands for leaving it out. */
const patchFor = (path: Path, value: unknown): { path: Path; by: unknown } | undefined => {
  const step = stepPathOf(path);
  const from = step?.length ?? 0;
  const condition = path.findIndex((part, index) => index >= from && conditionFields.has(part));
  const isEntryKind = path[0] === 'entry' && path[1] === 'when';
  if (condition !== -1 && !isEntryKind) return { path: path.slice(0, condition + 1), by: anyCondition };
  if (step !== undefined) return { path: step, by: placeholder({ value, path: step }) };
  switch (path[0]) {
    case 'entry':
      return { path: ['entry'], by: { api: true } };
    case 'exit':
      return typeof path[1] === 'number'
        ? { path: path.slice(0, 2), by: { on: 'unreadable' } }
        : { path: ['exit'], by: undefined };
    case 'steps':
      return undefined;
    case undefined:
      return undefined;
    default:
      return { path: path.slice(0, 1), by: top[String(path[0])] };
  }
};

const top: Readonly<Record<string, unknown>> = { key: 'unreadable', name: 'unreadable', stage: 'service' };

const placeholder = (input: { value: unknown; path: Path }): unknown => {
  const id = valueAt({ value: input.value, path: [...input.path, 'id'] });
  const isGood = typeof id === 'string' && /^[a-z][a-z0-9-]{0,63}$/.test(id);
  const made = `unreadable-${input.path.filter((part) => typeof part === 'number').join('-')}`;
  return { id: isGood ? id : made, type: 'wait', for: '1 day' };
};

const put = (input: { value: unknown; path: Path; by: unknown }): unknown => {
  const { value, by } = input;
  const [part, ...rest] = input.path;
  if (part === undefined) return by;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) =>
      index === part ? put({ value: item, path: rest, by }) : item,
    );
  }
  if (!isObject(value)) return value;
  const inner = put({ value: value[String(part)], path: rest, by });
  const { [String(part)]: _before, ...others } = value;
  return inner === undefined ? others : { ...others, [String(part)]: inner };
};

const idsIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(idsIn);
  if (!isObject(value)) return [];
  const own = typeof value['id'] === 'string' && typeof value['type'] === 'string' ? [value['id']] : [];
  return [...own, ...Object.values(value).flatMap(idsIn)];
};

const rounds = 5;

/**
 * Reads what can be read of a journey that breaks its schema, so that everything else wrong with it is found
 * in the same go: unknown fields are left out, steps that cannot be read become placeholders of the same id.
 */
export const salvage = (input: {
  value: unknown;
  issues: readonly z.core.$ZodIssue[];
  schema: JourneySchema;
}): Salvaged | undefined => {
  let { value, issues } = input;
  const replaced = new Set<string>();
  const lost = new Set<string>();
  for (let round = 0; round < rounds; round += 1) {
    for (const issue of issues) {
      if (issue.code === 'unrecognized_keys') {
        for (const key of issue.keys) value = put({ value, path: [...issue.path, key], by: undefined });
        continue;
      }
      const patch = patchFor(issue.path, value);
      if (patch === undefined) return undefined;
      const before = valueAt({ value, path: patch.path });
      for (const id of idsIn(before)) lost.add(id);
      replaced.add(formatPath(patch.path));
      value = put({ ...patch, value });
    }
    const result = input.schema.safeParse(value);
    if (result.success) return { definition: result.data, replaced: [...replaced], lost };
    issues = result.error.issues;
  }
  return undefined;
};
