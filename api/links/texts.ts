import { channelType } from '../../domain/messages/channels.ts';
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
  stillService: 'We will still write to you about your orders and your account when necessary.',
  choose: 'Choose what you want to get',
  preferencesTitle: 'Your preferences',
  preferencesLead: 'Tick what you want to hear about. You can change it at any time.',
  preferencesNone: 'There is nothing to choose from at the moment.',
  save: 'Save',
  saved: 'Saved. These are your preferences now:',
  leaveAll: 'Unsubscribe from everything',
  channel: (channel: string) => `By ${channel}`,
  confirmTitle: 'Confirm your subscription',
  confirmAsk: (what: string) => `Do you want “${what}” by e-mail?`,
  confirmYes: 'Yes, I want it',
  confirmedTitle: 'Thank you',
  confirmed: (what: string) => `You are subscribed to “${what}”. Every mail has a link to unsubscribe.`,
  surveyScore: (score: number, most: number) => `${score} of ${most}`,
  surveyScores: 'Your answer',
  surveyNps: '0: not at all likely. 10: extremely likely.',
  surveyCsat: '1: very unsatisfied. 5: very satisfied.',
  surveyComment: 'Do you want to add something?',
  surveySend: 'Send',
  surveyMissing: 'Please choose an answer.',
  surveyThanksTitle: 'Thank you',
  surveyThanks: 'Your answer has arrived.',
  surveyLater: 'Your answer was not saved. Please try again in a moment.',
  brokenTitle: 'This link does not work',
  brokenText: 'It may be incomplete, or the page no longer exists.',
  laterTitle: 'This did not work just now',
  laterText: 'Your choice was not saved. Please try again in a moment.',
};

export type PageTexts = typeof en;

const es: PageTexts = {
  unsubscribeTitle: 'Darse de baja',
  unsubscribeAsk: (topic) => `¿Quieres dejar de recibir «${topic}»?`,
  unsubscribeAskAll: '¿Quieres dejar de recibir mensajes comerciales?',
  unsubscribeTopic: (topic) => `No recibir más «${topic}»`,
  unsubscribeAll: 'No recibir más mensajes comerciales',
  unsubscribedTitle: 'Te has dado de baja',
  unsubscribedTopic: (topic) => `Ya no recibirás «${topic}».`,
  unsubscribedAll: 'Ya no recibirás mensajes comerciales.',
  stillService: 'Seguiremos escribiéndote sobre tus pedidos y tu cuenta cuando sea necesario.',
  choose: 'Elegir qué quieres recibir',
  preferencesTitle: 'Tus preferencias',
  preferencesLead: 'Marca lo que quieres recibir. Puedes cambiarlo en cualquier momento.',
  preferencesNone: 'En este momento no hay nada que elegir.',
  save: 'Guardar',
  saved: 'Guardado. Estas son ahora tus preferencias:',
  leaveAll: 'Darme de baja de todo',
  channel: (channel) => `Por ${channel}`,
  confirmTitle: 'Confirma tu suscripción',
  confirmAsk: (what) => `¿Quieres recibir «${what}» por correo electrónico?`,
  confirmYes: 'Sí, quiero recibirlo',
  confirmedTitle: 'Gracias',
  confirmed: (what) => `Te has suscrito a «${what}». Cada correo lleva un enlace para darse de baja.`,
  surveyScore: (score, most) => `${score} de ${most}`,
  surveyScores: 'Tu respuesta',
  surveyNps: '0: nada probable. 10: muy probable.',
  surveyCsat: '1: nada satisfecho. 5: muy satisfecho.',
  surveyComment: '¿Quieres añadir algo?',
  surveySend: 'Enviar',
  surveyMissing: 'Elige una respuesta, por favor.',
  surveyThanksTitle: 'Gracias',
  surveyThanks: 'Hemos recibido tu respuesta.',
  surveyLater: 'No se guardó tu respuesta. Inténtalo de nuevo en un momento.',
  brokenTitle: 'Este enlace no funciona',
  brokenText: 'Puede que esté incompleto o que la página ya no exista.',
  laterTitle: 'Ahora mismo no ha funcionado',
  laterText: 'No hemos podido guardar tu elección. Inténtalo de nuevo dentro de un momento.',
};

/** What people call a channel. */
export const channelName = (input: { channel: string; locale: 'en' | 'es' }): string =>
  channelType(input.channel).names[input.locale];
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
