import { valueIn } from '../../editor/schema-at.ts';
import { mergeAt } from '../../editor/merge-json.ts';
import { nodeAt, type Path, setAt } from '../../editor/splice-json.ts';
import type { Written } from '../edited-file.tsx';

/** Sets what stands at a place, with the object around it where there is none yet; undefined removes it. Every other byte stays. */
export const setIn = (input: { text: string; path: Path; value: unknown }): string => {
  const { text, path, value } = input;
  const around = path.slice(0, -1);
  const key = path.at(-1);
  if (value === undefined || key === undefined || nodeAt(text, around) !== undefined) return setAt(input);
  return setIn({ text, path: around, value: { [key]: value } });
};

/** The path of a place as problems name it: `limits.redeem[0].number`. */
export const placeOf = (path: Path): string =>
  path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join('');

/** A file that a form changes: what stands at a place, how it is set, and what is wrong there. */
export type FileForm = {
  readonly written: Written;
  readonly valueAt: (path: Path) => unknown;
  readonly textAt: (path: Path) => string;
  /** Sets what stands at a place; undefined removes it. */
  readonly set: (path: Path, value: unknown) => void;
  /** Sets it and touches only what differs; every other byte stays, also within it. */
  readonly merge: (path: Path, value: unknown) => void;
  /** What is wrong at a place; with `within`, also deeper in it. */
  readonly errorAt: (path: Path, options?: { within: boolean }) => string | undefined;
};

/** The form over a file. */
export const fileForm = (written: Written): FileForm => {
  const { text, problems } = written;
  const valueAt = (path: Path): unknown => path.reduce(valueIn, written.value);
  return {
    written,
    valueAt,
    textAt: (path) => {
      const value = valueAt(path);
      return typeof value === 'string' ? value : '';
    },
    set: (path, value) => written.setText(setIn({ text, path, value })),
    merge: (path, value) =>
      written.setText(
        nodeAt(text, path) === undefined ? setIn({ text, path, value }) : mergeAt({ text, path, value }),
      ),
    errorAt: (path, { within } = { within: false }) => {
      const place = placeOf(path);
      const found = problems.find(
        (one) =>
          one.severity === 'error' && (one.path === place || (within && one.path.startsWith(`${place}.`))),
      );
      return found?.message;
    },
  };
};
