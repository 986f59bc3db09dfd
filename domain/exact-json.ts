/** Strings (an unfinished one runs to the end) and numbers. Each match is taken whole: no rescanning. */
const stringOrNumber = /"[^"\\]*(?:\\[^][^"\\]*)*"?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** True for digits of an integer that a double does not hold exactly. */
export const isInexactInteger = (token: string): boolean =>
  /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token));

/**
 * A text of JSON in which every integer past what a double holds exactly is a string of its digits. Systems use such
 * integers as ids, and `JSON.parse` would round two of them to one.
 */
export const withExactIntegers = (json: string): string =>
  /\d{16}/.test(json)
    ? json.replace(stringOrNumber, (token) => (isInexactInteger(token) ? `"${token}"` : token))
    : json;
