import { localeChain, pickLocale } from '../../domain/messages/locales.ts';

const en = {
  unsubscribeTitle: 'Unsubscribe',
  unsubscribeAsk: (topic: string) => `Do you want to stop getting “${topic}”?`,
  unsubscribeAskAll: 'Do you want to stop getting marketing messages?',
  unsubscribeTopic: (topic: string) => `Stop “${topic}”`,
  unsubscribeAll: 'Stop all marketing messages',
  unsubscribedTitle: 'You are unsubscribed',
  unsubscribedTopic: (topic: string) => `You will get no more “${topic}”.`,
  unsubscribedAll: 'You will get no more marketing messages.',
  stillService: 'We still write about your orders and your account when we have to.',
  choose: 'Choose what you want to get',
  preferencesTitle: 'Your choice',
  preferencesLead: 'Tick what you want to hear about. You can change it at any time.',
  preferencesNone: 'There is nothing to choose from at the moment.',
  save: 'Save',
  saved: 'Saved. This is your choice now:',
  leaveAll: 'Nothing of all this',
  channel: (channel: string) => `By ${channel}`,
  brokenTitle: 'This link does not work',
  brokenText: 'It may be incomplete, or what it led to is not there any more.',
  laterTitle: 'This did not work just now',
  laterText: 'Your choice was not saved. Please try again in a moment.',
};

export type PageTexts = typeof en;

const es: PageTexts = {
  unsubscribeTitle: 'Darse de baja',
  unsubscribeAsk: (topic) => `¿Quiere dejar de recibir «${topic}»?`,
  unsubscribeAskAll: '¿Quiere dejar de recibir mensajes comerciales?',
  unsubscribeTopic: (topic) => `No recibir más «${topic}»`,
  unsubscribeAll: 'No recibir más mensajes comerciales',
  unsubscribedTitle: 'Se ha dado de baja',
  unsubscribedTopic: (topic) => `Ya no recibirá «${topic}».`,
  unsubscribedAll: 'Ya no recibirá mensajes comerciales.',
  stillService: 'Seguiremos escribiéndole sobre sus pedidos y su cuenta cuando sea necesario.',
  choose: 'Elegir qué quiere recibir',
  preferencesTitle: 'Sus preferencias',
  preferencesLead: 'Marque lo que quiere recibir. Puede cambiarlo en cualquier momento.',
  preferencesNone: 'En este momento no hay nada que elegir.',
  save: 'Guardar',
  saved: 'Guardado. Estas son ahora sus preferencias:',
  leaveAll: 'Nada de todo esto',
  channel: (channel) => `Por ${channel}`,
  brokenTitle: 'Este enlace no funciona',
  brokenText: 'Puede que esté incompleto o que aquello a lo que llevaba ya no exista.',
  laterTitle: 'Ahora mismo no ha funcionado',
  laterText: 'No hemos podido guardar su elección. Inténtelo de nuevo dentro de un momento.',
};

const channelNames: Readonly<Record<'en' | 'es', ReadonlyMap<string, string>>> = {
  en: new Map([
    ['email', 'e-mail'],
    ['sms', 'text message'],
    ['push', 'app notification'],
    ['chat', 'chat'],
    ['social', 'social media'],
  ]),
  es: new Map([
    ['email', 'correo electrónico'],
    ['sms', 'SMS'],
    ['push', 'notificación de la aplicación'],
    ['chat', 'chat'],
    ['social', 'redes sociales'],
  ]),
};

/** What people call a channel. */
export const channelName = (input: { channel: string; locale: 'en' | 'es' }): string =>
  channelNames[input.locale].get(input.channel) ?? input.channel;
const available = ['en', 'es'] as const;

/** The languages a browser asks for, the most wanted first. */
const accepted = (header: string | undefined): readonly string[] =>
  (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => part.split(';')[0]?.trim() ?? '')
    .filter((part) => part !== '' && part !== '*');

/** The texts of the pages, in the language asked for, the person's, the browser's or the tenant's. */
export const pageTexts = (input: {
  asked?: string | undefined;
  person?: string | undefined;
  acceptLanguage?: string | undefined;
  fallback: string;
}): { readonly locale: 'en' | 'es'; readonly chain: readonly string[]; readonly texts: PageTexts } => {
  const preferred = [input.asked, input.person, ...accepted(input.acceptLanguage)];
  const chain = localeChain({ preferred, fallback: input.fallback });
  const isSpanish = pickLocale({ chain, available, defaultLocale: 'en' }) === 'es';
  return isSpanish ? { locale: 'es', chain, texts: es } : { locale: 'en', chain, texts: en };
};

/** A text of the tenant's, which is one for all or one per locale, in the best language there is. */
export const localised = (input: {
  text: string | Readonly<Record<string, string>>;
  chain: readonly string[];
}): string => {
  const { text, chain } = input;
  if (typeof text === 'string') return text;
  const locale = chain.find((name) => Object.hasOwn(text, name));
  return (locale === undefined ? Object.values(text)[0] : text[locale]) ?? '';
};
