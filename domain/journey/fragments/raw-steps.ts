import { isObject } from '../../json.ts';
import { stepPathOf } from '../reduce/salvage.ts';

type Path = readonly PropertyKey[];

/** A step in JSON that is not checked yet, and where it stands. */
export type RawStep = { readonly step: Readonly<Record<string, unknown>>; readonly path: Path };

/** Whether a step stands at a place of a journey or fragment. */
export const isStepPath = (path: Path): boolean => stepPathOf(path)?.length === path.length;

/** Every step in JSON that is not checked yet, depth first. */
export function* rawSteps(value: unknown, path: Path = []): Generator<RawStep> {
  if (isObject(value) && isStepPath(path)) yield { step: value, path };
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* rawSteps(item, [...path, index]);
  } else if (isObject(value)) {
    for (const [name, item] of Object.entries(value)) yield* rawSteps(item, [...path, name]);
  }
}

/** A step that uses a fragment. */
export type Use = { readonly id: string; readonly key: string; readonly path: Path };

/** The use of a fragment that a step is; undefined for other steps, and for one that is not well-formed. */
export const useOf = ({ step, path }: RawStep): Use | undefined => {
  const { id, type, use } = step;
  return type === 'fragment' && typeof id === 'string' && typeof use === 'string'
    ? { id, key: use, path }
    : undefined;
};

/** Every use of a fragment in JSON that is not checked yet. */
export const usesIn = (value: unknown): readonly Use[] =>
  [...rawSteps(value)].flatMap((raw) => {
    const use = useOf(raw);
    return use === undefined ? [] : [use];
  });
