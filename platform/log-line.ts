import { stripVTControlCharacters } from 'node:util';

import { isObject } from '../domain/json.ts';
import type { LogFormat } from './config-schema.ts';

/** The time of day on this machine: `14:03:05`. */
const clockOf = (at: Date): string => at.toTimeString().slice(0, 8);

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const textOf = (input: { at: Date; level: string; text: string }): string =>
  [clockOf(input.at), ...(input.level === 'info' ? [] : [input.level]), input.text].join(' ');

/** A JSON line of the log as a person reads it: time, level unless it is `info`, message, then the fields. */
export const toTextLine = (line: string): string => {
  const entry: unknown = JSON.parse(line);
  if (!isObject(entry)) return line;
  const { level, time, msg, ...fields } = entry;
  const rest = Object.entries(fields).map(([name, value]) => ` ${name}=${shown(value)}`);
  const text = `${shown(msg ?? '')}${rest.join('')}`;
  return `${textOf({ at: new Date(String(time)), level: String(level), text })}\n`;
};

/** What the engine tells the person who started it, as a line of the same kind as the log's. */
export const saidLine = (input: { format: LogFormat; text: string; at: Date }): string => {
  const { format, text, at } = input;
  return format === 'text'
    ? textOf({ at, level: 'info', text })
    : JSON.stringify({ level: 'info', time: at.toISOString(), msg: stripVTControlCharacters(text) });
};
