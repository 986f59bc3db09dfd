import { createHash, createHmac } from 'node:crypto';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const authorization =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\S+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

const queryOf = (url: URL): string =>
  [...url.searchParams]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .toSorted()
    .join('&');

/** A request as a fake of a service of AWS gets it; `digest` is the SHA-256 of its body, in hexadecimal. */
type SignedRequest = {
  readonly method: string;
  readonly url: URL;
  readonly header: (name: string) => string;
  readonly digest: string;
};

/**
 * Checks Signature Version 4 as a service of AWS does: who signed, for which service, and whether the signature is the one that the request
 * should have (docs.aws.amazon.com, "Create a signed AWS API request").
 */
export const awsSignature = (input: {
  request: SignedRequest;
  account: { readonly accessKeyId: string; readonly secret: string };
  service: string;
}): 'valid' | 'other-key' | 'invalid' => {
  const { request, account, service: wanted } = input;
  const { method, url, header, digest } = request;
  const [, id, scope = '', signedHeaders = '', signature] = authorization.exec(header('authorization')) ?? [];
  if (id !== account.accessKeyId) return 'other-key';
  const headers = signedHeaders
    .split(';')
    .map((name) => `${name}:${header(name).trim().replaceAll(/ +/g, ' ')}\n`)
    .join('');
  const canonical = [method, url.pathname, queryOf(url), headers, signedHeaders, digest].join('\n');
  const text = ['AWS4-HMAC-SHA256', header('x-amz-date'), scope, sha256(canonical)].join('\n');
  const [date = '', region = '', service = '', end = ''] = scope.split('/');
  const key = [region, service, end].reduce<Buffer>(hmac, hmac(`AWS4${account.secret}`, date));
  const isOfService = /^\d{8}$/.test(date) && service === wanted && end === 'aws4_request';
  return isOfService && signature === hmac(key, text).toString('hex') ? 'valid' : 'invalid';
};
