import { safeParse } from 'secure-json-parse';
import { withExactIntegers } from '../../domain/exact-json.ts';
import { isTooDeep } from '../../domain/json-depth.ts';
import type { ReadRequest, WebhookRequest } from '../contract/webhooks/webhook.ts';

const decode = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/** The value, or undefined for what is not JSON, nests too deep or carries a key that could reach a prototype. */
const parseJson = (text: string): unknown => {
  if (isTooDeep(text)) return undefined;
  const parsed: unknown = safeParse(withExactIntegers(text));
  return parsed ?? undefined;
};

/** What is wrong with a body that was to be JSON and is none to us; nothing of it is repeated. */
export const problemOfBody = (request: ReadRequest): string => {
  if (request.rawBody.byteLength === 0) return 'The body is empty.';
  if (request.text === '') return 'The body is not UTF-8.';
  if (isTooDeep(request.text)) return 'The body nests too deep.';
  try {
    JSON.parse(request.text);
    return 'The body has a key that reaches for a prototype.';
  } catch {
    return 'The body is not JSON.';
  }
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
