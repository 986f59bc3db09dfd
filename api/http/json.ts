import { parse } from 'secure-json-parse';
import { firstFault } from '../../domain/documents/json-syntax.ts';
import { withExactIntegers } from '../../domain/exact-json.ts';
import { isTooDeep, jsonDepthMax } from '../../domain/json-depth.ts';
import { requestError } from './problem.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

const notJson = (message: string) => requestError({ code: 'invalid-input', message });

const textOf = (bytes: Uint8Array): string => {
  try {
    return withExactIntegers(decoder.decode(bytes));
  } catch {
    throw notJson('The body is not UTF-8.');
  }
};

/** A body of JSON with ids that stay exact for anyone who parses it: see `withExactIntegers`. */
export const exactBody = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  new Uint8Array(bytes.byteLength === 0 ? bytes : encoder.encode(textOf(bytes)));

/**
 * The JSON of a body; integers too large for a double are strings of their digits. Keys that reach for a prototype refuse
 * the whole body; `keys: 'later'` leaves them, as the plain data they are, to a reader that looks at every key itself.
 */
export const parseJson = (input: { bytes: Uint8Array; keys: 'refused' | 'later' }): unknown => {
  const text = textOf(input.bytes);
  if (text.trim() === '') throw notJson('The body is empty; it must be JSON.');
  if (isTooDeep(text)) throw notJson(`The body nests deeper than ${jsonDepthMax} levels.`);
  const action = input.keys === 'later' ? 'ignore' : 'error';
  try {
    return parse(text, null, { protoAction: action, constructorAction: action });
  } catch (thrown) {
    const isKey = thrown instanceof SyntaxError && thrown.message.includes('forbidden prototype');
    if (isKey) throw notJson('The body has a key that reaches for a prototype.');
    const fault = firstFault(text);
    const where =
      fault === undefined ? '.' : ` (line ${fault.line}, column ${fault.column}): ${fault.message}`;
    throw notJson(`The body is not JSON${where}`);
  }
};
