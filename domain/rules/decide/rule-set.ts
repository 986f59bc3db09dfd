import type { Because } from './because.ts';
import { compileCases } from '../compile.ts';
import { startEvaluation } from './evaluation.ts';
import type { FactSource } from '../facts.ts';
import type { RuleDefinition } from '../rule.ts';

/** A rule that fired, and the comparisons that made it. */
export type FiredRule = { readonly rule: RuleDefinition; readonly because: readonly Because[] };

/** Rules found by the name of the event they look at. */
export type RuleSet = {
  /** The rules that fire for an event, of the highest priority first, then by key. */
  readonly decide: (input: { eventName: string; facts: FactSource }) => Promise<readonly FiredRule[]>;
  /** The keys of the rules an event of this name concerns. */
  readonly concerned: (eventName: string) => readonly string[];
};

const everyEvent = '*';

const byPriority = (one: RuleDefinition, two: RuleDefinition): number =>
  two.priority - one.priority || (one.key < two.key ? -1 : 1);

/**
 * Makes rules ready, once. A decision costs what the rules cost that look at the event, however many others
 * there are. Throws `broken-definition` when conditions are not as `checkConditions` wants them.
 */
export const createRuleSet = (rules: readonly RuleDefinition[]): RuleSet => {
  const ordered = rules.toSorted(byPriority);
  const compiled = compileCases(ordered.map((rule) => rule.conditions));
  const byName = new Map<string, number[]>();
  const names = new Set(ordered.flatMap((rule) => rule.on));
  for (const name of names) {
    const concerned = ordered.flatMap((rule, index) =>
      rule.on.includes(name) || rule.on.includes(everyEvent) ? [index] : [],
    );
    byName.set(name, concerned);
  }
  const concerning = (eventName: string): readonly number[] =>
    byName.get(eventName) ?? byName.get(everyEvent) ?? [];
  return {
    decide: async ({ eventName, facts }) => {
      const indexes = concerning(eventName);
      if (indexes.length === 0) return [];
      const evaluation = startEvaluation({ compiled, facts });
      const decided = await Promise.all(indexes.map((index) => evaluation.evaluate(index)));
      return indexes.flatMap((index, place): FiredRule[] => {
        const rule = ordered[index];
        const outcome = decided[place];
        if (rule === undefined || outcome?.held !== true) return [];
        return [{ rule, because: outcome.because.map((reason) => ({ ...reason, case: 0 })) }];
      });
    },
    concerned: (eventName) => concerning(eventName).flatMap((index) => ordered[index]?.key ?? []),
  };
};
