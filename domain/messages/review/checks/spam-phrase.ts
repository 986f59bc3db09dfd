import type { Check } from '../check.ts';

/** What spam says, in the languages of most shops here. One is no harm; filters add them up. */
const phrases = [
  '100% free',
  'act now',
  'amazing deal',
  'buy direct',
  'cash bonus',
  'click here',
  'click below',
  'congratulations, you',
  'double your',
  'earn money',
  'extra income',
  'free gift',
  'guaranteed',
  'limited time offer',
  'no obligation',
  'order now',
  'risk free',
  'risk-free',
  'this is not spam',
  'urgent',
  'winner',
  'you have been selected',
  '100% gratis',
  'actúa ahora',
  'compra ahora',
  'dinero extra',
  'gana dinero',
  'garantizado',
  'haz clic aquí',
  'has ganado',
  'has sido seleccionado',
  'oferta por tiempo limitado',
  'regalo gratis',
  'sin compromiso',
  'sin riesgo',
  'esto no es spam',
  'urgente',
];

const isIn = (text: string, phrase: string): boolean => {
  const at = text.indexOf(phrase);
  const around = [text[at - 1] ?? ' ', text[at + phrase.length] ?? ' '];
  return at >= 0 && around.every((letter) => !/[\p{L}\p{N}]/u.test(letter));
};

export const spamPhrase: Check = {
  code: 'spam-phrase',
  severity: 'notice',
  words: {
    en: {
      message: ({ phrase }) => `“${phrase}” is what spam says.`,
      hint: 'Say what the reader gets instead: “See your order” rather than “Click here”.',
    },
    es: {
      message: ({ phrase }) => `«${phrase}» es lo que dice el spam.`,
      hint: 'Di qué obtiene quien lee: «Ver tu pedido» en lugar de «Haz clic aquí».',
    },
  },
  find: ({ class: kind, subject, text }) => {
    if (kind !== 'marketing') return [];
    const whole = `${subject}\n${text}`.toLowerCase();
    return phrases.filter((phrase) => isIn(whole, phrase)).map((phrase) => ({ phrase }));
  },
};
