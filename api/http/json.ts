import { parse } from 'secure-json-parse';
import { requestError } from './problem.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

const notJson = (message: string) => requestError({ code: 'invalid-input', message });

const textOf = (bytes: Uint8Array): string => {
  try {
    return decoder.decode(bytes);
  } catch {
    throw notJson('The body is not UTF-8.');
  }
};

/**
 * The JSON of a body. Keys that reach for a prototype refuse the whole body; `keys: 'later'` leaves them, as
 * the plain data they are, to a reader that looks at every key itself.
 */
export const parseJson = (input: { bytes: Uint8Array; keys: 'refused' | 'later' }): unknown => {
  const text = textOf(input.bytes);
  if (text.trim() === '') throw notJson('The body is empty; it must be JSON.');
  const action = input.keys === 'later' ? 'ignore' : 'error';
  try {
    return parse(text, null, { protoAction: action, constructorAction: action });
  } catch (thrown) {
    const isKey = thrown instanceof SyntaxError && thrown.message.includes('forbidden prototype');
    throw notJson(isKey ? 'The body has a key that reaches for a prototype.' : 'The body is not JSON.');
  }
};
