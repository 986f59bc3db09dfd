import { createHash, createHmac } from 'node:crypto';

/** The four keys of an application and of the account that it acts for. */
export type Keys = {
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly accessToken: string;
  readonly accessSecret: string;
};

/** Percent-encoding as OAuth wants it (RFC 5849, 3.6). */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

const byName = ([a, x]: readonly [string, string], [b, y]: readonly [string, string]): number =>
  a < b ? -1 : a > b ? 1 : x < y ? -1 : 1;

/** The signature of a request (RFC 5849, 3.4): of its method, its address and all parameters of address, form and header. */
export const signatureOf = (input: {
  method: string;
  url: string;
  /** Of a form; a body of another type is not signed. */
  form?: Readonly<Record<string, string>>;
  oauth: Readonly<Record<string, string>>;
  keys: Keys;
}): string => {
  const { method, url, form = {}, oauth, keys } = input;
  const address = new URL(url);
  const all = [...address.searchParams, ...Object.entries(form), ...Object.entries(oauth)]
    .map(([name, value]): [string, string] => [encoded(name), encoded(value)])
    .toSorted(byName)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const base = [method, encoded(`${address.origin}${address.pathname}`), encoded(all)].join('&');
  return createHmac('sha1', `${encoded(keys.apiSecret)}&${encoded(keys.accessSecret)}`)
    .update(base)
    .digest('base64');
};

/** The header `authorization` of a request whose body is no form. `nonce` has to differ from request to request. */
export const authorizationOf = (input: {
  method: string;
  url: string;
  keys: Keys;
  /** Epoch milliseconds of the real clock. */
  systemTime: number;
  nonce: string;
}): string => {
  const { method, url, keys, systemTime } = input;
  const oauth = {
    oauth_consumer_key: keys.apiKey,
    oauth_nonce: createHash('sha256').update(input.nonce).digest('hex').slice(0, 32),
    oauth_signature_method: 'HMAC-SHA1',
    oauth_timestamp: String(Math.floor(systemTime / 1_000)),
    oauth_token: keys.accessToken,
    oauth_version: '1.0',
  };
  const oauth_signature = signatureOf({ method, url, oauth, keys });
  const fields = Object.entries({ ...oauth, oauth_signature });
  return `OAuth ${fields.map(([name, value]) => `${encoded(name)}="${encoded(value)}"`).join(', ')}`;
};
