import { isObject } from '../../json.ts';
import { isStepPath } from './raw-steps.ts';

type Path = readonly PropertyKey[];

/** How steps are called from now on. */
export type Renaming = {
  /** The new id of a step; the same for steps that keep theirs. */
  readonly step: (id: string) => string;
  /** The step that a `go-to` leads to. */
  readonly target: (id: string) => string;
  /** Is told which object has taken the place of which. */
  readonly moved: (before: object, after: object) => void;
};

const inResults = (text: string, { step }: Renaming): string =>
  text.replace(/^\$\.([\w-]+)/, (_all, id: string) => `$.${step(id)}`);

const inPath = (text: string, { step }: Renaming): string =>
  text.replace(/^\$\.steps\.([\w-]+)/, (_all, id: string) => `$.steps.${step(id)}`);

const inTemplates = (text: string, { step }: Renaming): string =>
  text.replace(/\{\{[^}]*\}\}/g, (braces) =>
    braces.replace(
      /(^|[^\w.$-])steps\.(\[?)([\w-]+)/g,
      (_all, before: string, bracket: string, id: string) => `${before}steps.${bracket}${step(id)}`,
    ),
  );

/** Below these, only templates name steps: what else stands there is for plugins, or the value of a trait. */
const isFree = (path: Path): boolean => path.some((part) => part === 'input' || part === 'set');

const renameField = (input: {
  name: string;
  value: string;
  around: Readonly<Record<string, unknown>>;
  path: Path;
  renaming: Renaming;
}): string => {
  const { name, value, around, path, renaming } = input;
  if (isStepPath(path)) {
    if (name === 'id') return renaming.step(value);
    if (name === 'to' && around['type'] === 'go-to') return renaming.target(value);
  }
  const isOfResults = name === 'path' && around['fact'] === 'steps';
  if (isOfResults || (name === 'steps' && path.at(-1) === 'match')) return inResults(value, renaming);
  if (name === 'match' && !value.startsWith('$')) return renaming.step(value);
  return inPath(inTemplates(value, renaming), renaming);
};

/**
 * Steps under other ids: their own, and wherever a step is named by `go-to`, `match`, a path, a condition or a template.
 * `path` is where the value stands in its file.
 */
export const renameSteps = (input: { value: unknown; path: Path; renaming: Renaming }): unknown => {
  const { value, path, renaming } = input;
  if (typeof value === 'string') return inTemplates(value, renaming);
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) =>
      renameSteps({ value: item, path: [...path, index], renaming }),
    );
  }
  if (!isObject(value)) return value;
  const fields = Object.entries(value).map(([name, item]): [string, unknown] => [
    name,
    typeof item === 'string' && !isFree([...path, name])
      ? renameField({ name, value: item, around: value, path, renaming })
      : renameSteps({ value: item, path: [...path, name], renaming }),
  ]);
  const renamed = Object.fromEntries(fields);
  renaming.moved(value, renamed);
  return renamed;
};
