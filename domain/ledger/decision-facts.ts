import { isJsonObject, type Json } from '../json.ts';
import type { Decision } from '../journey/decisions.ts';
import type { JourneyDefinition } from '../journey/definition.ts';
import { walkSteps } from '../journey/graph.ts';
import type { Step } from '../journey/steps.ts';
import type { StepType, StepTypes } from '../journey/steps/step-type.ts';
import { comparisonsText } from './comparison.ts';
import { formatInstant } from './format-instant.ts';
import { type LedgerLocale, reasonText } from './reasons.ts';

/** What a sentence about a decision can be made of, each as text that can be shown. */
export type DecisionFacts = {
  readonly journey: string;
  readonly step: string;
  readonly type: Step['type'] | undefined;
  readonly reason: string | undefined;
  /** The reason in words; empty without one. */
  readonly why: string;
  /** Until when, in the reader's zone; empty when it is not known. */
  readonly until: string;
  /** The key of the message of a send step. */
  readonly message: string;
  /** Names of the events a `wait-for` waits for. */
  readonly awaited: readonly string[];
  /** Comparisons behind a branch. */
  readonly because: string;
  /** A named detail as text; empty when there is none. */
  readonly detail: (name: string) => string;
  /** A detail that is a list, as text. */
  readonly list: (name: string) => string;
};

const shortText = 200;

const asText = (value: Json | undefined): string => {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.length > shortText ? `${text.slice(0, shortText)}…` : text;
};

/** A step of the version, with its type. */
export const placedStep = (input: {
  definition: JourneyDefinition | undefined;
  step: string | null;
  types?: StepTypes | undefined;
}): { readonly step: Step; readonly stepType: StepType } | undefined => {
  const { definition, step: id, types } = input;
  if (definition === undefined || id === null) return undefined;
  for (const placed of walkSteps({ steps: definition.steps, types })) {
    if (placed.step.id === id) return placed;
  }
  return undefined;
};

const caseOf = (branch: string): number | null => {
  const found = /^case-(\d+)$/.exec(branch);
  return found === null ? null : Number(found[1]);
};

/** The reason in words: of a limit of a journey, a message or a step whose it is, and of a cap its figures. */
const whyOf = (input: {
  reason: string;
  details: Readonly<Record<string, Json>>;
  locale: LedgerLocale;
}): string => {
  const { reason, details, locale } = input;
  const by = asText(details['by']);
  if ((reason !== 'capped' && reason !== 'quiet-hours') || by === '') return reasonText({ reason, locale });
  const [max, within] = [asText(details['max']), asText(details['within'])];
  const source = asText(details['source']);
  const figures = reason === 'capped' ? ` (${max} / ${within})` : source === '' ? '' : ` (${source})`;
  return `${reasonText({ reason: `${reason}-by-${by}`, locale })}${figures}`;
};

/** The case of conditions that was taken: of an exit or a goal by a condition the only one, which holds. */
const matchedOf = ({ decision, branch }: { decision: Decision; branch: string }): number | null => {
  const { kind, reason } = decision;
  return kind === 'exited' || kind === 'converted' || reason === 'exit-holds' ? 0 : caseOf(branch);
};

/** Draws out of a decision, and of the journey it was made in, what can be said about it. */
export const decisionFacts = (input: {
  decision: Decision;
  definition: JourneyDefinition | undefined;
  journey: string;
  /** The step it was made at. */
  placed: ReturnType<typeof placedStep>;
  locale: LedgerLocale;
  zone: string;
}): DecisionFacts => {
  const { decision, definition, locale, zone } = input;
  const details = isJsonObject(decision.detail) ? decision.detail : {};
  const { step, stepType } = input.placed ?? {};
  const { reason } = decision;
  const branch = asText(details['branch']);
  return {
    journey: definition?.name ?? input.journey,
    step: decision.step ?? '',
    type: step?.type,
    reason,
    why: reason === undefined ? '' : whyOf({ reason, details, locale }),
    until: formatInstant({ value: details['until'], locale, zone }),
    message: step?.type === 'send' ? step.message : '',
    awaited: step === undefined ? [] : (stepType?.awaits?.(step) ?? []).map(({ on }) => on),
    because: comparisonsText({
      because: details['because'],
      matched: matchedOf({ decision, branch }),
      locale,
    }),
    detail: (name) => asText(details[name]),
    list: (name) => {
      const value = details[name];
      return Array.isArray(value) ? value.map((item: Json) => asText(item)).join(', ') : asText(value);
    },
  };
};
