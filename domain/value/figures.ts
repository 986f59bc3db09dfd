import type { Computed } from '../profiles/computed.ts';
import type { Profile } from '../profiles/profile.ts';
import { type Buyer, buyerOf } from './buyer.ts';
import { type Predictions, predict, type ValueModel } from './predictions.ts';
import { type Rfm, type RfmCuts, rfmOf } from './rfm.ts';

/** What the figures of a tenant's customers are worked out with; a part that is absent had not enough data. */
export type Measures = {
  readonly currency: string;
  readonly cuts?: RfmCuts;
  readonly model?: ValueModel;
};

/** What is worked out of one customer against all others. */
export type Figures = { readonly rfm?: Rfm; readonly predictions?: Predictions };

type Person = Pick<Profile, 'restricted'> & { readonly computed: Computed };

/**
 * The customer as a buyer; undefined for somebody who did not buy, whose amounts are in another currency than the tenant's, or who
 * asked not to be processed: nobody is made of them a figure.
 */
export const measuredBuyer = (input: { person: Person; currency: string }): Buyer | undefined => {
  const { person, currency } = input;
  if (person.restricted === true || person.computed.money?.currency !== currency) return undefined;
  return buyerOf(person.computed);
};

/** The figures of one person now. */
export const figuresOf = (input: { person: Person; measures: Measures; now: number }): Figures => {
  const { measures, now } = input;
  const { currency, cuts, model } = measures;
  const buyer = measuredBuyer({ person: input.person, currency });
  if (buyer === undefined) return {};
  return {
    ...(cuts === undefined ? {} : { rfm: rfmOf({ buyer, cuts, now }) }),
    ...(model === undefined ? {} : { predictions: predict({ buyer, model, currency, now }) }),
  };
};

/** A profile with these figures, and without those it had. */
export const withFigures = (input: { profile: Profile; figures: Figures }): Profile => {
  const { rfm, predictions } = input.figures;
  const { predictions: _predictions, ...profile } = input.profile;
  const { rfm: _rfm, ...computed } = profile.computed;
  return {
    ...profile,
    computed: { ...computed, ...(rfm === undefined ? {} : { rfm }) },
    ...(predictions === undefined ? {} : { predictions }),
  };
};

/**
 * A profile with what its orders come to now, and the figures that follow from that. Where the tenant has no measures yet the
 * figures stay as they are.
 */
export const withComputed = (input: {
  profile: Profile;
  computed: Computed;
  measures: Measures | undefined;
  now: number;
}): Profile => {
  const { profile, measures, now } = input;
  const { rfm } = profile.computed;
  const computed = { ...input.computed, ...(rfm === undefined ? {} : { rfm }) };
  const known: Profile = { ...profile, computed };
  if (measures === undefined) return known;
  return withFigures({ profile: known, figures: figuresOf({ person: known, measures, now }) });
};
