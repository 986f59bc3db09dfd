import type { Language } from '../../words/words.ts';

const pattern = /^(\d+) (second|minute|hour|day|week|month|year)s?$/;

/** A duration of a file, `10 minutes`, in a language; one of another make as it is. */
export const durationText = (language: Language, text: string): string => {
  const [, amount, unit] = pattern.exec(text) ?? [];
  if (unit === undefined) return text;
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(Number(amount));
};
