import { toMinor } from '../../domain/money.ts';
import type { OfferPrice, Prices } from '../../domain/dry-run/price-costs.ts';
import type { OfferBooks } from '../offers/redemptions/books-port.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import type { DryRunReads } from './ports.ts';

/** What coupons of these offers and points of all programmes cost: by their files, and by the books so far. */
export const pricesOf = async (input: {
  deps: {
    readonly dryRunReads: Pick<DryRunReads, 'spent'>;
    readonly offerBooks: Pick<OfferBooks, 'accounts'>;
  };
  live: LiveWorkspace;
  /** Keys of offers. */
  offers: readonly string[];
}): Promise<Prices> => {
  const { deps, live, offers } = input;
  const { tenant, currency } = live.published.settings;
  const accounts =
    offers.length === 0 ? new Map() : await deps.offerBooks.accounts({ tenant, offers: [...offers] });
  const priced = await Promise.all(
    offers.map(async (key): Promise<readonly [string, OfferPrice]> => {
      const offer = live.offers.get(key);
      const { count } = await deps.dryRunReads.spent({ tenant, offer: key });
      const discount = accounts.get(key)?.account.used.discount ?? 0;
      const average = count === 0 || discount === 0 ? undefined : discount / count;
      return [key, { currency: offer?.currency ?? currency, worth: offer?.worth, average }];
    }),
  );
  const points = [...live.programs.values()].flatMap(({ key, definition }) => {
    const { cost } = definition;
    const minor = cost === undefined ? undefined : toMinor({ amount: cost.amount, currency });
    return cost === undefined || minor === undefined ? [] : [[key, { points: cost.points, minor }] as const];
  });
  return { currency, offers: new Map(priced), points: new Map(points) };
};
