/** Why an offer cannot be used, with a sentence for people. This table is the only list. */
export const refusalTexts = {
  'unknown-code': 'There is no such code.',
  'not-issued': 'The offer was not given to this person.',
  'not-started': 'The offer has not begun.',
  expired: 'The offer is over.',
  revoked: 'The code was taken back.',
  'wrong-person': 'The code was given to somebody else.',
  'person-needed': 'The offer has limits for each person, and nobody is named.',
  'not-in-audience': 'The offer is not for this person.',
  'wrong-currency': 'The order is in another currency than the offer.',
  'min-order': 'The order value is too low.',
  'no-eligible-product': 'No product of the order is one the offer is for.',
  'nothing-to-discount': 'The offer takes nothing off this order.',
  'budget-spent': 'What may be spent on the offer is spent.',
  'per-person-limit': 'The person has used the offer as often as allowed.',
  'already-redeemed': 'The code was used.',
  'reserved-elsewhere': 'The code is reserved for another order.',
  'not-reserved': 'There is no such reservation.',
  'not-redeemed': 'There is nothing to roll back.',
  'unknown-line': 'The redemption has no such line.',
  'not-stackable': 'The offer cannot be combined with another that applies.',
} as const;
export type RefusalCode = keyof typeof refusalTexts;

/** One reason against the use of an offer; `detail` holds the figures. */
export type Refusal = {
  readonly code: RefusalCode;
  readonly detail?: Readonly<Record<string, string | number>>;
};
