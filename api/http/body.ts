import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { CicloError } from '../../domain/errors.ts';
import { isObject } from '../../domain/json.ts';
import { requestError } from './problem.ts';

const inflate = promisify(gunzip);

const tooLarge = (maxBytes: number) =>
  requestError({
    code: 'too-large',
    message: `The body may have at most ${maxBytes} bytes${maxBytes >= 10_240 ? ` (${Math.floor(maxBytes / 1024)} KB)` : ''}, also when it is unpacked.`,
  });

type Source = {
  readonly request: Request;
  readonly maxBytes: number;
  /** Hears of bytes as they come, and throws when there are too many at once in all. */
  readonly take: (count: number) => void;
};

/** Slower than this, a sender is cut off; the server cuts off those of all other kinds. */
const bodyMs = 15_000;

const tooSlow = () =>
  requestError({ code: 'slow-request', message: 'The body did not come in time; send it at once.' });

/** Anyone who hangs up, or sends less than was announced, is no failure of ours. */
const brokenOff = () =>
  requestError({ code: 'invalid-input', message: 'The body broke off before its end.' });

/** Reads a body piece by piece, and not one piece further than allowed. */
const readStream = async (input: Source & { late: Promise<never> }): Promise<Uint8Array> => {
  const { body } = input.request;
  if (body === null) return new Uint8Array();
  const reader = body.getReader();
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), input.late]);
      if (done) return Buffer.concat(pieces);
      size += value.byteLength;
      if (size > input.maxBytes) throw tooLarge(input.maxBytes);
      input.take(value.byteLength);
      pieces.push(value);
    }
  } catch (thrown) {
    reader.cancel().catch(() => undefined);
    throw thrown;
  }
};

/** Up to this, a body of a stated length is read at once, which costs less than piece by piece. */
const atOnceBytes = 64 * 1024;

const readWhole = async (input: Source & { late: Promise<never> }): Promise<Uint8Array> => {
  // The HTTP parser holds the body to its stated length.
  const bytes = new Uint8Array(await Promise.race([input.request.arrayBuffer(), input.late]));
  if (bytes.byteLength > input.maxBytes) throw tooLarge(input.maxBytes);
  input.take(bytes.byteLength);
  return bytes;
};

/** The bytes of a body as they were sent, at most `maxBytes` of them, within `withinMs`. */
export const readRaw = async (input: Source & { withinMs?: number | undefined }): Promise<Uint8Array> => {
  const { request, maxBytes, withinMs = bodyMs } = input;
  const { headers } = request;
  const stated = headers.has('transfer-encoding') ? undefined : headers.get('content-length');
  if (typeof stated === 'string' && !(Number(stated) <= maxBytes)) throw tooLarge(maxBytes);
  const isSmall = typeof stated === 'string' && Number(stated) <= atOnceBytes;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(tooSlow()), withinMs);
  });
  try {
    return await (isSmall ? readWhole : readStream)({ ...input, late });
  } catch (thrown) {
    throw thrown instanceof CicloError ? thrown : brokenOff();
  } finally {
    clearTimeout(timer);
  }
};

const hasCode = (thrown: unknown, code: string): boolean => isObject(thrown) && thrown['code'] === code;

const unpack = async (input: { bytes: Uint8Array; maxBytes: number }): Promise<Uint8Array> => {
  try {
    return await inflate(input.bytes, { maxOutputLength: input.maxBytes });
  } catch (thrown) {
    if (hasCode(thrown, 'ERR_BUFFER_TOO_LARGE')) throw tooLarge(input.maxBytes);
    const message = hasCode(thrown, 'Z_BUF_ERROR')
      ? 'The gzip body ends before its end: it was cut off on the way.'
      : 'The body is not gzip, though `Content-Encoding` says so.';
    throw requestError({ code: 'invalid-input', message });
  }
};

/** The body of a request, unpacked when it is gzip, and nowhere more than `maxBytes`. */
export const readBody = async (input: Parameters<typeof readRaw>[0]): Promise<Uint8Array> => {
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
