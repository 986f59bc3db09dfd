import type { FormCounts, FormResult } from '../../api/ports/form-counts.ts';

/** What came of a form on one day in UTC, `2026-06-01`. */
export type FormDay = FormCounts & { readonly form: string; readonly day: string };

/** What came of forms, by form and day. */
export type FormDayStore = {
  readonly count: (input: {
    readonly tenant: string;
    readonly form: string;
    readonly day: string;
    readonly result: FormResult;
  }) => Promise<void>;
  /** The days from one on in which something came of them, the earliest first; at most 5,000. */
  readonly since: (input: {
    readonly tenant: string;
    readonly form?: string | undefined;
    readonly day: string;
  }) => Promise<readonly FormDay[]>;
};
