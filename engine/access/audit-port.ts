/** Who did something: a key or a user by their id, the command line beside the servers, the engine itself (with the part of it), a person by the id of their profile. */
export type AuditActor = { readonly kind: 'key' | 'user' | 'cli' | 'engine' | 'person'; readonly id: string };

/** One line of the audit trail. Ids are opaque ones of ours; personal data is never among them. */
export type AuditEntry = {
  readonly tenant: string;
  /** Real time, epoch milliseconds. */
  readonly at: number;
  readonly actor: AuditActor;
  /** The request of the API it came with; also in our logs. */
  readonly requestId?: string | undefined;
  /** What was done, as `thing.act`: `journey.freeze`, `suppression.lift`. */
  readonly action: string;
  /** What it was done to: a journey, a profile, a key, the keyed hash of an address. */
  readonly subject?: string | undefined;
  readonly details?: Readonly<Record<string, string | number | boolean>> | undefined;
};

/** The audit trail: lines are added, and go when their time is over; none is ever changed. */
export type AuditStore = {
  /** With `once`, a line of the same action under the same name is written one time only, no matter who repeats it. */
  readonly append: (entry: AuditEntry & { readonly once?: string }) => Promise<void>;
};
