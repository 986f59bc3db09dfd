import { type FieldProps, NumberAt } from '../../../parts/drafts/fields/fields.tsx';
import type { OfferForm } from './offer-form.ts';

/** An amount of the currency of the offer, as a decimal. */
export const AmountAt = (props: FieldProps & { form: OfferForm }) => (
  <NumberAt {...props} suffix={` ${props.form.currency}`} />
);
