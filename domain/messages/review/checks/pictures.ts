import { load } from 'cheerio';

import type { Check } from '../check.ts';

/** Fewer letters than this beside pictures is a mail of pictures. */
const lettersLeast = 150;

const isPixel = (attributes: Readonly<Record<string, string>>): boolean =>
  attributes['width'] === '1' ||
  attributes['height'] === '1' ||
  /display:\s*none/i.test(attributes['style'] ?? '');

const picturesOf = (html: string | undefined) =>
  html === undefined
    ? []
    : load(html)('img')
        .toArray()
        .map(({ attribs }) => attribs)
        .filter((attributes) => !isPixel(attributes));

export const pictureWithoutText: Check = {
  code: 'picture-without-text',
  severity: 'warning',
  words: {
    en: {
      message: ({ count }) => `Pictures without \`alt\`: ${count}.`,
      hint: 'Say in `alt` what the picture says; `alt=""` where it only decorates. Many readers see no pictures.',
    },
    es: {
      message: ({ count }) => `Imágenes sin \`alt\`: ${count}.`,
      hint: 'Describe la imagen en `alt`; usa `alt=""` si solo decora. Mucha gente no ve las imágenes.',
    },
  },
  find: ({ html }) => {
    const count = picturesOf(html).filter((one) => one['alt'] === undefined).length;
    return count === 0 ? [] : [{ count: String(count) }];
  },
};

export const mostlyPictures: Check = {
  code: 'mostly-pictures',
  severity: 'warning',
  words: {
    en: {
      message: () => 'The mail is mostly pictures, with hardly any text.',
      hint: 'Put what matters into text: filters distrust pictures, and many programs hide them at first.',
    },
    es: {
      message: () => 'El correo es casi todo imágenes, con muy poco texto.',
      hint: 'Pon lo importante en texto: los filtros desconfían de las imágenes y muchos programas las ocultan al principio.',
    },
  },
  find: ({ html, text }) =>
    picturesOf(html).length > 0 && text.replaceAll(/https?:\S+|\s+/g, '').length < lettersLeast ? [{}] : [],
};
