/** An amount in minor units. */
export type Amount = { readonly minor: number; readonly currency: string };

/** One line of a quote as its page shows it. */
export type QuoteLine = {
  readonly text: string;
  readonly quantity: number;
  readonly price: Amount | undefined;
  /** What is taken off, where it is anything. */
  readonly discount: Amount | undefined;
  readonly net: Amount | undefined;
  readonly percent: number | undefined;
};

/** A quote as the person sees it whom it is for. */
export type QuoteView = {
  readonly id: string;
  readonly number: string;
  readonly subject: string | undefined;
  readonly version: number;
  /** Days, as `2026-03-01`. */
  readonly issuedOn: string | undefined;
  readonly validUntil: string | undefined;
  readonly lines: readonly QuoteLine[];
  readonly net: Amount | undefined;
  readonly taxes: readonly { readonly percent: number; readonly net: Amount; readonly tax: Amount }[];
  readonly total: Amount | undefined;
  readonly terms: string | undefined;
  readonly profileId: string | undefined;
  /** `open`: it can be accepted and refused; the others say why not. */
  readonly state: 'open' | 'accepted' | 'refused' | 'expired' | 'superseded' | 'withdrawn';
};

/** What somebody answers to a quote, in their own words. */
export type QuoteAnswer =
  | { readonly answer: 'accepted'; readonly signedBy: string | undefined }
  | { readonly answer: 'refused'; readonly reason: string | undefined };

/** Quotes as their pages show them. */
export type QuotePages = {
  /** Undefined for one that is not there, was not sent, or is of somebody who was erased. */
  readonly show: (input: {
    tenant: string;
    id: string;
    /** Whom the link was made for; empty for nobody. */
    profileId: string;
  }) => Promise<QuoteView | undefined>;
  /** Accepts or refuses a quote that is open. Answers the quote as it is then, no matter who decided it. */
  readonly answer: (
    input: { tenant: string; id: string; profileId: string } & QuoteAnswer,
  ) => Promise<QuoteView | undefined>;
};
