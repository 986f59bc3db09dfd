import type { Check } from '../check.ts';

/** Letters of GSM 03.38, which fit into seven bits; those of the second line take two places. */
const plain =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const double = '^{}\\[~]|€';

/** How many places a text takes, and of how many one part, and each of several, has room for. */
const measure = (text: string): { places: number; single: number; each: number; isPlain: boolean } => {
  const letters = Array.from(text);
  const isPlain = letters.every((one) => plain.includes(one) || double.includes(one));
  return isPlain
    ? {
        places: letters.reduce((sum, one) => sum + (double.includes(one) ? 2 : 1), 0),
        single: 160,
        each: 153,
        isPlain,
      }
    : { places: text.length, single: 70, each: 67, isPlain };
};

export const textParts: Check = {
  code: 'text-parts',
  severity: 'notice',
  words: {
    en: {
      message: ({ parts, places, odd }) =>
        `The text has ${places} characters and is sent as ${parts} messages, each of which costs.${odd === '' ? '' : ` “${odd}” makes each part shorter.`}`,
      hint: 'A message has room for 160 characters, and for 70 with letters such as “ó” or emoji.',
    },
    es: {
      message: ({ parts, places, odd }) =>
        `El texto tiene ${places} caracteres y se envía como ${parts} mensajes, y cada uno cuesta.${odd === '' ? '' : ` «${odd}» acorta cada parte.`}`,
      hint: 'Un mensaje admite 160 caracteres, y 70 con letras como «ó» o emoji.',
    },
  },
  find: ({ channel, text }) => {
    if (channel !== 'sms') return [];
    const said = text.trimEnd();
    const { places, single, each, isPlain } = measure(said);
    if (places <= single) return [];
    const odd = isPlain
      ? ''
      : (Array.from(said).find((one) => !plain.includes(one) && !double.includes(one)) ?? '');
    return [{ parts: String(Math.ceil(places / each)), places: String(places), odd }];
  },
};
