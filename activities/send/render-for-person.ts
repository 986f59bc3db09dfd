import type { LoadedMessage } from '../../domain/messages/load-message.ts';
import { localeChain } from '../../domain/messages/locales.ts';
import type { Links } from '../../domain/messages/links.ts';
import { renderMessage, type RenderResult } from '../../domain/messages/render-message.ts';
import { createTracking } from '../../domain/messages/track-links.ts';
import { textTrait } from '../../domain/profiles/profile.ts';
import type { Session } from '../burst/session.ts';
import { tenantFacts } from '../effects/template-context.ts';

export type PersonalLinks = {
  readonly unsubscribe: string;
  readonly preferences: string;
  readonly view: string;
  readonly referral: string;
};

export type RenderForPerson = (input: {
  session: Session;
  message: LoadedMessage;
  messageId: string;
  channel: string;
  topic: string;
  zone: string;
}) => { readonly rendered: RenderResult; readonly links: PersonalLinks };

/** Makes the function that fills a message for one person, with their own signed links. */
export const createRenderForPerson = (deps: { links: Links }): RenderForPerson => {
  return ({ session, message, messageId, channel, topic, zone }) => {
    const { profile, run, live, tenant, now } = session;
    const { settings } = live.published;
    const owner = { tenant, messageId, profileId: profile.id, at: Math.floor(now / 1000) };
    const links: PersonalLinks = {
      unsubscribe: deps.links.unsubscribe({ ...owner, topic, channel }),
      preferences: deps.links.preferences({ ...owner, topic, channel }),
      view: deps.links.view(owner),
      referral: deps.links.referral(profile.referralCode),
    };
    const { track, utm } = message.compiled;
    const rendered = renderMessage({
      message,
      context: {
        profile,
        entry: run.entry ?? {},
        event: run.entry ?? {},
        steps: run.state.steps,
        tenant: tenantFacts(settings),
        links,
      },
      locales: localeChain({
        preferred: [textTrait(profile, 'locale'), textTrait(profile, 'language')],
        fallback: settings.defaultLocale,
      }),
      zone,
      tracking: createTracking({
        links: deps.links,
        owner,
        clicks: track.clicks,
        opens: track.opens,
        utm: {
          source: settings.tenant,
          medium: channel,
          campaign: run.journey,
          content: run.state.at ?? '',
          ...utm,
        },
      }),
    });
    return { rendered, links };
  };
};
