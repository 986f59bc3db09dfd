import type { Decision } from '../journey/decisions.ts';
import { entryNames, type JourneyDefinition } from '../journey/definition.ts';
import { walkSteps } from '../journey/graph.ts';
import type { Step } from '../journey/steps.ts';
import { formatInstant } from './format-instant.ts';
import type { LedgerLocale } from './reasons.ts';

/** The steps of a journey that send a message, on whatever channel. */
export const stepsSending = (input: {
  definition: Pick<JourneyDefinition, 'steps'>;
  message: string;
}): readonly string[] => {
  const isSender = (step: Step): boolean =>
    step.type === 'send' &&
    (step.message === input.message || Object.values(step.messages ?? {}).includes(input.message));
  return [...walkSteps({ steps: input.definition.steps })]
    .filter(({ step }) => isSender(step))
    .map(({ step }) => step.id);
};

/** Why one run did, or did not, send the message. */
export type RunWhy =
  /** It was handed over, or is just being. */
  | 'sent'
  /** It came to the step, and was told no. */
  | 'not-sent'
  /** It stands at the step: put off, or a provider is slow. */
  | 'put-off'
  /** It is under way, elsewhere. */
  | 'on-the-way'
  | 'held-out'
  /** It ended without coming to the step. */
  | 'left-before';

type ToldRow = Decision & { readonly at: number };
type ToldRun = { readonly status: 'active' | 'ended'; readonly step: string | null };

const refusals: ReadonlySet<Decision['kind']> = new Set(['skipped', 'failed', 'exited']);
/** Kinds that say how a run came to go another way or to end. */
const turns: ReadonlySet<Decision['kind']> = new Set([
  'branched',
  'rounds-over',
  'timed-out',
  'heard',
  'exited',
  'completed',
  'held-out',
  'moved',
  'failed',
  'none',
]);
const waits: ReadonlySet<Decision['kind']> = new Set(['waiting', 'deferred', 'frozen', 'resumed', 'tasked']);

const turnsShown = 6;

const newest = <Row extends ToldRow>(
  rows: readonly Row[],
  kinds: ReadonlySet<Decision['kind']>,
): readonly Row[] => rows.filter((row) => kinds.has(row.kind)).slice(-1);

/**
 * Judges one run by its ledger, oldest row first: whether the message was sent, and the rows that say why. `steps` are
 * those that send the message; `isSent`: there is a message of the run that was handed over or is being.
 */
export const whyOfRun = <Row extends ToldRow>(input: {
  run: ToldRun;
  rows: readonly Row[];
  steps: readonly string[];
  isSent: boolean;
}): { readonly why: RunWhy; readonly because: readonly Row[] } => {
  const { run, rows, steps } = input;
  const atSteps = rows.filter((row) => row.step !== null && steps.includes(row.step));
  const sent = atSteps.filter((row) => row.kind === 'sent');
  if (sent.length > 0 || input.isSent) return { why: 'sent', because: sent };
  const heldOut = rows.filter((row) => row.kind === 'held-out');
  if (heldOut.length > 0) return { why: 'held-out', because: heldOut };
  if (run.status === 'active' && run.step !== null && steps.includes(run.step)) {
    return { why: 'put-off', because: newest(atSteps, waits) };
  }
  const refused = newest(atSteps, refusals);
  if (refused.length > 0) return { why: 'not-sent', because: refused };
  if (run.status === 'active') return { why: 'on-the-way', because: newest(rows, waits) };
  return { why: 'left-before', because: rows.filter((row) => turns.has(row.kind)).slice(-turnsShown) };
};

