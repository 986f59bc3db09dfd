import type { DecisionFacts } from './decision-facts.ts';
import * as clauses from './words.ts';
import type { Words } from './words.ts';

const because = clauses.because.es;
const until = clauses.until.es;
const what = clauses.what.es;
const at = clauses.at.es;
const notSent = clauses.notSent.es;

const waits: ReadonlyMap<string, string> = new Map([
  ['duration', ''],
  ['events', ''],
  ['window', ', cuando se abre su franja'],
  ['date', ', la fecha que espera'],
  ['task', ' a que se haga su tarea'],
]);

const waiting = (facts: DecisionFacts): string => {
  const kind = facts.reason === undefined ? '' : waits.get(facts.reason);
  const reason = kind ?? (facts.why === '' ? '' : ` (${facts.why})`);
  if (facts.awaited.length > 0) {
    const events = facts.awaited.map((name) => `«${name}»`).join(' o ');
    return `Espera en «${facts.step}» a ${events}${facts.until === '' ? '' : `, como máximo hasta el ${facts.until}`}${reason}.`;
  }
  return `Espera en «${facts.step}»${until(facts)}${reason}.`;
};

const branched = (facts: DecisionFacts): string => {
  const branch = facts.detail('branch');
  const arm = branch.replace(/^arm-/, '');
  const why = facts.because === '' ? '' : `: ${facts.because}`;
  if (facts.reason === 'drawn') return `Le tocó por sorteo «${arm}» en «${facts.step}».`;
  if (facts.reason === 'winner') return `Recibe «${arm}», que ganó el experimento «${facts.step}».`;
  if (facts.reason === 'exposed') return `Participa en el experimento «${facts.step}», en el grupo «${arm}».`;
  if (branch === 'otherwise')
    return `No se cumple ningún caso de «${facts.step}» y toma el otro camino${why}.`;
  const number = Number(branch.replace(/^case-/, '')) + 1;
  return `Toma el caso ${number} de «${facts.step}»${why}.`;
};

const updated = (facts: DecisionFacts): string => {
  const by = facts.detail('by');
  if (by !== '') {
    const why = facts.detail('reason');
    return `Sumó ${by} a la puntuación${at(facts)}${why === '' ? '' : ` (${why})`}.`;
  }
  const set = facts.list('set');
  const stage = facts.detail('stage');
  const parts = [
    ...(set === '' ? [] : [`fijó ${set}`]),
    ...(stage === '' ? [] : [`pasó a la etapa «${stage}»`]),
  ];
  return parts.length === 0 ? `Cambió el perfil${at(facts)}.` : `En «${facts.step}»: ${parts.join(' y ')}.`;
};

const exited = (facts: DecisionFacts): string => {
  const event = facts.detail('event');
  if (facts.reason === 'event') return `Salió del recorrido${at(facts)}: llegó «${event}».`;
  if (facts.reason === 'condition')
    return `Salió del recorrido${at(facts)}: ${facts.because === '' ? 'se cumple la condición de una salida' : facts.because}.`;
  if (facts.reason === 'exit-step') return `Salió del recorrido en «${facts.step}», como dice el recorrido.`;
  const said = facts.detail('why');
  return `Salió del recorrido${at(facts)}${because(facts)}${said === '' ? '' : ` (${said})`}.`;
};

const resumed = (facts: DecisionFacts): string => {
  if (facts.reason === 'shift') return 'Continúa; lo que espera se retrasa tanto como estuvo parado.';
  if (facts.reason === 'catch-up') return 'Continúa y se pone al día con lo que venció mientras tanto.';
  return 'Continúa y deja fuera lo que venció mientras tanto.';
};

const skipped = (facts: DecisionFacts): string => {
  // Sin la versión que se ejecutó, lo más probable es un mensaje.
  if (facts.type === undefined && facts.reason !== 'operator') return notSent(facts);
  return `Dejó fuera ${what(facts)}${because(facts)}.`;
};

const taskDone = (facts: DecisionFacts): string => {
  const [by, outcome, note] = ['by', 'outcome', 'note'].map(facts.detail);
  const who = by === '' ? '' : ` por ${by}`;
  const how = outcome === '' || outcome === 'done' ? '' : ` con «${outcome}»`;
  return `Se hizo la tarea de «${facts.step}»${who}${how} y continúa${note === '' ? '.' : `: ${note}`}`;
};

