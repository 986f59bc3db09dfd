import type { JsonObject, Json } from '../json.ts';
import type { SlaClock } from '../service/sla-clock.ts';
import type { Problem } from '../problem.ts';

/** Who does something to a record: an API key, a user who signed in, the engine, a journey, an import. */
export type Actor = {
  readonly kind: 'key' | 'user' | 'engine' | 'journey' | 'import';
  readonly id: string;
};

/** One record of an object. Instants in epoch milliseconds. */
export type CrmRecord = {
  readonly id: string;
  readonly tenant: string;
  /** The key of its object. */
  readonly kind: string;
  /** 1 when it is created, one more with every change. */
  readonly revision: number;
  /** Values by field, as they are stored; formulas worked out. A field without a value is left out. */
  readonly data: JsonObject;
  readonly stage?: string;
  readonly stageAt?: number;
  /** The user it belongs to. */
  readonly owner?: string;
  readonly team?: string;
  /** The profile it is about: the value of the field that the object names by `person`. */
  readonly person?: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly createdBy: Actor;
  readonly updatedBy: Actor;
  /** When it was deleted; it can be restored. */
  readonly deletedAt?: number;
  /** How much of their time its SLA targets used. */
  readonly sla?: SlaClock;
};

/** What a new record is made of. */
export type RecordInput = {
  readonly data: JsonObject;
  readonly stage?: string;
  readonly owner?: string;
  readonly team?: string;
};

/** A change of a record. `set` and `unset` name fields; what is not named stays. */
export type RecordChange = {
  readonly set?: JsonObject;
  readonly unset?: readonly string[];
  readonly stage?: string;
  readonly owner?: string | null;
  readonly team?: string | null;
};

/** One value that changed: a field, or `stage`, `owner`, `team`, `deletedAt`. Null stands for no value. */
export type FieldChange = { readonly field: string; readonly from: Json; readonly to: Json };

/** A record ready to be written, with what is different from before; or everything that is wrong. */
export type Changed =
  | { readonly ok: true; readonly record: CrmRecord; readonly changes: readonly FieldChange[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** An event that a change of a record is: about the record's person, with trust `engine`. */
export type RecordEvent = { readonly name: string; readonly properties: JsonObject };