const words = {
  en: {
    sent: 'Yes: “{message}” was sent by “{journey}”, which they entered on {at}.',
    'not-sent': 'No: “{journey}”, which they entered on {at}, came to “{message}” and did not send it.',
    'put-off':
      'Not yet: “{journey}”, which they entered on {at}, has come to “{message}” and waits to send it.',
    'on-the-way': 'Not yet: “{journey}”, which they entered on {at}, has not come to “{message}”.',
    'held-out': 'No: they are held out of “{journey}”, which they would have entered on {at}.',
    'left-before': 'No: “{journey}”, which they entered on {at}, ended without coming to “{message}”.',
    never: 'They never entered “{journey}”, which sends “{message}”. It begins with {entry}.',
    nobody: 'No published journey sends “{message}”.',
    event: '“{name}”',
    or: '” or “',
    joins: 'joining the segment “{name}”',
    leaves: 'leaving the segment “{name}”',
    attribute: 'a change of “{name}”',
    date: 'the date “{name}”',
    schedule: 'a schedule for the segment “{name}”',
    record: 'a record of “{name}”',
    api: 'a request of the API, a rule or another journey',
  },
  es: {
    sent: 'Sí: «{message}» fue enviado por «{journey}», en el que entró el {at}.',
    'not-sent': 'No: «{journey}», en el que entró el {at}, llegó a «{message}» y no lo envió.',
    'put-off':
      'Todavía no: «{journey}», en el que entró el {at}, llegó a «{message}» y espera para enviarlo.',
    'on-the-way': 'Todavía no: «{journey}», en el que entró el {at}, no ha llegado a «{message}».',
    'held-out': 'No: queda fuera de «{journey}», en el que habría entrado el {at}.',
    'left-before': 'No: «{journey}», en el que entró el {at}, terminó sin llegar a «{message}».',
    never: 'Nunca entró en «{journey}», que envía «{message}». Empieza con {entry}.',
    nobody: 'Ningún recorrido en vigor envía «{message}».',
    event: '«{name}»',
    or: '» o «',
    joins: 'la entrada en el segmento «{name}»',
    leaves: 'la salida del segmento «{name}»',
    attribute: 'un cambio de «{name}»',
    date: 'la fecha «{name}»',
    schedule: 'un calendario para el segmento «{name}»',
    record: 'un registro de «{name}»',
    api: 'una petición de la API, una regla u otro recorrido',
  },
} as const;

type Reader = { readonly locale?: LedgerLocale | undefined; readonly zone?: string | undefined };

const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (_all, name: string) => values[name] ?? '');

/** The answer for one run, as a sentence. */
export const sayRunWhy = (
  input: Reader & { why: RunWhy; message: string; journey: string; enteredAt: number },
): string => {
  const { why, message, journey, enteredAt } = input;
  const locale = input.locale ?? 'en';
  const at = formatInstant({ value: enteredAt, locale, zone: input.zone ?? 'UTC' });
  return fill(words[locale][why], { message, journey, at });
};

const sayEntry = (entry: JourneyDefinition['entry'], locale: LedgerLocale): string => {
  const said = words[locale];
  if ('on' in entry) return fill(said.event, { name: entryNames(entry).join(said.or) });
  if ('segment' in entry) return fill(said[entry.when], { name: entry.segment });
  if ('attribute' in entry) return fill(said.attribute, { name: entry.attribute });
  if ('date' in entry) return fill(said.date, { name: entry.date });
  if ('schedule' in entry) return fill(said.schedule, { name: entry.audience });
  if ('record' in entry) return fill(said.record, { name: entry.record });
  return said.api;
};

/** The answer for a journey the person never entered, as a sentence. */
export const sayNeverEntered = (
  input: Reader & { message: string; definition: Pick<JourneyDefinition, 'name' | 'entry'> },
): string => {
  const locale = input.locale ?? 'en';
  const { name, entry } = input.definition;
  return fill(words[locale].never, {
    journey: name,
    message: input.message,
    entry: sayEntry(entry, locale),
  });
};

/** The answer when nothing sends the message, as a sentence. */
export const sayNobodySends = (input: Reader & { message: string }): string =>
  fill(words[input.locale ?? 'en'].nobody, { message: input.message });
