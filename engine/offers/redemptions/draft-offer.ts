import { CicloError } from '../../../domain/errors.ts';
import type { OfferDefinition } from '../../../domain/offers/offer-definition.ts';
import { readCatalog } from '../../../domain/workspace/read/read-catalog.ts';
import { readOffers } from '../../../domain/workspace/read/read-offers.ts';
import { sortFiles } from '../../../domain/workspace/workspace-files.ts';
import type { EditFiles } from '../../drafts/edit-files.ts';
import type { LiveWorkspaces } from '../../journeys/live-workspace.ts';

/** Reads an offer as the drafts of somebody would make it; what is wrong in the rest of the workspace does not matter. */
export type DraftOffer = (input: { tenant: string; owner: string; key: string }) => Promise<OfferDefinition>;

/**
 * Makes the reading of offers that are written just now, with the pools and the catalog of the same drafts. Throws `not-found`
 * where there is no such offer, `unprocessable` with every problem where it could not be published.
 */
export const createDraftOffer = (deps: {
  editFiles: Pick<EditFiles, 'texts'>;
  live: Pick<LiveWorkspaces, 'of'>;
}): DraftOffer => {
  return async ({ tenant, owner, key }) => {
    const file = `offers/${key}.json`;
    const texts = await deps.editFiles.texts({ tenant, owner });
    const isNeeded = (path: string): boolean =>
      path === file || path === 'catalog.json' || (path.startsWith('offers/') && path.endsWith('.csv'));
    const sorted = sortFiles(Object.fromEntries(Object.entries(texts).filter(([path]) => isNeeded(path))));
    const { currency } = (await deps.live.of(tenant)).published.settings;
    const catalog = readCatalog(sorted.catalog);
    const [read] = readOffers({ sorted, currency, catalog: catalog.ok ? catalog.value : undefined });
    if (read === undefined)
      throw new CicloError({ code: 'not-found', message: `There is no offer \`${key}\`.` });
    if (read.ok) return read.value;
    throw new CicloError({
      code: 'unprocessable',
      message: 'The draft has errors, so nobody could use it.',
      details: { problems: read.problems },
    });
  };
};
