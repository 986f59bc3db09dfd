import type { AcceptedEvent } from '../../domain/events/event.ts';

/**
 * Stores events so that they are not lost any more, and sets their dispatch going. Answers the ids of the
 * events that were there before. Throws `unavailable` when it cannot be known that all are stored.
 */
export type Accept = (input: {
  tenant: string;
  events: readonly AcceptedEvent[];
}) => Promise<{ readonly duplicates: ReadonlySet<string> }>;

/** Whether more work can be taken in just now. Cheap: it is asked before every tracking call. */
export type PressureGauge = () => { readonly overloaded: boolean; readonly retryAfterMs: number };
