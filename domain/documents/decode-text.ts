import { decodeWindows1252 } from './windows-1252.ts';

/** How a text was written: as its byte order mark or its bytes say. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export type DecodedText =
  | { readonly ok: true; readonly text: string; readonly encoding: TextEncoding }
  /** Line and column of the first byte that is not UTF-8, from 1. */
  | { readonly ok: false; readonly line: number; readonly column: number };

/** A text of Latin letters in UTF-16 has a zero in every other byte. */
const zerosAt = (bytes: Uint8Array, offset: 0 | 1): boolean => {
  const [one, two, three, four] = [bytes[offset], bytes[offset + 2], bytes[1 - offset], bytes[3 - offset]];
  return bytes.length >= 4 && one === 0 && two === 0 && three !== 0 && four !== 0;
};

/** UTF-16, as a byte order mark or the zeros of Latin letters say; undefined for anything else. */
export const wideEncoding = (bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined => {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || zerosAt(bytes, 1)) return 'utf-16le';
  return (first === 0xfe && second === 0xff) || zerosAt(bytes, 0) ? 'utf-16be' : undefined;
};

const inUtf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/** The place where a text stops to be UTF-8: what decodes to a replacement character that is not written there as one. */
const firstFault = (bytes: Uint8Array): { line: number; column: number } => {
  const text = new TextDecoder('utf-8').decode(bytes);
  const starts = [...text.matchAll(/\uFFFD/g)].map(({ index }) => index);
  const fault = starts.find((at) => {
    const before = Buffer.byteLength(text.slice(0, at));
    return inUtf8(bytes.subarray(before, before + 3)) !== '\uFFFD';
  });
  const lines = text.slice(0, fault ?? 0).split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
};

/**
 * Reads the bytes of a text file: UTF-8, or UTF-16 as spreadsheets save "Unicode text", with or without a byte order mark.
 * With `orLatin` what is neither is Windows-1252, which older spreadsheets write; without, the place of the fault is told.
 */
export const decodeText = (input: { bytes: Uint8Array; orLatin: boolean }): DecodedText => {
  const { bytes, orLatin } = input;
  const wide = wideEncoding(bytes);
  if (wide !== undefined) return { ok: true, text: new TextDecoder(wide).decode(bytes), encoding: wide };
  const text = inUtf8(bytes);
  if (text !== undefined) return { ok: true, text, encoding: 'utf-8' };
  if (!orLatin) return { ok: false, ...firstFault(bytes) };
  return { ok: true, text: decodeWindows1252(bytes), encoding: 'windows-1252' };
};
