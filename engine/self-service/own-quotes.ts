import type { QuotePages } from '../../api/ports/quotes.ts';
import type { OwnQuote, SelfService } from '../../api/ports/self-service.ts';
import type { Links } from '../../domain/messages/links/links.ts';
import type { Clock } from '../clock/clock.ts';
import type { OpenRecordStore } from '../records/open-records-port.ts';
import { quoteKind } from '../sales/quotes.ts';
import { ownRecords } from './own-records.ts';

type Deps = {
  readonly openRecords: Pick<OpenRecordStore, 'ofPeople'>;
  readonly quotePages: Pick<QuotePages, 'show'>;
  readonly links: Pick<Links, 'quote'>;
  readonly clock: Pick<Clock, 'systemTime'>;
};

const shownMax = 50;

/** Makes the list of the quotes that were sent to a person, each with its page. */
export const createOwnQuotes = (deps: Deps): Pick<SelfService, 'quotes'> => ({
  quotes: async ({ tenant, profileId }) => {
    const rows = await ownRecords({ openRecords: deps.openRecords, tenant, profileId, kind: quoteKind });
    const at = Math.floor(deps.clock.systemTime() / 1000);
    const found = await Promise.all(
      rows.slice(0, shownMax).map(async ({ id }): Promise<OwnQuote[]> => {
        const view = await deps.quotePages.show({ tenant, id, profileId });
        if (view === undefined || view.profileId !== profileId) return [];
        const { number, subject, total, validUntil, state } = view;
        const url = deps.links.quote({ tenant, messageId: id, profileId, at });
        return [{ number, subject, total, validUntil, state, url }];
      }),
    );
    return found.flat();
  },
});
