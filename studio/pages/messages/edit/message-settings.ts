import { z } from 'zod';

import { readJson, setAt } from '../../../parts/editor/splice-json.ts';

const text = z.string().catch('');
const byLocale = z.record(z.string(), z.unknown()).catch({});
const settingsSchema = z.object({
  name: text,
  channel: text,
  subject: byLocale,
  preheader: byLocale,
});

/** What of `message.json` is shown while a message is edited; undefined where it cannot be read. */
export const readSettings = (json: string): z.infer<typeof settingsSchema> | undefined => {
  const read = settingsSchema.safeParse(readJson(json)?.value);
  return read.success ? read.data : undefined;
};

export type Line = 'subject' | 'preheader';

/** The subject or preheader in a locale; empty where there is none. */
export const lineOf = (json: string, line: Line, locale: string): string => {
  const lines = readSettings(json)?.[line] ?? {};
  const value = Object.hasOwn(lines, locale) ? lines[locale] : undefined;
  return typeof value === 'string' ? value : '';
};

/** `message.json` with a subject or preheader in a locale; every other byte stays. Empty takes it out. */
export const withLine = (input: { json: string; line: Line; locale: string; value: string }): string => {
  const { json, line, locale, value } = input;
  const has = Object.hasOwn(z.record(z.string(), z.unknown()).catch({}).parse(readJson(json)?.value), line);
  if (!has) return value === '' ? json : setAt({ text: json, path: [line], value: { [locale]: value } });
  return setAt({ text: json, path: [line, locale], value: value === '' ? undefined : value });
};
