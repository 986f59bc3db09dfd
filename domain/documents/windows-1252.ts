/** What the bytes 0x80 to 0x9F are; five of them are controls that stay as they are (WHATWG Encoding, windows-1252). */
const upper =
  '\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F' +
  '\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178';

/** Reads bytes as Windows-1252. `TextDecoder` of some versions of Node.js reads ISO-8859-1 instead, without the euro sign and quotes. */
export const decodeWindows1252 = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('latin1')
    .replaceAll(/[\u0080-\u009F]/g, (char) => upper.charAt(char.charCodeAt(0) - 0x80));
