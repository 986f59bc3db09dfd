import type { Written } from '../../../parts/drafts/edited-file.tsx';
import { valueIn } from '../../../parts/editor/schema-at.ts';
import type { Path } from '../../../parts/editor/splice-json.ts';
import { placeOf, setIn } from './offer-text.ts';

/** A file that a form changes: what stands at a place, how it is set, and what is wrong there. */
export type OfferForm = {
  readonly written: Written;
  readonly valueAt: (path: Path) => unknown;
  readonly textAt: (path: Path) => string;
  /** Sets what stands at a place; undefined removes it. */
  readonly set: (path: Path, value: unknown) => void;
  /** What is wrong at a place; with `within`, also deeper in it. */
  readonly errorAt: (path: Path, options?: { within: boolean }) => string | undefined;
  /** The currency of its amounts. */
  readonly currency: string;
};

/** The form over a file; `currency` is that of the shop. */
export const offerForm = (input: { written: Written; currency: string }): OfferForm => {
  const { written } = input;
  const { text, problems } = written;
  const valueAt = (path: Path): unknown => path.reduce(valueIn, written.value);
  const textAt = (path: Path): string => {
    const value = valueAt(path);
    return typeof value === 'string' ? value : '';
  };
  const own = textAt(['currency']);
  return {
    written,
    valueAt,
    textAt,
    set: (path, value) => written.setText(setIn({ text, path, value })),
    errorAt: (path, { within } = { within: false }) => {
      const place = placeOf(path);
      const found = problems.find(
        (one) =>
          one.severity === 'error' && (one.path === place || (within && one.path.startsWith(`${place}.`))),
      );
      return found?.message;
    },
    currency: /^[A-Z]{3}$/.test(own) ? own : input.currency,
  };
};
