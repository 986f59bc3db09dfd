import type { DecisionKind } from '../journey/decisions.ts';

/** Kinds of decision after which a run has got through its step. */
export const passingKinds: readonly DecisionKind[] = [
  'waited',
  'heard',
  'timed-out',
  'branched',
  'rounds-over',
  'sent',
  'updated',
  'issued',
  'recommended',
  'none',
  'acted',
  'tasked',
  'enrolled',
];

/** Kinds that name a step at which the run does not stand: nobody came to it by them. */
export const absentKinds: readonly DecisionKind[] = ['refused', 'converted', 'completed'];

/** Kinds by which somebody did not get what others got. */
export const excludingKinds: readonly DecisionKind[] = [
  'not-entered',
  'held-out',
  'skipped',
  'exited',
  'failed',
  'none',
  'refused',
];
