const en = {
  email: 'Your e-mail address',
  send: 'Send',
  choose: 'Please choose',
  trap: 'Leave this empty',
  consent: (what: string) =>
    `You get “${what}” by e-mail once you confirmed it, and can unsubscribe at any time.`,
  wrong: 'Please look at the marked fields again.',
  wrongField: 'This is missing or not valid.',
  sentTitle: 'Please look into your mailbox',
  sent: 'We sent you a mail with a link. Once you follow it, you are signed up.',
  tooManyTitle: 'Too many at once',
  tooMany: 'Too many forms came from your network. Please try again later.',
  laterTitle: 'This did not work just now',
  later: 'Your answers were not saved. Please try again in a moment.',
  answers: 'What was written into the form',
  yes: 'yes',
};

/** The texts of the pages of forms. */
export type FormTexts = typeof en;

const es: FormTexts = {
  email: 'Tu dirección de correo',
  send: 'Enviar',
  choose: 'Elige una opción',
  trap: 'Déjalo vacío',
  consent: (what) =>
    `Recibirás «${what}» por correo cuando lo confirmes, y puedes darte de baja en cualquier momento.`,
  wrong: 'Revisa los campos marcados.',
  wrongField: 'Falta o no es válido.',
  sentTitle: 'Mira tu correo',
  sent: 'Te hemos enviado un correo con un enlace. Cuando lo abras, quedarás suscrito.',
  tooManyTitle: 'Demasiados a la vez',
  tooMany: 'Han llegado demasiados formularios desde tu red. Inténtalo más tarde.',
  laterTitle: 'Ahora mismo no ha funcionado',
  later: 'No hemos podido guardar tus respuestas. Inténtalo de nuevo dentro de un momento.',
  answers: 'Lo que se escribió en el formulario',
  yes: 'sí',
};

/** The texts in the language of a page. */
export const formTexts = (locale: 'en' | 'es'): FormTexts => (locale === 'es' ? es : en);
