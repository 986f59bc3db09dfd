import { defineWords } from '../../../words/words.ts';

export const overlapWords = defineWords({
  en: {
    title: 'Overlap with other segments',
    text: 'As published, now. Choose up to four.',
    with: 'Compare with',
    people: 'People',
    share: 'Share',
    isIn: 'in it',
    isNot: 'not in it',
    nobody: 'Nobody is in any of them.',
    picture: (names: string) => `The overlap of ${names}; the numbers are in the table.`,
    areas: 'Areas are true to the numbers.',
    pairs:
      'Areas are true to the numbers of each segment and of each two; what all three share is in the table.',
    members: (name: string, people: string) => `${name}: ${people}`,
  },
  es: {
    title: 'Coincidencia con otros segmentos',
    text: 'Como están publicados, ahora. Elige hasta cuatro.',
    with: 'Comparar con',
    people: 'Personas',
    share: 'Proporción',
    isIn: 'dentro',
    isNot: 'fuera',
    nobody: 'No hay nadie en ninguno de ellos.',
    picture: (names: string) => `La coincidencia de ${names}; los números están en la tabla.`,
    areas: 'Las áreas corresponden a los números.',
    pairs:
      'Las áreas corresponden a los números de cada segmento y de cada par; lo común a los tres está en la tabla.',
    members: (name: string, people: string) => `${name}: ${people}`,
  },
});
