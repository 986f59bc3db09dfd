/** One write of a group that was refused, by its place in the group. */
export type WriteFailure = { readonly index: number; readonly code: number; readonly message: string };

/** A write that a collection in memory refuses, with the code a server would answer. */
export class RefusedWrite extends Error {
  readonly code: number;
  /** Of a group: the writes that were refused; all others were carried out. */
  readonly failures: readonly WriteFailure[];

  constructor(input: { code: number; message: string; failures?: readonly WriteFailure[] }) {
    super(input.message);
    this.name = 'RefusedWrite';
    this.code = input.code;
    this.failures = input.failures ?? [];
  }
}
