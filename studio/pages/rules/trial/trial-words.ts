import { defineWords } from '../../../words/words.ts';

export const trialWords = defineWords({
  en: {
    past: 'What it would have met',
    days: 'Look back',
    lastDays: (days: string) => `${days} days`,
    unfinished: 'Fill in every condition, and name the events, to see what would have met them.',
    none: 'No such event came in that time.',
    met: (count: string, of: string, share: string) => `${count} of ${of} events (${share})`,
    people: (count: number, shown: string) =>
      count === 1 ? 'They are about 1 person.' : `They are about ${shown} people.`,
    newest: (count: string, all: string) => `Of ${all} events, the newest ${count} were looked at.`,
    asThen:
      'People are looked at as they were then, as far as that is known. Tags, scores, segments and records are as they are now.',
    sample: 'The latest of them',
    nothing: 'None of them would have met the conditions.',
  },
  es: {
    past: 'Qué las habría cumplido',
    days: 'Mirar atrás',
    lastDays: (days: string) => `${days} días`,
    unfinished: 'Rellena todas las condiciones y nombra los eventos para ver cuáles las habrían cumplido.',
    none: 'En ese tiempo no llegó ningún evento así.',
    met: (count: string, of: string, share: string) => `${count} de ${of} eventos (${share})`,
    people: (count: number, shown: string) =>
      count === 1 ? 'Son de 1 persona.' : `Son de ${shown} personas.`,
    newest: (count: string, all: string) => `De ${all} eventos se miraron los ${count} más recientes.`,
    asThen:
      'Las personas se miran como eran entonces, hasta donde se sabe. Etiquetas, puntuaciones, segmentos y registros son los de ahora.',
    sample: 'Los últimos',
    nothing: 'Ninguno las habría cumplido.',
  },
});
