import { type FileForm, setIn } from '../../../parts/drafts/fields/file-form.ts';
import { valueIn } from '../../../parts/editor/schema-at.ts';
import type { Path } from '../../../parts/editor/splice-json.ts';

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What a file that extends an object replaces as a whole where it says anything of it. */
const wholes: readonly (string | number | undefined)[] = ['access', 'events', 'views', 'sla'];

/** The form of a file that extends an object: what it replaces as a whole is shown as it is extended, and begins as that where it is changed. */
export const overBase = (form: FileForm, base: Readonly<Record<string, unknown>>): FileForm => {
  const { text, setText } = form.written;
  const isOfBase = ([top]: Path): boolean =>
    wholes.includes(top) && form.valueAt(top === undefined ? [] : [top]) === undefined;
  const valueAt = (path: Path): unknown =>
    isOfBase(path) ? path.reduce<unknown>(valueIn, base) : form.valueAt(path);
  const begin = (path: Path, value: unknown): void => {
    const top = path.slice(0, 1);
    const begun = setIn({ text, path: top, value: top.reduce<unknown>(valueIn, base) ?? {} });
    setText(setIn({ text: begun, path, value }));
  };
  return {
    ...form,
    valueAt,
    textAt: (path) => textOf(valueAt(path)),
    set: (path, value) => (isOfBase(path) ? begin(path, value) : form.set(path, value)),
    merge: (path, value) => (isOfBase(path) ? begin(path, value) : form.merge(path, value)),
  };
};
