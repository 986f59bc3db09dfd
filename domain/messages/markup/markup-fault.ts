/** Something in a source that would be lost, or reach readers otherwise than it was written, at an offset. */
export type MarkupFault = {
  readonly code: string;
  readonly at: number;
  readonly message: string;
  readonly hint: string;
};

/** A source with what the checks say of it. */
export type MarkupReport = {
  /** The line of an offset as a sentence names it: `line 4`. */
  readonly lineOf: (offset: number) => string;
  readonly add: (fault: MarkupFault) => void;
};
