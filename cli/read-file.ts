import { readFile } from 'node:fs/promises';

import { decodeText } from '../domain/documents/decode-text.ts';
import { firstFault } from '../domain/documents/json-syntax.ts';
import { CicloError } from '../domain/errors.ts';
import { isJsonObject, type JsonObject, toJson } from '../domain/json.ts';
import { fileTrouble } from './file-trouble.ts';

const refused = (message: string): CicloError => new CicloError({ code: 'invalid-input', message });

/** The bytes of a file that a command line names. Throws `invalid-input` that says why it cannot be read. */
export const readBytes = async (file: string): Promise<Uint8Array<ArrayBuffer>> => {
  try {
    return new Uint8Array(await readFile(file));
  } catch (thrown) {
    throw fileTrouble(thrown, file) ?? thrown;
  }
};

/** Its text, as editors and spreadsheets save it, without a byte order mark. */
export const readText = async (file: string): Promise<string> => {
  const decoded = decodeText({ bytes: await readBytes(file), orLatin: file.endsWith('.csv') });
  if (decoded.ok) return decoded.text;
  throw refused(`${file}:${decoded.line}:${decoded.column}: This is not UTF-8. Save the file as UTF-8.`);
};

/** The JSON object in it; `example` shows one. Throws `invalid-input` with the place of what is no JSON. */
export const readObject = async (input: { file: string; example: string }): Promise<JsonObject> => {
  const { file, example } = input;
  const text = await readText(file);
  if (text.trim() === '') throw refused(`${file} is empty. Write a JSON object: ${example}`);
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    const { line, column, message } = firstFault(text) ?? {
      line: 1,
      column: 1,
      message: 'This is not JSON.',
    };
    throw refused(`${file}:${line}:${column}: ${message}`);
  }
  const json = toJson(read);
  if (isJsonObject(json)) return json;
  throw refused(`${file} must be a JSON object: ${example}`);
};
