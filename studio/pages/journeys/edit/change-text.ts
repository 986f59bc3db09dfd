import { insertAt, nodeAt, type Path, setAt, swap } from '../../../parts/editor/splice-json.ts';

const lists = ['steps', 'then', 'otherwise', 'onFailure'];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where the steps of a list stand, and those of the lists within them. */
const stepsIn = (value: unknown, path: Path): readonly { readonly id: string; readonly path: Path }[] => {
  if (Array.isArray(value)) return value.flatMap((one: unknown, n) => stepsIn(one, [...path, n]));
  if (!isObject(value)) return [];
  const parent = path.at(-2);
  const isStep = typeof parent === 'string' && lists.includes(parent) && typeof value['id'] === 'string';
  const id = isStep && typeof value['id'] === 'string' ? [{ id: value['id'], path }] : [];
  const inner = [...lists, 'cases', 'events', 'arms'].flatMap((field) =>
    Array.isArray(value[field]) ? stepsIn(value[field], [...path, field]) : [],
  );
  return [...id, ...inner];
};

/** Where each step of a journey stands in its file, by the id of the step. */
export const placesOf = (value: unknown): ReadonlyMap<string, Path> =>
  new Map(stepsIn(value, []).map(({ id, path }) => [id, path]));

/** Puts a step behind the one at `path`, or first into a list where `path` is that of a list. */
export const insertStep = (input: { text: string; path: Path; step: unknown }): string => {
  const { text, path, step: value } = input;
  const index = path.at(-1);
  return typeof index === 'number'
    ? insertAt({ text, path: path.slice(0, -1), index, value })
    : insertAt({ text, path, index: -1, value });
};

/** Removes the step at a place. */
export const removeStep = ({ text, path }: { text: string; path: Path }): string =>
  setAt({ text, path, value: undefined });

/** Swaps a step with the one before (-1) or behind it (1), each as it is written; undefined where there is none. */
export const moveStep = (input: { text: string; path: Path; by: -1 | 1 }): string | undefined => {
  const { text, path, by } = input;
  const n = path.at(-1);
  if (typeof n !== 'number' || n + by < 0) return undefined;
  const other = [...path.slice(0, -1), n + by];
  return nodeAt(text, other) === undefined ? undefined : swap({ text, path, other });
};

/** An id that no step has yet: `send`, `send-2`. */
export const freeId = (type: string, taken: ReadonlyMap<string, unknown>): string => {
  let id = type;
  for (let n = 2; taken.has(id); n += 1) id = `${type}-${n}`;
  return id;
};
