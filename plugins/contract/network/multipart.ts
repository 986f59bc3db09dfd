import { createHash } from 'node:crypto';

type Part = {
  readonly name: string;
  readonly value: string | Uint8Array;
  /** Of a file: what it is called, and its type. */
  readonly file?: { readonly name: string; readonly type: string };
};

const headOf = ({ name, file }: Part): string =>
  file === undefined
    ? `content-disposition: form-data; name="${name}"\r\n\r\n`
    : `content-disposition: form-data; name="${name}"; filename="${file.name}"\r\ncontent-type: ${file.type}\r\n\r\n`;

/**
 * A form with files as a body (`multipart/form-data`, RFC 7578), with its content type. The same parts give the same bytes. Names and
 * types are the connector's own words, not what people wrote.
 */
export const multipart = (
  parts: readonly Part[],
): { readonly body: Uint8Array; readonly headers: { readonly 'content-type': string } } => {
  const hash = createHash('sha256');
  for (const { value } of parts) hash.update(value);
  const boundary = `ciclo-${hash.digest('hex').slice(0, 40)}`;
  const body = Buffer.concat([
    ...parts.flatMap((part) => [
      Buffer.from(`--${boundary}\r\n${headOf(part)}`),
      Buffer.from(part.value),
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
  return { body, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
};
