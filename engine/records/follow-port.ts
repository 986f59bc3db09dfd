import type { FieldChange } from '../../domain/records/record.ts';

/**
 * Does what follows from a change of a record besides its events, such as the deal that an accepted quote wins. It is called again
 * when a crash came between, so all that it does can be repeated.
 */
export type FollowRecord = (input: {
  readonly tenant: string;
  readonly kind: string;
  readonly id: string;
  readonly changes: readonly FieldChange[];
  /** It came by an import, and starts nothing. */
  readonly isQuiet?: boolean | undefined;
}) => Promise<void>;
