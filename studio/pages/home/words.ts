import { defineWords } from '../../words/words.ts';

export const homeWords = defineWords({
  en: { title: 'Home' },
  es: { title: 'Inicio' },
});
