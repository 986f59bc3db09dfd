import type { Actor, RecordInput } from '../../domain/records/record.ts';

/** What the caller of a conversion says of it; the rest follows from the lead and its object. */
export type ConvertOptions = {
  /** The id of the profile that the lead is. */
  readonly contact?: string | undefined;
  /** The id of the account that it is of; false for none. */
  readonly account?: string | false | undefined;
  /** What the deal has besides; false for none. */
  readonly deal?: false | Partial<RecordInput> | undefined;
  /** What the person is to the account and the deal. */
  readonly role?: string | undefined;
};

/** One conversion: of which record, by whom, and how. */
export type Conversion = {
  readonly tenant: string;
  readonly kind: string;
  readonly id: string;
  readonly actor: Actor;
  readonly options: ConvertOptions;
};
