import { exactUnits, nominalLength, parseDuration } from '../time/duration.ts';

const days = (count: number): number => (count * exactUnits.day) / 1000;

/**
 * How long what is over is kept, in seconds, by class. A document counts from the moment nothing is to be done with it any
 * more: a request that was read, an event that was given up, a task that was done.
 */
export const usualRetention = {
  /** Raw webhook requests that were read or given up. */
  rawRequests: days(30),
  /** Events that were given up, set aside or refused. */
  stuckEvents: days(30),
  /** Operations on many people that have ended. */
  jobs: days(90),
  /** Dry runs and replays with what they came to, from their end. */
  dryRuns: days(30),
  /** Files that were sent for an import, with the rows that were refused. */
  importFiles: days(7),
  /** Images that were sent for posts and that no post names, from when that was seen. */
  postImages: days(7),
  /** Tasks that were done with the notes on them, answered requests of privacy among them. */
  tasks: days(3 * 365),
  /** Messages of conversations and their files, from when they were written; conversations from when they were solved. */
  conversations: days(3 * 365),
  /** Lines of the audit trail. */
  audit: days(3 * 365),
  /** What shows what erased people agreed to, from the erasure. */
  consentProofs: days(5 * 365),
  /** Under which ids feeds sent people who were erased, so that the other side deletes them. */
  sentIds: days(30),
  /** What remembers that somebody was erased. */
  tombstones: days(3 * 365),
} as const satisfies Record<string, number>;

export type RetentionClass = keyof typeof usualRetention;
export type Retention = Readonly<Record<RetentionClass, number>>;

const isClass = (name: string): name is RetentionClass => Object.hasOwn(usualRetention, name);
/** The classes by name. */
export const retentionClasses: readonly RetentionClass[] = Object.keys(usualRetention).filter(isClass);

const shortestMs = exactUnits.hour;

/**
 * Reads how long classes are kept, as `rawRequests=14 days, audit=5 years`; what is not named stays as `before` has it,
 * as usual by default. Undefined
 * when a class is unknown, or a duration is none or shorter than an hour.
 */
export const readRetention = (text: string, before: Retention = usualRetention): Retention | undefined => {
  const given = new Map<RetentionClass, number>();
  for (const part of text.split(',')) {
    if (part.trim() === '') continue;
    const [name = '', words = ''] = part.split('=').map((one) => one.trim());
    const duration = parseDuration(words);
    if (!isClass(name) || duration === undefined || nominalLength(duration) < shortestMs) return undefined;
    given.set(name, Math.ceil(nominalLength(duration) / 1000));
  }
  return { ...before, ...Object.fromEntries(given) };
};
