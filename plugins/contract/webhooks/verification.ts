import type { WebhookRequest } from './webhook.ts';

/**
 * How a webhook knows its sender, and so how far a request can be believed.
 *
 * - `signature`: the vendor signs the bytes of the body; anyone who reads a request can send no other.
 * - `fields`: the vendor signs the values of the body that are read, and not its bytes (Amazon SNS).
 * - `secret`: the vendor sends a secret along, in a header (`authorization` for Basic auth), in the query or at the end of the
 *   path. The body is not protected: anyone who reads one request can send any. The secret is not stored with the request.
 * - `token`: the vendor signs a token in the body that it uses once, and not the body (Mailgun). Anyone who reads one request can send another body
 *   with its token, unless the first came before: so `dedupeKey` has to be the token.
 * - `none`: anyone who knows the address is believed.
 */
export type Verification =
  | { readonly by: 'signature' }
  | { readonly by: 'fields' }
  | { readonly by: 'secret'; readonly header: string }
  | { readonly by: 'secret'; readonly query: string }
  | { readonly by: 'secret'; readonly path: true }
  | { readonly by: 'token' }
  | { readonly by: 'none' };

/** User and password of Basic auth (RFC 7617); undefined without them, or when they cannot be read. */
export const basicAuth = (
  request: Pick<WebhookRequest, 'headers'>,
): { readonly user: string; readonly password: string } | undefined => {
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(request.headers['authorization'] ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const bytes = Buffer.from(encoded, 'base64');
  const bare = (text: string): string => text.replace(/=+$/, '');
  // What Node would pass over: more of it, or less.
  if (bare(bytes.toString('base64')) !== bare(encoded)) return undefined;
  const text = bytes.toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
};

/** The last part of the path, `token` of `/webhooks/shop/crm/main/token`; empty without one. */
export const lastOfPath = (request: Pick<WebhookRequest, 'path'>): string => {
  const last = request.path.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return '';
  }
};

/** The request as it may be kept: without the secret it was sent with. */
export const withoutSecret = <Request extends Pick<WebhookRequest, 'path' | 'query' | 'headers'>>(input: {
  request: Request;
  verification: Verification;
}): Request => {
  const { request, verification } = input;
  if (verification.by !== 'secret') return request;
  const without = (values: Readonly<Record<string, string>>, name: string) =>
    Object.fromEntries(Object.entries(values).filter(([key]) => key !== name));
  if ('header' in verification) {
    return { ...request, headers: without(request.headers, verification.header.toLowerCase()) };
  }
  if ('query' in verification) return { ...request, query: without(request.query, verification.query) };
  return { ...request, path: request.path.slice(0, request.path.lastIndexOf('/')) };
};
