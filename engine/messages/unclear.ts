import type { MessageRow } from './ports.ts';

/** Why a message is cancelled of which nobody knows whether the provider has it; it counts still. */
export const unknownOutcome = 'unknown-outcome';

/** Attempts after which nobody knows whether the provider has the message. */
export const isUnclear = ({ status, reason }: Pick<MessageRow, 'status' | 'reason'>): boolean =>
  status === 'sending' || reason === 'no-reply' || reason === 'timeout';
