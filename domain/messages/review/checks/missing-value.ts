import type { Check } from '../check.ts';

export const missingValue: Check = {
  code: 'missing-value',
  severity: 'warning',
  words: {
    en: {
      message: ({ name }) => `\`${name}\` has no value for this person; nothing stands in its place.`,
      hint: 'Write `{{fallback name "something else"}}`, or set `whenMissing`.',
    },
    es: {
      message: ({ name }) => `\`${name}\` no tiene valor para esta persona; en su lugar no aparece nada.`,
      hint: 'Escribe `{{fallback nombre "otra cosa"}}` o define `whenMissing`.',
    },
  },
  find: ({ missing }) => missing.map((name) => ({ name })),
};
