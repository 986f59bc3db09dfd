import { safeParse } from 'secure-json-parse';
import type { ReadRequest, WebhookRequest } from '../contract/webhook.ts';

/** Strings (an unfinished one runs to the end) and numbers. Each match is taken whole: no rescanning. */
const stringOrNumber = /"[^"\\]*(?:\\[^][^"\\]*)*"?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Integers past what a double holds exactly, which vendors use as ids, become strings of digits. */
const keepLongIntegers = (json: string): string =>
  /\d{16}/.test(json)
    ? json.replace(stringOrNumber, (token) =>
        /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
      )
    : json;

const decode = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/** The value, or undefined for what is not JSON or carries a key that could reach a prototype. */
const parseJson = (text: string): unknown => {
  const parsed: unknown = safeParse(keepLongIntegers(text));
  return parsed ?? undefined;
};

/**
 * Reads the body of a request, when it is first asked for: what has no right signature is never parsed.
 * A body that is not UTF-8 is an empty text and no JSON.
 */
export const readRequest = (input: { request: WebhookRequest; body: 'json' | 'text' }): ReadRequest => {
  let text: string | undefined;
  let json: { value: unknown } | undefined;
  return {
    ...input.request,
    get text() {
      text ??= decode(input.request.rawBody) ?? '';
      return text;
    },
    get json() {
      json ??= { value: input.body === 'json' && this.text !== '' ? parseJson(this.text) : undefined };
      return json.value;
    },
  };
};
