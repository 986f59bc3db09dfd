import { ownNames } from '../../domain/events/own-names.ts';
import { addressOf, normalAddress } from '../../domain/gate/reach.ts';
import { hashId } from '../../domain/hash.ts';
import type { Links } from '../../domain/messages/links/links.ts';
import { localeChain } from '../../domain/messages/locales.ts';
import { selfServiceMail } from '../../domain/messages/self-service-mail.ts';
import { type Profile, textTrait } from '../../domain/profiles/profile.ts';
import type { Clock } from '../clock/clock.ts';
import { type AskDeps, askByMail } from '../consents/ask-by-mail.ts';
import type { EventRow } from '../events/ports.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';

const channel = 'email';

/**
 * Makes the part of the dispatch that sends the mail which opens the self-service pages: to the address that is known of the person,
 * anyone who asked.
 */
export const createAskSelfService = (
  deps: AskDeps & { readonly links: Links; readonly clock: Pick<Clock, 'systemTime'> },
) => {
  return async (input: {
    row: EventRow;
    profile: Profile;
    live: LiveWorkspace;
    now: number;
  }): Promise<void> => {
    const { row, profile, live, now } = input;
    if (row.name !== ownNames.selfServiceAsked || row.trust !== 'engine') return;
    const { tenant } = row;
    const known = addressOf({ profile, channel });
    const address = known === undefined ? undefined : normalAddress({ channel, address: known });
    if (address === undefined) return;
    const { settings } = live.published;
    const owner = {
      tenant,
      messageId: row.id,
      profileId: profile.id,
      at: Math.floor(deps.clock.systemTime() / 1000),
    };
    const url = deps.links.selfServiceEntry(owner);
    const preferred = [textTrait(profile, 'locale')];
    const locales = localeChain({ preferred, fallback: settings.defaultLocale });
    const spoken = locales.find((one) => one.startsWith('es') || one.startsWith('en'));
    const locale = spoken?.startsWith('es') === true ? 'es' : 'en';
    const id = hashId('self-service-mail', tenant, row.id);
    const write = () => selfServiceMail({ locale, business: settings, url });
    await askByMail({ deps, tenant, live, now, channel, address, id, opens: true, write });
  };
};
