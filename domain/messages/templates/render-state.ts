import { CicloError } from '../../errors.ts';
import type { ValueFormat } from './format-values.ts';
import type { Tracking } from '../links/track-links.ts';

/** A link or picture of the data that was left out of a message, and why; never the whole address, which may be personal. */
export type Dropped = {
  readonly what: 'link' | 'picture';
  readonly why: 'foreign-host' | 'not-an-address';
  /** Its host, or how it begins. */
  readonly host: string;
};

/** Makes the address of a survey with a score chosen; undefined when there is no such survey. */
export type SurveyLinkMaker = (input: {
  readonly survey: string;
  readonly score: number | undefined;
  readonly about: string;
}) => string | undefined;

/** Makes the address of the page of an event or appointment. */
export type RegistrationLinkMaker = (about: string) => string;

const maxOutput = 1_000_000;
const maxRepeats = 5_000;

/**
 * What one rendering knows and notes. It belongs to one loaded message and is reset for each rendering;
 * rendering is synchronous, so no two of them ever share it.
 */
export type RenderState = {
  mode: 'html' | 'text';
  format: ValueFormat;
  /** The zone dates are told in. */
  zone: string;
  tracking: Tracking | undefined;
  /** The currency of the tenant. */
  currency: unknown;
  /** Our own links (unsubscribe and so on), which are not followed. */
  ownLinks: readonly string[];
  /** Makes the address of a survey for the reader; undefined where there is no such survey. */
  surveyLink: SurveyLinkMaker | undefined;
  /** Makes the address of an event or appointment for the reader; undefined where nobody is sent anything. */
  registrationLink: RegistrationLinkMaker | undefined;
  /** The hosts that links made of data may lead to; undefined where nobody is sent anything. */
  hosts: readonly string[] | undefined;
  /** What was left out, once each. */
  readonly dropped: Map<string, Dropped>;
  subject: string;
  preheader: string;
  readonly missing: Set<string>;
  written: number;
  repeats: number;
};

const refuse = (message: string): never => {
  throw new CicloError({ code: 'broken-definition', message });
};

/** Notes that something of the data was left out. */
export const noteDropped = (state: RenderState, dropped: Dropped): void => {
  if (state.dropped.size < 20) state.dropped.set(JSON.stringify(dropped), dropped);
};

/** Notes output; a rendering is stopped when it grows beyond a megabyte. */
export const countOutput = (state: RenderState, length: number): void => {
  state.written += length;
  if (state.written > maxOutput) refuse('The message grows beyond 1 MB.');
};

/** Notes one more passage of a loop; the bound keeps the time of a rendering in hand. */
export const countRepeat = (state: RenderState): void => {
  state.repeats += 1;
  if (state.repeats > maxRepeats) refuse(`The message repeats something more than ${maxRepeats} times.`);
};

/** A value as text to print; undefined for what has no value or is no text (a list, an object). */
export const printable = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  return value instanceof Date ? value.toISOString() : undefined;
};
