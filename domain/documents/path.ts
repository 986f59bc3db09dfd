const plainName = /^[A-Za-z_$][\w$-]*$/;

/** A place in a document as people write it: `['steps', 2, 'cases']` is `steps[2].cases`. */
export const formatPath = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    const name = String(part);
    if (!plainName.test(name)) return `${text}[${JSON.stringify(name)}]`;
    return text === '' ? name : `${text}.${name}`;
  }, '');

const partPattern = /\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|\.?([^.[\]]+)/y;

const unquote = (text: string): string => {
  const value: unknown = JSON.parse(text);
  return String(value);
};

/** The parts of a path as `formatPath` writes it; what cannot be read ends it. */
export const parsePath = (text: string): (string | number)[] => {
  const pattern = new RegExp(partPattern);
  const parts: (string | number)[] = [];
  for (;;) {
    const found = pattern.exec(text);
    if (found === null) return parts;
    const [, index, quoted, name] = found;
    if (index !== undefined) parts.push(Number(index));
    else parts.push(quoted === undefined ? (name ?? '') : unquote(quoted));
  }
};

/** What stands at a place in a document; undefined when there is nothing. */
export const valueAt = (input: { value: unknown; path: readonly PropertyKey[] }): unknown => {
  let here = input.value;
  for (const part of input.path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = Object.getOwnPropertyDescriptor(here, part)?.value;
  }
  return here;
};
