import type { Check } from '../check.ts';

/** Phones show about so many letters of a subject. */
const lettersMost = 60;
const shoutLeast = 6;
const shoutShare = 0.6;

const isMail = (channel: string): boolean => channel === 'email';

export const noSubject: Check = {
  code: 'no-subject',
  severity: 'error',
  words: {
    en: { message: () => 'The subject is empty for this person.', hint: 'Write words beside the data.' },
    es: {
      message: () => 'El asunto está vacío para esta persona.',
      hint: 'Añade palabras junto a los datos.',
    },
  },
  find: ({ channel, subject }) => (isMail(channel) && subject.trim() === '' ? [{}] : []),
};

export const longSubject: Check = {
  code: 'long-subject',
  severity: 'notice',
  words: {
    en: {
      message: ({ count }) => `The subject has ${count} letters; phones show about ${lettersMost}.`,
      hint: 'Put what matters first.',
    },
    es: {
      message: ({ count }) => `El asunto tiene ${count} letras; los móviles muestran unas ${lettersMost}.`,
      hint: 'Pon lo importante al principio.',
    },
  },
  find: ({ channel, subject }) => {
    const count = Array.from(subject).length;
    return isMail(channel) && count > lettersMost ? [{ count: String(count) }] : [];
  },
};

export const noPreheader: Check = {
  code: 'no-preheader',
  severity: 'notice',
  words: {
    en: {
      message: () => 'There is no preheader: inboxes show the first words of the mail after the subject.',
      hint: 'Write a `preheader` in message.json that adds something to the subject.',
    },
    es: {
      message: () => 'No hay preheader: la bandeja muestra las primeras palabras del correo tras el asunto.',
      hint: 'Escribe en message.json un `preheader` que añada algo al asunto.',
    },
  },
  find: ({ channel, preheader }) => (isMail(channel) && preheader === '' ? [{}] : []),
};

export const shouting: Check = {
  code: 'shouting',
  severity: 'warning',
  words: {
    en: {
      message: () => 'The subject is mostly in capitals.',
      hint: 'Write it as a sentence: spam filters count capitals, and so do readers.',
    },
    es: {
      message: () => 'El asunto está casi todo en mayúsculas.',
      hint: 'Escríbelo como una frase: los filtros de spam cuentan las mayúsculas, y la gente también.',
    },
  },
  find: ({ subject }) => {
    const letters = subject.match(/\p{L}/gu) ?? [];
    const capitals = subject.match(/\p{Lu}/gu) ?? [];
    return capitals.length >= shoutLeast && capitals.length / letters.length >= shoutShare ? [{}] : [];
  },
};

export const exclamations: Check = {
  code: 'exclamations',
  severity: 'warning',
  words: {
    en: {
      message: () => 'The subject has several exclamation marks.',
      hint: 'One is enough, and none is better.',
    },
    es: {
      message: () => 'El asunto tiene varias exclamaciones.',
      hint: 'Con una basta, y sin ninguna es mejor.',
    },
  },
  find: ({ subject }) => ((subject.match(/!/g) ?? []).length > 1 ? [{}] : []),
};

export const fakeReply: Check = {
  code: 'fake-reply',
  severity: 'error',
  words: {
    en: {
      message: ({ word }) => `The subject begins with “${word}”, as if it answered a mail.`,
      hint: 'Take it out: laws forbid subjects that mislead (CAN-SPAM), and filters know it.',
    },
    es: {
      message: ({ word }) => `El asunto empieza por «${word}», como si respondiera a un correo.`,
      hint: 'Quítalo: la ley prohíbe los asuntos engañosos y los filtros lo conocen.',
    },
  },
  find: ({ channel, subject }) => {
    const word = /^\s*((?:re|fwd?|rv|aw|wg)\s*:)/i.exec(subject)?.[1];
    return isMail(channel) && word !== undefined ? [{ word }] : [];
  },
};
