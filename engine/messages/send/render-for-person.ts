import { own } from '../../../domain/json.ts';
import type { LoadedMessage } from '../../../domain/messages/load-message.ts';
import { channelType } from '../../../domain/messages/channels.ts';
import { linkHostsOf } from '../../../domain/messages/links/link-hosts.ts';
import { localeChain } from '../../../domain/messages/locales.ts';
import type { Links } from '../../../domain/messages/links/links.ts';
import { renderMessage, type RenderResult } from '../../../domain/messages/templates/render-message.ts';
import { createTracking } from '../../../domain/messages/links/track-links.ts';
import { textTrait } from '../../../domain/profiles/profile.ts';
import type { Session } from '../../runs/burst/session.ts';
import { tenantFacts } from '../../runs/effects/template-context.ts';

export type PersonalLinks = {
  readonly unsubscribe: string;
  readonly preferences: string;
  readonly view: string;
  readonly selfService: string;
  readonly referral: string;
};

/** Whom a message is for, and what their run knows: as much of a session as the text of a message depends on. */
export type Reader = Pick<Session, 'tenant' | 'now' | 'profile'> &
  Partial<Pick<Session, 'record'>> & {
    readonly live: { readonly published: Pick<Session['live']['published'], 'settings'> };
    readonly run: Pick<Session['run'], 'entry' | 'journey'> & {
      readonly state: Pick<Session['run']['state'], 'steps' | 'at'>;
    };
  };

export type RenderForPerson = (input: {
  session: Reader;
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
      selfService: deps.links.selfService(owner),
      referral: deps.links.referral(profile.referralCode),
    };
    const { track, utm } = message.compiled;
    const isPrinted = channelType(message.compiled.channel).body === 'page';
    const rendered = renderMessage({
      message,
      context: {
        profile,
        entry: run.entry ?? {},
        event: run.entry ?? {},
        record: session.record ?? {},
        steps: run.state.steps,
        tenant: tenantFacts(settings),
        links,
      },
      locales: localeChain({
        preferred: [textTrait(profile, 'locale'), textTrait(profile, 'language')],
        fallback: settings.defaultLocale,
      }),
      zone,
      hosts: linkHostsOf(settings),
      surveyLink: ({ survey, score, about }) =>
        own(settings.surveys ?? {}, survey) === undefined
          ? undefined
          : deps.links.survey({ ...owner, survey, about, score }),
      registrationLink: (about) => deps.links.registration({ ...owner, about }),
      // Nobody clicks on paper: its addresses stand as they were written.
      tracking: isPrinted
        ? undefined
        : createTracking({
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
