/** Refusals of Twilio's that are about the number for good: nothing reaches it, or its owner said STOP. */
export const aboutNumber: ReadonlyMap<number, string> = new Map([
  [21_211, 'invalid-number'],
  [21_217, 'invalid-number'],
  [21_610, 'opted-out'],
  [21_614, 'not-mobile'],
]);

/** What an `ErrorCode` of a message says about its number; codes that are not here are `soft`. */
export const kindOfError: ReadonlyMap<string, 'hard' | 'policy'> = new Map([
  ['21211', 'hard'],
  ['21217', 'hard'],
  ['21614', 'hard'],
  ['30004', 'policy'],
  ['30005', 'hard'],
  ['30006', 'hard'],
  ['30007', 'policy'],
  ['30034', 'policy'],
]);

/** The number said STOP to the sender. */
export const OPTED_OUT = '21610';
