import type { DecisionKind } from '../journey/decisions.ts';
import type { DecisionFacts } from './decision-facts.ts';
import type { LedgerLocale } from './reasons.ts';

/** Makes a sentence of a decision. */
export type Sentence = (facts: DecisionFacts) => string;

/** A sentence for every kind of decision. */
export type Words = Readonly<Record<DecisionKind, Sentence>>;

/** Sentences of one type of step, by language; the general ones stand where it has none of its own. */
export type WordsOf = Readonly<Record<LedgerLocale, Partial<Words>>>;

type Clause = Readonly<Record<LedgerLocale, Sentence>>;

/** `, because ...`; empty when no reason is known. */
export const because: Clause = {
  en: ({ why }) => (why === '' ? '' : `, because ${why}`),
  es: ({ why }) => (why === '' ? '' : `, porque ${why}`),
};

/** ` until ...`; empty when no end is known. */
export const until: Clause = {
  en: (facts) => (facts.until === '' ? '' : ` until ${facts.until}`),
  es: (facts) => (facts.until === '' ? '' : ` hasta el ${facts.until}`),
};

/** ` at "step"`; empty for what concerns the whole run. */
export const at: Clause = {
  en: ({ step }) => (step === '' ? '' : ` at “${step}”`),
  es: ({ step }) => (step === '' ? '' : ` en «${step}»`),
};

/** The message of a send step, else the step. */
export const what: Clause = {
  en: ({ message, step }) => (message === '' ? `“${step}”` : `the message “${message}”`),
  es: ({ message, step }) => (message === '' ? `«${step}»` : `el mensaje «${message}»`),
};

/** A message that was not sent, and why. */
export const notSent: Clause = {
  en: (facts) => `Did not send ${what.en(facts)}${because.en(facts)}.`,
  es: (facts) => `No envió ${what.es(facts)}${because.es(facts)}.`,
};
