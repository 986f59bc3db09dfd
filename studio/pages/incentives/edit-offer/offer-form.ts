import type { Written } from '../../../parts/drafts/edited-file.tsx';
import { type FileForm, fileForm } from '../../../parts/drafts/fields/file-form.ts';

/** The form of an offer. */
export type OfferForm = FileForm & {
  /** The currency of its amounts. */
  readonly currency: string;
};

/** The form over the file of an offer; `currency` is that of the shop. */
export const offerForm = (input: { written: Written; currency: string }): OfferForm => {
  const form = fileForm(input.written);
  const own = form.textAt(['currency']);
  return { ...form, currency: /^[A-Z]{3}$/.test(own) ? own : input.currency };
};
