import { confirmationKey, renderConfirmation } from '../consents/render-confirmation.ts';
import { composeMail, type Mail } from '../messages/send/compose-mail.ts';
import { createRenderForPerson } from '../messages/send/render-for-person.ts';
import type { EventFact } from '../../domain/events/event.ts';
import { addressOf } from '../../domain/gate/reach.ts';
import { isJsonObject, isObject, type Json, type JsonObject } from '../../domain/json.ts';
import type { CompiledMessage } from '../../domain/messages/compiled-message.ts';
import { decodeAttribute } from '../../domain/messages/templates/link-helpers.ts';
import { parsePostalText, postalLine } from '../../domain/messages/post/postal-address.ts';
import type { Links } from '../../domain/messages/links/links.ts';
import { loadMessage } from '../../domain/messages/load-message.ts';
import { localeChain } from '../../domain/messages/locales.ts';
import type { RenderResult } from '../../domain/messages/templates/render-message.ts';
import { sampleContext } from '../../domain/messages/templates/sample-context.ts';
import { scanHtml } from '../../domain/messages/links/scan-html.ts';
import { textTrait } from '../../domain/profiles/profile.ts';
import { zoneOf } from '../../domain/time/zone.ts';
import type { TenantSettings } from '../../domain/workspace/tenant-settings.ts';
import type { PreviewReader } from './sample-reader.ts';

type Rendered = Extract<RenderResult, { kind: 'rendered' }>;

/** A message as this person would get it, or why they would get none. */
export type Preview =
  | { readonly kind: 'missing'; readonly variables: readonly string[]; readonly policy: 'skip' | 'hold' }
  | {
      readonly kind: 'shown';
      readonly rendered: Rendered;
      /** How an e-mail is handed over; other channels get address and text. */
      readonly mail: Mail | undefined;
      /** The address that stands on a letter, in one line. */
      readonly postal: string | undefined;
      /** Where its links lead, each once, in their order. */
      readonly links: readonly string[];
    };

type Input = {
  readonly message: CompiledMessage;
  readonly settings: TenantSettings;
  readonly defaultFrom: string;
  readonly reader: PreviewReader;
  readonly now: number;
};

const messageId = 'preview';
/** Where answers of a survey lead in a preview. */
const surveyPlace = 'https://links.shop.example/s/sample';
/** Where links to events lead in a preview. */
const registrationPlace = 'https://links.shop.example/e/sample';

/** Links that nobody signed: those of the shop lead where they are written to, our own ones are those of the sample. */
const previewLinks = (sample: PreviewReader['sample']): Links => {
  const { links } = sampleContext(sample);
  const named = (name: string) => (): string => {
    const value = isObject(links) ? links[name] : undefined;
    return typeof value === 'string' ? value : '';
  };
  return {
    click: ({ url }) => url,
    open: () => '',
    unsubscribe: named('unsubscribe'),
    preferences: named('preferences'),
    view: named('view'),
    confirm: named('confirm'),
    quote: named('quote'),
    survey: () => surveyPlace,
    registration: () => registrationPlace,
    privacy: () => '',
    selfService: named('selfService'),
    selfServiceEntry: () => '',
    selfServiceSession: () => '',
    form: () => '',
    referral: named('referral'),
  };
};

const bag = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : {});

/** The event that started the journey, as runs keep it. */
const entryOf = ({ reader, now }: Input): EventFact | null => {
  const { entry = reader.sample.event } = reader.sample;
  if (entry === undefined) return null;
  const at = new Date(now).toISOString();
  const { properties, traits, context, ...rest } = entry;
  return {
    messageId,
    event: 'Preview',
    type: 'track',
    timestamp: at,
    receivedAt: at,
    ...rest,
    properties: bag(properties),
    traits: bag(traits),
    context: bag(context),
  };
};

const render = (input: Input, links: Links): RenderResult => {
  const { message, settings, reader, now } = input;
  const { profile, sample } = reader;
  // Without a mailbox there is nothing to notice being opened.
  const loaded = loadMessage({ ...message, track: { ...message.track, opens: false } });
  const owner = { tenant: settings.tenant, messageId, profileId: profile.id, at: Math.floor(now / 1000) };
  const { channel, topic } = message;
  if (message.key === confirmationKey) {
    const locales = localeChain({
      preferred: [textTrait(profile, 'locale'), textTrait(profile, 'language')],
      fallback: settings.defaultLocale,
    });
    const url = links.confirm({ ...owner, topic, channel });
    const named = bag(sample.entry?.['properties'])['topic'];
    const asked = typeof named === 'string' ? named : settings.name;
    return renderConfirmation({ message: loaded, settings, locales, topic: asked, url });
  }
  return createRenderForPerson({ links })({
    session: {
      tenant: settings.tenant,
      now,
      profile,
      live: { published: { settings } },
      run: { entry: entryOf(input), journey: messageId, state: { steps: sample.steps ?? {}, at: null } },
    },
    message: loaded,
    messageId,
    channel,
    topic,
    zone: zoneOf({ profile: textTrait(profile, 'timezone'), tenant: settings.timezone }),
  }).rendered;
};

const linksIn = ({ html, text }: Rendered): readonly string[] => {
  const found =
    html === undefined
      ? (text.match(/https?:\/\/[^\s<>"']+/g) ?? [])
      : scanHtml(html)
          .filter(({ name }) => name === 'a' || name === 'area')
          .flatMap(({ attributes }) => attributes.filter(({ name }) => name === 'href'))
          .map(({ value }) => decodeAttribute(value));
  return [...new Set(found.filter((link) => link !== ''))];
};

/**
 * Fills a message for one person by the functions that fill it when it is sent. Only its links differ: they are not
 * signed and lead where they were written to.
 */
export const renderPreview = (input: Input): Preview => {
  const { message, settings, reader, now } = input;
  const links = previewLinks(reader.sample);
  const rendered = render(input, links);
  if (rendered.kind === 'missing') return rendered;
  const { channel, topic } = message;
  const { profile } = reader;
  const owner = { tenant: settings.tenant, messageId, profileId: profile.id, at: Math.floor(now / 1000) };
  const address = addressOf({ profile, channel }) ?? '';
  const mail = composeMail({
    message,
    settings,
    defaultFrom: input.defaultFrom,
    rendered,
    to: { address, profile },
    messageId,
    class: message.class,
    topic,
    unsubscribe: links.unsubscribe({ ...owner, topic, channel }),
    now,
  });
  const postal = parsePostalText(address);
  return {
    kind: 'shown',
    rendered,
    mail: channel === 'email' ? mail : undefined,
    postal: postal === undefined ? undefined : postalLine(postal),
    links: linksIn(rendered),
  };
};
