import type { TextEncoding } from '../documents/decode-text.ts';
import { wideEncoding } from '../documents/decode-text.ts';
import { decodeWindows1252 } from '../documents/windows-1252.ts';

/** What is known of a text of which parts have come. Plain JSON, so that it can be stored between two parts. */
export type TextState = {
  readonly encoding?: TextEncoding | undefined;
  /** Bytes of a character that the last part did not end, as base64. */
  readonly carry: string;
  /** The last part ended with a carriage return, which may be the first half of a line end. */
  readonly hasReturn: boolean;
  /** Nothing but ASCII has come, so that what comes may still be Windows-1252. */
  readonly isAscii: boolean;
  readonly isBegun: boolean;
};

/** Nothing has come yet; `encoding` is what the sender says, recognised without. */
export const newText = (encoding?: TextEncoding): TextState => ({
  encoding,
  carry: '',
  hasReturn: false,
  isAscii: true,
  isBegun: false,
});

export type ReceivedText =
  | { readonly ok: true; readonly text: string; readonly state: TextState }
  /** The bytes are not of the encoding that what came before has. */
  | { readonly ok: false; readonly encoding: TextEncoding };

type Decoded = { readonly text: string; readonly rest: Uint8Array };

const none = new Uint8Array();

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

const decodeWide = (bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): Decoded => {
  const even = bytes.length - (bytes.length % 2);
  const high = bytes[encoding === 'utf-16le' ? even - 1 : even - 2] ?? 0;
  const low = bytes[encoding === 'utf-16le' ? even - 2 : even - 1] ?? 0;
  const end = even >= 2 && isHighSurrogate(high * 256 + low) ? even - 2 : even;
  const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes.subarray(0, end));
  return { text, rest: bytes.subarray(end) };
};

/** How many bytes at the end begin a character of UTF-8 and do not end it. */
const openBytes = (bytes: Uint8Array): number => {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? back : 0;
  }
  return 0;
};

const decodeUtf8 = (bytes: Uint8Array): Decoded | undefined => {
  const end = bytes.length - openBytes(bytes);
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, end));
    return { text, rest: bytes.subarray(end) };
  } catch {
    return undefined;
  }
};

const decodeLatin = (bytes: Uint8Array): Decoded => ({ text: decodeWindows1252(bytes), rest: none });

const decodeAs = (bytes: Uint8Array, encoding: TextEncoding): Decoded | undefined => {
  if (encoding === 'utf-8') return decodeUtf8(bytes);
  return encoding === 'windows-1252' ? decodeLatin(bytes) : decodeWide(bytes, encoding);
};

const beyondAscii = /[\u0080-\uFFFF]/;

/** Line ends as `\n`, whichever they were; a carriage return at the end waits for what comes. */
const withLineEnds = (text: string, hasReturn: boolean): { text: string; hasReturn: boolean } => {
  const whole = hasReturn ? `\r${text}` : text;
  const waits = whole.endsWith('\r');
  const told = waits ? whole.slice(0, -1) : whole;
  return { text: told.replaceAll(/\r\n?/g, '\n'), hasReturn: waits };
};

/**
 * Reads one more part of a text: UTF-8, UTF-16 or Windows-1252, with or without a byte order mark, as the first bytes say. A part
 * may end inside a character. What is neither UTF-8 nor UTF-16 is Windows-1252, where nothing but ASCII came before.
 * Line ends come out as `\n`.
 */
export const receiveText = (input: { state: TextState; bytes: Uint8Array }): ReceivedText => {
  const { state } = input;
  const bytes = Buffer.concat([Buffer.from(state.carry, 'base64'), input.bytes]);
  if (!state.isBegun && bytes.length < 4)
    return { ok: true, text: '', state: { ...state, carry: bytes.toString('base64') } };
  const encoding = state.encoding ?? wideEncoding(bytes) ?? 'utf-8';
  const asSaid = decodeAs(bytes, encoding);
  const mayBeLatin = encoding === 'utf-8' && state.isAscii;
  const decoded = asSaid ?? (mayBeLatin ? decodeLatin(bytes) : undefined);
  if (decoded === undefined) return { ok: false, encoding };
  const plain = state.isBegun ? decoded.text : decoded.text.replace(/^\uFEFF/, '');
  const { text, hasReturn } = withLineEnds(plain, state.hasReturn);
  return {
    ok: true,
    text,
    state: {
      encoding: asSaid === undefined ? 'windows-1252' : encoding,
      carry: Buffer.from(decoded.rest).toString('base64'),
      hasReturn,
      isAscii: state.isAscii && !beyondAscii.test(text),
      isBegun: true,
    },
  };
};

/** What is left when all parts have come: the end of a text that ends inside a character or a line end. */
export const endText = (state: TextState): ReceivedText => {
  const bytes = Buffer.from(state.carry, 'base64');
  const encoding = state.encoding ?? 'utf-8';
  const ended: TextState = { ...state, encoding, carry: '', hasReturn: false, isBegun: true };
  const lineEnd = state.hasReturn ? '\n' : '';
  if (bytes.length === 0) return { ok: true, text: lineEnd, state: ended };
  const wide = state.isBegun ? undefined : wideEncoding(bytes);
  const decoded = decodeAs(bytes, wide ?? encoding);
  if (decoded !== undefined && decoded.rest.length === 0) {
    const { text, hasReturn } = withLineEnds(decoded.text.replace(/^\uFEFF/, ''), state.hasReturn);
    return {
      ok: true,
      text: hasReturn ? `${text}\n` : text,
      state: { ...ended, encoding: wide ?? encoding },
    };
  }
  if (encoding !== 'utf-8' || !state.isAscii) return { ok: false, encoding };
  return {
    ok: true,
    text: lineEnd + decodeLatin(bytes).text,
    state: { ...ended, encoding: 'windows-1252' },
  };
};
