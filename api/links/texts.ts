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
  howOften: 'How often',
  frequency: 'At most',
  frequencies: {
    any: 'Whenever there is something for me',
    daily: 'One message a day',
    weekly: 'One message a week',
    monthly: 'One message a month',
  },
  you: 'You',
  language: 'Language',
  timezone: 'Time zone',
  zoneFrom: {
    shop: 'As we have it from you or your orders.',
    page: 'As you told us on our website.',
    device: 'As seen on your device.',
    none: 'We do not know it; we write by our own time.',
  },
  yourData: 'Your data',
  askData: 'Show me what is kept about me',
  askErasure: 'Erase my data',
  askedByMail: 'We sent a mail to your address. Its link goes on; it works for one day.',
  privacy: {
    data: {
      title: 'Your data',
      ask: 'Do you want to see everything that is kept about you?',
      yes: 'Show my data',
      all: 'This is everything that is kept about you.',
      part: 'This is a part of what is kept about you. We send you the rest within 30 days.',
    },
    erasure: {
      title: 'Erase your data',
      ask: 'Do you want everything that is kept about you to be erased? This cannot be undone: orders, points and vouchers here are gone.',
      yes: 'Yes, erase everything',
      doneTitle: 'Your data is being erased',
      done: 'Everything that is kept about you is being erased. You will get no more messages.',
    },
  },
  pause: 'Pause everything for 30 days',
  paused: (day: string) =>
    `You get no marketing messages until ${day}. After that you get again what is ticked here.`,
  resume: 'End the pause now',
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
  howOften: 'Con qué frecuencia',
  frequency: 'Como máximo',
  frequencies: {
    any: 'Siempre que haya algo para mí',
    daily: 'Un mensaje al día',
    weekly: 'Un mensaje a la semana',
    monthly: 'Un mensaje al mes',
  },
  you: 'Tú',
  language: 'Idioma',
  timezone: 'Zona horaria',
  zoneFrom: {
    shop: 'La sabemos por ti o por tus pedidos.',
    page: 'Nos la dijiste en nuestra web.',
    device: 'La hemos visto en tu dispositivo.',
    none: 'No la sabemos; te escribimos según nuestra hora.',
  },
  yourData: 'Tus datos',
  askData: 'Ver lo que se guarda sobre mí',
  askErasure: 'Borrar mis datos',
  askedByMail: 'Hemos enviado un correo a tu dirección. Sigue su enlace; funciona durante un día.',
  privacy: {
    data: {
      title: 'Tus datos',
      ask: '¿Quieres ver todo lo que se guarda sobre ti?',
      yes: 'Ver mis datos',
      all: 'Esto es todo lo que se guarda sobre ti.',
      part: 'Esto es una parte de lo que se guarda sobre ti. Te enviaremos el resto en un plazo de 30 días.',
    },
    erasure: {
      title: 'Borrar tus datos',
      ask: '¿Quieres que se borre todo lo que se guarda sobre ti? No se puede deshacer: aquí se pierden pedidos, puntos y vales.',
      yes: 'Sí, borrar todo',
      doneTitle: 'Se están borrando tus datos',
      done: 'Se está borrando todo lo que se guarda sobre ti. No recibirás más mensajes.',
    },
  },
  pause: 'Pausar todo durante 30 días',
  paused: (day) =>
    `No recibirás mensajes comerciales hasta el ${day}. Después volverás a recibir lo que esté marcado aquí.`,
  resume: 'Terminar la pausa ahora',
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
