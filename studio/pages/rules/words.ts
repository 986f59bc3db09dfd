import { defineWords } from '../../words/words.ts';

const inEnglish = new Map([
  ['enrol', 'Enrol in a journey'],
  ['set', 'Set traits'],
  ['tag', 'Tag'],
  ['stage', 'Move to a stage'],
  ['score', 'Score'],
  ['points', 'Give points'],
  ['task', 'Make a task'],
  ['action', 'Plugin action'],
]);
const inSpanish = new Map([
  ['enrol', 'Inscribir en un recorrido'],
  ['set', 'Cambiar datos'],
  ['tag', 'Etiquetar'],
  ['stage', 'Pasar a una etapa'],
  ['score', 'Puntuación'],
  ['points', 'Dar puntos'],
  ['task', 'Crear una tarea'],
  ['action', 'Acción de un conector'],
]);

export const ruleWords = defineWords({
  en: {
    rules: 'Rules and scores',
    rulesText:
      'What follows at once from an event: scores, tags, tasks, journeys. The highest priority is looked at first.',
    none: 'No rule is published yet',
    noneText: 'A rule is a file in `rules/` of the workspace.',
    noMatch: 'No rule does that',
    does: 'What happens',
    any: 'Everything',
    on: 'Looks at',
    everyEvent: 'every event',
    priority: 'Priority',
    when: 'When, and with what',
    doesOf: (key: string) => inEnglish.get(key) ?? key,
    scoreOf: (by: string, kind: string) => `${by} ${kind}`,
    edit: 'Edit',
    newRule: 'New rule',
    name: 'Name',
    onText: 'Names of events; * for all.',
    fit: 'fit',
    engagement: 'engagement',
  },
  es: {
    rules: 'Reglas y puntuaciones',
    rulesText:
      'Lo que ocurre al momento tras un evento: puntuaciones, etiquetas, tareas, recorridos. Primero la de mayor prioridad.',
    none: 'Aún no hay reglas publicadas',
    noneText: 'Una regla es un archivo en `rules/` del espacio de trabajo.',
    noMatch: 'Ninguna regla hace eso',
    does: 'Qué ocurre',
    any: 'Todo',
    on: 'Mira',
    everyEvent: 'todos los eventos',
    priority: 'Prioridad',
    when: 'Cuándo y con qué',
    doesOf: (key: string) => inSpanish.get(key) ?? key,
    scoreOf: (by: string, kind: string) => `${by} ${kind}`,
    edit: 'Editar',
    newRule: 'Nueva regla',
    name: 'Nombre',
    onText: 'Nombres de eventos; * para todos.',
    fit: 'de encaje',
    engagement: 'de interés',
  },
});
