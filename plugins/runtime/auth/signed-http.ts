import type { Http, HttpAnswer } from '../../contract/network/http.ts';
import { createHttp, type Send } from '../http-client.ts';
import type { Authorization } from './authorization.ts';

const notSent = (code: string, message: string): HttpAnswer => ({
  status: 0,
  headers: {},
  bytes: new Uint8Array(),
  text: '',
  json: undefined,
  failure: { code, message, sent: false, refused: false },
});

/**
 * The `ctx.http` of one call, signed in as the plugin declared. A token that the provider refuses (401) is renewed once; the request is
 * then made again only where that cannot do anything twice.
 */
export const createSignedHttp = (input: {
  send: Send;
  signal: AbortSignal;
  authorization: Authorization | undefined;
  /** Whether a request may be made again. */
  mayRepeat: boolean;
}): Http => {
  const { authorization, mayRepeat } = input;
  const http = createHttp(input);
  if (authorization === undefined) return http;
  return async ({ auth, ...request }) => {
    const names = Object.keys(request.headers ?? {}).map((name) => name.toLowerCase());
    if (auth === 'none' || names.includes('authorization')) return http(request);
    const found = await authorization.header();
    if (found.kind === 'none') return notSent(found.code, found.message);
    const signed = ({ name, value }: { name: string; value: string }) =>
      http({ ...request, headers: { ...request.headers, [name]: value } });
    const answer = await signed(found.header);
    if (answer.status !== 401) return answer;
    const another = await authorization.another(found.header);
    return another === undefined || !mayRepeat ? answer : signed(another);
  };
};
