import type { Check, Reviewed } from '../check.ts';

/** Gmail cuts a mail off behind so many bytes of HTML, and hides what comes after, the unsubscribe link included. */
const clippedAt = 102 * 1024;
const heavyAt = 80 * 1024;

const bytesOf = ({ html }: Reviewed): number => new TextEncoder().encode(html ?? '').length;
const values = (bytes: number) => ({ size: String(Math.ceil(bytes / 1024)) });

export const clipped: Check = {
  code: 'clipped',
  severity: 'error',
  words: {
    en: {
      message: ({ size }) => `The HTML has ${size} KB; Gmail cuts a mail off at 102 KB.`,
      hint: 'Take out sections, or repeat fewer items: `{{#each … limit=4}}`.',
    },
    es: {
      message: ({ size }) => `El HTML ocupa ${size} KB; Gmail corta los correos a los 102 KB.`,
      hint: 'Quita secciones o repite menos elementos: `{{#each … limit=4}}`.',
    },
  },
  find: (message) => (bytesOf(message) > clippedAt ? [values(bytesOf(message))] : []),
};

export const heavy: Check = {
  code: 'heavy',
  severity: 'warning',
  words: {
    en: {
      message: ({ size }) => `The HTML has ${size} KB of the 102 KB that Gmail shows.`,
      hint: 'Somebody with more data gets a longer mail, which may be cut off. Leave some room.',
    },
    es: {
      message: ({ size }) => `El HTML ocupa ${size} KB de los 102 KB que muestra Gmail.`,
      hint: 'Quien tenga más datos recibirá un correo más largo, que podría cortarse. Deja margen.',
    },
  },
  find: (message) => {
    const bytes = bytesOf(message);
    return bytes > heavyAt && bytes <= clippedAt ? [values(bytes)] : [];
  },
};
