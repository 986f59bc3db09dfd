/** What came of asking for an entry. */
export type Entered =
  | { readonly kind: 'entered'; readonly run: string }
  | {
      readonly kind: 'refused';
      readonly reason:
        | 'not-live'
        | 'no-key'
        | 'no-record'
        | 'in-already'
        | 'too-soon'
        | 'once-only'
        | 'exit-holds'
        | 'full-hour'
        | 'full-day'
        | 'full-occurrence'
        | 'full-total';
    };

/** Not entered, and why. */
export type Refused = Extract<Entered, { kind: 'refused' }>;
