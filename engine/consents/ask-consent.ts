import { normalAddress } from '../../domain/gate/reach.ts';
import { hashId } from '../../domain/hash.ts';
import { own } from '../../domain/json.ts';
import { confirmMail } from '../../domain/messages/confirm-mail.ts';
import type { Links } from '../../domain/messages/links/links.ts';
import { localeChain } from '../../domain/messages/locales.ts';
import { readSubscription, type Subscription } from '../../domain/profiles/subscription.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import type { EventRow } from '../events/ports.ts';
import { type AskDeps, askByMail } from './ask-by-mail.ts';
import { confirmationKey, renderConfirmation } from './render-confirmation.ts';

type Deps = AskDeps & { readonly links: Links };

const localised = (text: string | Readonly<Record<string, string>>, locale: string): string =>
  typeof text === 'string' ? text : (own(text, locale) ?? Object.values(text)[0] ?? '');

const written = (input: { live: LiveWorkspace; asked: Subscription; url: string }) => {
  const { live, asked, url } = input;
  const { settings } = live.published;
  const locales = localeChain({ preferred: [asked.locale], fallback: settings.defaultLocale });
  const locale = locales.find((one) => one.startsWith('es') || one.startsWith('en'))?.startsWith('es')
    ? 'es'
    : 'en';
  const named = own(settings.topics, asked.topic)?.name;
  const topic = named === undefined ? settings.name : localised(named, locale);
  const message = live.messages.get(confirmationKey);
  const rendered =
    message === undefined ? undefined : renderConfirmation({ message, settings, locales, topic, url });
  if (rendered?.kind === 'rendered') return { ...rendered, html: rendered.html ?? rendered.text };
  return confirmMail({ locale, business: settings, topic, url });
};

/**
 * Makes the part of the dispatch that asks the owner of an address whether a subscription that somebody asked for is
 * meant: one mail with a signed link (see `askByMail`). The yes is noted when they confirm it; until then nothing else is
 * sent there.
 */
export const createAskConsent = (deps: Deps) => {
  return async (input: { row: EventRow; live: LiveWorkspace; now: number }): Promise<void> => {
    const { row, live, now } = input;
    const asked = readSubscription(row);
    if (asked === undefined) return;
    const { settings } = live.published;
    if (asked.topic !== '*' && !Object.hasOwn(settings.topics, asked.topic)) return;
    const { tenant } = row;
    const { topic, channel } = asked;
    const address = normalAddress({ channel, address: asked.address });
    if (address === undefined) return;
    const at = Math.floor(now / 1000);
    const url = deps.links.confirm({ tenant, messageId: row.id, profileId: '', at, topic, channel });
    const id = hashId('confirm', tenant, row.id);
    const write = () => written({ live, asked, url });
    await askByMail({ deps, tenant, live, now, channel, address, id, write });
  };
};
