import { countRepeats, fitBgNbd } from './bg-nbd.ts';
import { type Buyer, repeatsOf } from './buyer.ts';
import { fitGammaGamma } from './gamma-gamma.ts';
import { predictionMinimum, type ValueModel } from './predictions.ts';
import { type RfmCuts, rfmCuts } from './rfm.ts';

/** What measures rest on: repeat buyers, and the weeks since the first order of all. */
export type Basis = { readonly repeatBuyers: number; readonly weeks: number };

/** The repeat buyers among these, and how long the first of all is known. */
export const basisOf = (input: { buyers: readonly Buyer[]; now: number }): Basis => {
  const repeats = input.buyers.map((buyer) => repeatsOf({ buyer, now: input.now }));
  return {
    repeatBuyers: repeats.filter(({ x }) => x > 0).length,
    weeks: Math.floor(repeats.reduce((most, { T }) => Math.max(most, T), 0)),
  };
};

/**
 * Works out the cut points and fits the models to buyers as they are now. Gives way after every step of a fit. A part that has
 * not enough data, or whose fit does not come to rest, is absent.
 */
export function* measureBuyers(input: {
  readonly buyers: readonly Buyer[];
  readonly now: number;
}): Generator<void, { readonly cuts?: RfmCuts; readonly model?: ValueModel; readonly basis: Basis }, void> {
  const { buyers, now } = input;
  const cuts = rfmCuts(input);
  const basis = basisOf(input);
  const given = { basis, ...(cuts === undefined ? {} : { cuts }) };
  const { repeatBuyers, weeks } = predictionMinimum;
  if (basis.repeatBuyers < repeatBuyers || basis.weeks < weeks) return given;
  const fitted = yield* fitBgNbd(countRepeats(buyers.map((buyer) => repeatsOf({ buyer, now }))));
  if (!fitted.converged) return given;
  const spent = buyers.filter(({ purchases, average }) => purchases > 1 && average > 0);
  const spending =
    spent.length < repeatBuyers
      ? undefined
      : yield* fitGammaGamma(spent.map(({ purchases: x, average: mean }) => ({ x, mean })));
  const isKnown = spending?.converged === true && spending.params.q > 1;
  return {
    ...given,
    model: { bgNbd: fitted.params, ...(isKnown ? { spending: spending.params } : {}) },
  };
}
