import { withExactIntegers } from '../../domain/exact-json.ts';
import type { Http, HttpAnswer, HttpRequest } from '../contract/network/http.ts';

/** One HTTP exchange, guarded. What the engine hands the runtime; `platform/egress/http-guard.ts` makes them. */
export type Send = (request: {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly maxBytes?: number;
  readonly maxRedirects?: number;
  readonly signal: AbortSignal;
}) => Promise<{
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  readonly failure?: HttpAnswer['failure'];
}>;

const bodyOf = (request: HttpRequest): { body: string | Uint8Array; type?: string } | undefined => {
  if (request.json !== undefined) return { body: JSON.stringify(request.json), type: 'application/json' };
  if (request.form !== undefined) {
    return {
      body: new URLSearchParams(request.form).toString(),
      type: 'application/x-www-form-urlencoded',
    };
  }
  return request.body === undefined ? undefined : { body: request.body };
};

const utf8 = new TextDecoder();

const parse = (text: string): unknown => {
  try {
    return JSON.parse(withExactIntegers(text));
  } catch {
    return undefined;
  }
};

/** The `ctx.http` of one call: bodies in and out of JSON, aborted with the call. */
export const createHttp = (input: { send: Send; signal: AbortSignal }): Http => {
  return async (request) => {
    const content = bodyOf(request);
    const answer = await input.send({
      url: request.url,
      method: request.method ?? (content === undefined ? 'GET' : 'POST'),
      headers: {
        ...(content?.type === undefined ? {} : { 'content-type': content.type }),
        ...request.headers,
      },
      ...(content === undefined ? {} : { body: content.body }),
      ...(request.maxBytes === undefined ? {} : { maxBytes: request.maxBytes }),
      ...(request.maxRedirects === undefined ? {} : { maxRedirects: request.maxRedirects }),
      signal: input.signal,
    });
    const { failure, ...rest } = answer;
    const text = utf8.decode(answer.bytes);
    const json = text === '' ? undefined : parse(text);
    return { ...rest, text, json, ...(failure === undefined ? {} : { failure }) };
  };
};
