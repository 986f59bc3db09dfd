import type { Json } from '../json.ts';

/** What a row of the ledger can say a run did; `not-entered` is of the run there would have been. */
export const decisionKinds = [
  'entered',
  'not-entered',
  'held-out',
  'waiting',
  'waited',
  'heard',
  'timed-out',
  'branched',
  'round',
  'rounds-over',
  'sent',
  'skipped',
  'deferred',
  'failed',
  'updated',
  'issued',
  'recommended',
  'none',
  'acted',
  'tasked',
  'enrolled',
  'exited',
  'completed',
  'frozen',
  'resumed',
  'moved',
  'migrated',
  'converted',
  'refused',
] as const;
export type DecisionKind = (typeof decisionKinds)[number];

/** One decision of a run at a step, and why. */
export type Decision = {
  readonly kind: DecisionKind;
  /** Null for what concerns the whole run. */
  readonly step: string | null;
  readonly visit: number;
  /** Machine-readable: `no-consent`, `capped`, `event`, `case-0`. */
  readonly reason?: string;
  /** The facts that made it, and what happens next. */
  readonly detail?: Json;
};
