import { createDecipheriv, createECDH, createHmac, createPublicKey, verify } from 'node:crypto';
import { createHttpFake } from '../testing.ts';

const hmac = (key: Uint8Array, ...data: readonly (Uint8Array | string)[]): Buffer => {
  const made = createHmac('sha256', key);
  for (const part of data) made.update(part);
  return made.digest();
};

/** A browser with a key pair and the secret that it gives to a page. */
export type Browser = { readonly privateKey: string; readonly publicKey: string; readonly auth: string };

/** Reads what a push service brings, as a browser does: RFC 8291 over RFC 8188, one record. */
export const decrypt = (input: { browser: Browser; body: Uint8Array }): string => {
  const body = Buffer.from(input.body);
  const [salt, idLength] = [body.subarray(0, 16), body.readUInt8(20)];
  const sender = body.subarray(21, 21 + idLength);
  const sealed = body.subarray(21 + idLength);
  const auth = Buffer.from(input.browser.auth, 'base64url');
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(Buffer.from(input.browser.privateKey, 'base64url'));
  const receiver = Buffer.from(input.browser.publicKey, 'base64url');
  const one = Uint8Array.of(1);
  const prkKey = hmac(auth, ecdh.computeSecret(sender));
  const ikm = hmac(prkKey, 'WebPush: info\0', receiver, sender, one);
  const prk = hmac(salt, ikm);
  const key = hmac(prk, 'Content-Encoding: aes128gcm\0', one).subarray(0, 16);
  const nonce = hmac(prk, 'Content-Encoding: nonce\0', one).subarray(0, 12);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(sealed.subarray(-16));
  const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  // The last record ends with 2 and zeros.
  return plain.subarray(0, plain.lastIndexOf(2)).toString('utf8');
};

/** The claims of a signature of VAPID (RFC 8292); undefined when it is not that of the key. */
export const claimsOf = (authorization: string): unknown => {
  const [, token = '', key = ''] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization) ?? [];
  const [head = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  const [x, y] = [point.subarray(1, 33).toString('base64url'), point.subarray(33).toString('base64url')];
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  const data = Buffer.from(`${head}.${claims}`);
  const options = { key: publicKey, dsaEncoding: 'ieee-p1363' as const };
  return verify('sha256', data, options, Buffer.from(signature, 'base64url'))
    ? JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'))
    : undefined;
};

/** A push service (RFC 8030). `/push/410` has ended, `/push/429` has had enough for 3 seconds. */
export const createPushService = async () => {
  const received: { readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array }[] = [];
  const provider = await createHttpFake(({ app, happened }) => {
    app.post('/push/:id', async (c) => {
      const id = c.req.param('id');
      if (id === '410') return c.body(null, 410);
      if (id === '429') return c.body(null, 429, { 'retry-after': '3' });
      const body = new Uint8Array(await c.req.arrayBuffer());
      received.push({ headers: c.req.header(), body });
      happened(`push-${received.length}`);
      return c.body(null, 201, { location: `/message/${received.length}` });
    });
  });
  return { ...provider, received };
};
