import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { isObject } from '../../domain/json.ts';
import { requestError } from './problem.ts';

const inflate = promisify(gunzip);

const tooLarge = (maxBytes: number) =>
  requestError({
    code: 'too-large',
    message: `The body may have at most ${maxBytes} bytes${maxBytes >= 10_240 ? ` (${Math.floor(maxBytes / 1024)} KB)` : ''}, also when it is unpacked.`,
  });

/** Reads a body of unknown length piece by piece, and not one piece further than allowed. */
const readStream = async (input: { request: Request; maxBytes: number }): Promise<Uint8Array> => {
  const { body } = input.request;
  if (body === null) return new Uint8Array();
  const reader = body.getReader();
  const pieces: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(pieces);
    size += value.byteLength;
    if (size > input.maxBytes) {
      await reader.cancel();
      throw tooLarge(input.maxBytes);
    }
    pieces.push(value);
  }
};

/** The bytes of a body as they were sent, at most `maxBytes` of them. */
export const readRaw = async (input: { request: Request; maxBytes: number }): Promise<Uint8Array> => {
  const { request, maxBytes } = input;
  const stated = request.headers.get('content-length');
  if (stated === null || request.headers.has('transfer-encoding')) return readStream(input);
  if (!(Number(stated) <= maxBytes)) throw tooLarge(maxBytes);
  // The HTTP parser holds the body to its stated length, so it can be read at once.
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.byteLength > maxBytes) throw tooLarge(maxBytes);
  return bytes;
};

const isTooLong = (thrown: unknown): boolean => isObject(thrown) && thrown['code'] === 'ERR_BUFFER_TOO_LARGE';

const unpack = async (input: { bytes: Uint8Array; maxBytes: number }): Promise<Uint8Array> => {
  try {
    return await inflate(input.bytes, { maxOutputLength: input.maxBytes });
  } catch (thrown) {
    if (isTooLong(thrown)) throw tooLarge(input.maxBytes);
    throw requestError({ code: 'invalid-input', message: 'The body is not gzip, though it says so.' });
  }
};

/** The body of a request, unpacked when it is gzip, and nowhere more than `maxBytes`. */
export const readBody = async (input: { request: Request; maxBytes: number }): Promise<Uint8Array> => {
  const encoding = (input.request.headers.get('content-encoding') ?? 'identity').trim().toLowerCase();
  if (encoding !== 'identity' && encoding !== 'gzip') {
    throw requestError({
      code: 'invalid-input',
      message: 'The body is packed in a way we do not read; send it plain or as gzip.',
    });
  }
  const bytes = await readRaw(input);
  return encoding === 'gzip' ? unpack({ bytes, maxBytes: input.maxBytes }) : bytes;
};
