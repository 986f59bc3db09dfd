import { ownNames } from '../../domain/events/own-names.ts';
import { addressOf, normalAddress } from '../../domain/gate/reach.ts';
import { hashId } from '../../domain/hash.ts';
import type { Links } from '../../domain/messages/links/links.ts';
import { localeChain } from '../../domain/messages/locales.ts';
import { isPrivacyAsk, privacyMail } from '../../domain/messages/privacy-mail.ts';
import { type Profile, textTrait } from '../../domain/profiles/profile.ts';
import type { EventRow } from '../events/ports.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import { type AskDeps, askByMail } from './ask-by-mail.ts';

const channel = 'email';

/**
 * Makes the part of the dispatch that asks by mail whether a person means it, who asked in the preference centre for their data or their
 * erasure: anyone who has an old mail of theirs can open that page, only they get the mail.
 */
export const createAskPrivacy = (deps: AskDeps & { readonly links: Links }) => {
  return async (input: {
    row: EventRow;
    profile: Profile;
    live: LiveWorkspace;
    now: number;
  }): Promise<void> => {
    const { row, profile, live, now } = input;
    const what = row.properties['what'];
    if (row.name !== ownNames.privacy || row.trust !== 'engine' || !isPrivacyAsk(what)) return;
    const { tenant } = row;
    const known = addressOf({ profile, channel });
    const address = known === undefined ? undefined : normalAddress({ channel, address: known });
    if (address === undefined) return;
    const { settings } = live.published;
    const at = Math.floor(now / 1000);
    const owner = { tenant, messageId: row.id, profileId: profile.id, at };
    const url = deps.links.privacy({ ...owner, topic: what, channel });
    const preferred = [textTrait(profile, 'locale')];
    const locales = localeChain({ preferred, fallback: settings.defaultLocale });
    const spoken = locales.find((one) => one.startsWith('es') || one.startsWith('en'));
    const locale = spoken?.startsWith('es') === true ? 'es' : 'en';
    const id = hashId('privacy', tenant, row.id);
    const write = () => privacyMail({ locale, business: settings, what, url });
    await askByMail({ deps, tenant, live, now, channel, address, id, write });
  };
};
