import type { Decision } from '../journey/decisions.ts';
import type { JourneyDefinition } from '../journey/definition.ts';
import type { StepTypes } from '../journey/steps/step-type.ts';
import { decisionFacts, placedStep } from './decision-facts.ts';
import type { LedgerLocale } from './reasons.ts';
import { wordsEn } from './words-en.ts';
import { wordsEs } from './words-es.ts';

/**
 * A row of the ledger as one sentence in plain words: what the run did, and why. The definition of the version
 * it ran in makes the sentence richer; without it there is one all the same, for every kind and every reason.
 */
export const explain = (input: {
  decision: Decision & { readonly journey?: string };
  definition?: JourneyDefinition | undefined;
  locale?: LedgerLocale | undefined;
  /** The zone in which times are shown: UTC by default. */
  zone?: string | undefined;
  types?: StepTypes | undefined;
}): string => {
  const { decision, definition, types } = input;
  const locale = input.locale ?? 'en';
  const words = locale === 'es' ? wordsEs : wordsEn;
  const journey = decision.journey ?? '';
  const placed = placedStep({ definition, step: decision.step, types });
  const facts = decisionFacts({ decision, definition, journey, placed, locale, zone: input.zone ?? 'UTC' });
  const own = placed?.stepType.words?.[locale][decision.kind];
  return (own ?? words[decision.kind])(facts);
};
