/** What an error code of the Cloud API comes to. */
type Meaning =
  | { readonly kind: 'login' }
  | { readonly kind: 'wait'; readonly afterMs: number }
  | { readonly kind: 'rejected'; readonly code: string };

const rejected = (code: string): Meaning => ({ kind: 'rejected', code });

/** Codes of developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes with a meaning that their status does not tell. */
const meanings: ReadonlyMap<number, Meaning> = new Map([
  [0, { kind: 'login' }],
  [10, { kind: 'login' }],
  [190, { kind: 'login' }],
  [4, { kind: 'wait', afterMs: 60_000 }],
  [80_007, { kind: 'wait', afterMs: 60_000 }],
  [130_429, { kind: 'wait', afterMs: 10_000 }],
  // Too many messages to one person in a short time.
  [131_056, { kind: 'wait', afterMs: 60_000 }],
  // The sender is held back because people blocked it.
  [131_048, { kind: 'wait', afterMs: 3_600_000 }],
  [131_016, { kind: 'wait', afterMs: 30_000 }],
  [131_026, rejected('unreachable')],
  [131_047, rejected('outside-window')],
  [131_049, rejected('held-back-by-meta')],
  [131_050, rejected('opted-out')],
  [132_000, rejected('invalid-template')],
  [132_001, rejected('no-such-template')],
  [132_005, rejected('invalid-template')],
  [132_007, rejected('invalid-template')],
  [132_012, rejected('invalid-template')],
  [132_015, rejected('template-paused')],
  [132_016, rejected('template-disabled')],
]);

/** What an error code means; undefined for codes that say no more than the status of the answer. */
export const refusalOfError = (code: number): Meaning | undefined => meanings.get(code);

/** The person took marketing messages of this business back, in WhatsApp itself. */
export const stoppedMarketing = 131_050;
