const en = {
  when: 'When',
  where: 'Where',
  call: 'Link to the call',
  calendar: 'Add it to your calendar',
  register: 'Register',
  wait: 'Put me on the waiting list',
  cancel: 'I cannot come: cancel',
  full: 'All places are taken. When somebody cancels, the first on the waiting list gets the place.',
  states: {
    none: '',
    booked: 'You have a place.',
    waiting: 'You are on the waiting list. You have a place as soon as one is free.',
    cancelled: 'You cancelled.',
    over: 'This is over, or takes nobody any more.',
  },
  laterTitle: 'This did not work just now',
  laterText: 'Nothing was changed. Please try again in a moment.',
};
export type RegistrationTexts = typeof en;

const es: RegistrationTexts = {
  when: 'Cuándo',
  where: 'Dónde',
  call: 'Enlace a la videollamada',
  calendar: 'Añadir a tu calendario',
  register: 'Inscribirme',
  wait: 'Ponme en la lista de espera',
  cancel: 'No puedo ir: cancelar',
  full: 'No quedan plazas. Si alguien cancela, su plaza es para quien va primero en la lista de espera.',
  states: {
    none: '',
    booked: 'Tienes plaza.',
    waiting: 'Estás en la lista de espera. Tendrás plaza en cuanto quede una libre.',
    cancelled: 'Has cancelado.',
    over: 'Ya ha pasado o no admite más inscripciones.',
  },
  laterTitle: 'Ahora mismo no ha funcionado',
  laterText: 'No se ha cambiado nada. Inténtalo de nuevo en un momento.',
};

/** What the page of an event or appointment says. */
export const registrationTexts = (locale: 'en' | 'es'): RegistrationTexts => ({ en, es })[locale];
