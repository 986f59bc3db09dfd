/** A name of a field, also of a related record (`Account.Name`), or of an object. */
const name = /^[A-Za-z]\w{0,79}(?:\.[A-Za-z]\w{0,79}){0,4}$/;

/** Whether a text is a name in SOQL: whatever else stood there would be read as part of the question. */
export const isName = (text: string): boolean => name.test(text);

/** A text as SOQL writes it. */
export const quoted = (text: string): string => {
  const escapes = new Map([
    ['\\', '\\\\'],
    ["'", "\\'"],
    ['"', '\\"'],
    ['\n', '\\n'],
    ['\r', '\\r'],
    ['\t', '\\t'],
  ]);
  return `'${Array.from(text, (letter) => escapes.get(letter) ?? letter).join('')}'`;
};

/** A question for records of one object. */
export const select = (input: {
  readonly object: string;
  readonly fields: readonly string[];
  readonly where?: string;
  readonly more?: string;
}): string => {
  const { object, fields, where, more } = input;
  const names = [...new Set(['Id', ...fields])].join(', ');
  return [
    `SELECT ${names} FROM ${object}`,
    ...(where === undefined ? [] : [`WHERE ${where}`]),
    ...(more === undefined ? [] : [more]),
  ].join(' ');
};
