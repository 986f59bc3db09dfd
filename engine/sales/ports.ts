import type { Conversion } from './convert-options.ts';

/** Conversions under way, so that one that a crash cut off is finished. Times are real time, epoch milliseconds. */
export type ConversionStore = {
  /** Notes a conversion before its first act; one of the same record that is under way stays as it was begun, and is answered. */
  readonly begin: (input: { conversion: Conversion; due: number }) => Promise<Conversion>;
  /** Forgets it, since it is done, or cannot be done. */
  readonly end: (input: { readonly tenant: string; readonly id: string }) => Promise<void>;
  /** Takes one that is due; until `due` nobody else does. `tries` is how often that was done. */
  readonly take: (input: {
    now: number;
    due: number;
  }) => Promise<{ readonly conversion: Conversion; readonly tries: number } | undefined>;
};