/** The sentences in Spanish. */
export const wordsEs: Words = {
  entered: (facts) => `Entró en el recorrido «${facts.journey}».`,
  'not-entered': (facts) =>
    `No entró en el recorrido «${facts.journey}»${because(facts)}${facts.because === '' ? '' : `: ${facts.because}`}.`,
  'held-out': (facts) =>
    facts.reason === 'global-holdout'
      ? `No recibe nada de «${facts.journey}»: queda fuera de todo el marketing para medir su efecto.`
      : `No recibe nada de «${facts.journey}»: le tocó por sorteo quedar fuera para medir su efecto.`,
  waiting,
  waited: (facts) =>
    facts.why === ''
      ? `Terminó la espera en «${facts.step}».`
      : `No esperó en «${facts.step}»${because(facts)}.`,
  heard: (facts) =>
    facts.reason === 'task-done'
      ? taskDone(facts)
      : `Llegó «${facts.detail('event')}» y continúa desde «${facts.step}».`,
  'timed-out': (facts) => `No llegó nada a tiempo en «${facts.step}».`,
  branched,
  round: (facts) => `Empieza la vuelta ${facts.detail('round')} de «${facts.step}».`,
  'rounds-over': (facts) =>
    facts.reason === 'all-rounds'
      ? `Ha dado todas las vueltas de «${facts.step}» (${facts.detail('rounds')}) y sigue adelante.`
      : `Deja «${facts.step}» después de ${facts.detail('rounds')} ${facts.detail('rounds') === '1' ? 'vuelta' : 'vueltas'}${facts.because === '' ? '' : `: ${facts.because}`}.`,
  sent: (facts) =>
    `Envió ${what(facts)} por ${facts.detail('channel') === '' ? 'su canal' : facts.detail('channel')}${because(facts)}${facts.list('dropped') === '' ? '' : `, sin un enlace o una imagen de los datos (${facts.list('dropped')})`}.`,
  skipped,
  deferred: (facts) => `Aplazó ${what(facts)}${until(facts)}${because(facts)}.`,
  failed: (facts) => {
    const said = facts.detail('message');
    return `Falló definitivamente${at(facts)}: ${facts.why}${said === '' ? '' : ` (${said})`}.`;
  },
  updated,
  issued: (facts) => {
    const code = facts.detail('code');
    const name = facts.detail('name');
    return `Emitió el cupón ${code === '' ? '' : `${code} `}de la oferta «${name === '' ? facts.step : name}».`;
  },
  recommended: (facts) => {
    const title = facts.detail('title');
    return `Eligió el producto «${title === '' ? facts.detail('product_id') : title}» para recomendar.`;
  },
  none: (facts) => `No se obtuvo nada en «${facts.step}»${because(facts)}.`,
  acted: (facts) => `Hizo la acción «${facts.step}».`,
  tasked: (facts) => `Dio una tarea al equipo en «${facts.step}».`,
  enrolled: (facts) => `Entró en el recorrido «${facts.detail('journey')}».`,
  exited,
  completed: (facts) => `Llegó al final del recorrido «${facts.journey}».`,
  frozen: (facts) =>
    facts.reason === 'journey'
      ? 'Está parado junto con todo el recorrido.'
      : 'Está parado, porque lo indicó un operador.',
  resumed,
  moved: (facts) =>
    facts.reason === 'restart'
      ? 'Empieza de nuevo, porque lo indicó un operador.'
      : `Un operador lo movió a «${facts.detail('to')}».`,
  migrated: (facts) =>
    facts.reason === 'at-next-step'
      ? `Seguirá en la versión ${facts.detail('version')} desde su próximo paso.`
      : `Sigue en la versión ${facts.detail('version')}.`,
  converted: (facts) => {
    const value = facts.detail('value');
    if (facts.because !== '') return `Alcanzó el objetivo de «${facts.journey}»: ${facts.because}.`;
    return `Alcanzó el objetivo de «${facts.journey}» con «${facts.detail('event')}»${value === '' ? '' : `, por valor de ${value}`}.`;
  },
  refused: (facts) => `Se rechazó una orden${because(facts)}.`,
};
