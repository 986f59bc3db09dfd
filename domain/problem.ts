/**
 * One thing wrong with something a person wrote: where it is, what is wrong and how to fix it.
 * Every validator of the project reports in this shape, and reports everything it finds at once.
 */
export type Problem = {
  /** Stable, machine-readable, kebab-case: `unknown-step-type`, `duplicate-id`. */
  readonly code: string;
  /** Workspace-relative file, when the thing came from one. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** The step the problem is in, for journeys. */
  readonly step?: string;
  /** Where in the document, as a dotted path: `steps[2].cases[0].when`. Empty for the whole document. */
  readonly path: string;
  /** What is wrong, in a full sentence. */
  readonly message: string;
  /** What to write instead. */
  readonly hint: string;
  /** `error` refuses the document; `warning` lets it through and says so. */
  readonly severity: 'error' | 'warning';
};

/** The outcome of checking something: the value, perhaps with warnings, or every problem found. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };
