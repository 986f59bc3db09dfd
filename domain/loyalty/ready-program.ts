import { createDecider, type Decider } from '../rules/decide/decider.ts';
import type { Campaign, EarningRule, ProgramDefinition } from './program-schema.ts';

type With<T> = T & { readonly decider: Decider | undefined };

/** A programme made ready for work: its rules by the event they look at, with their conditions compiled. */
export type ReadyProgram = {
  readonly key: string;
  readonly definition: ProgramDefinition;
  readonly rulesOn: ReadonlyMap<string, readonly With<EarningRule>[]>;
  readonly rules: ReadonlyMap<string, With<EarningRule>>;
  readonly campaigns: readonly With<Campaign>[];
};

const withDecider = <T extends Pick<EarningRule, 'conditions'>>(one: T): With<T> => ({
  ...one,
  decider: one.conditions === undefined ? undefined : createDecider({ cases: [one.conditions] }),
});

/** Makes a programme ready, once. */
export const readyProgram = (definition: ProgramDefinition): ReadyProgram => {
  const rules = definition.earn.map((rule) => withDecider(rule));
  const rulesOn = new Map<string, With<EarningRule>[]>();
  for (const rule of rules) rulesOn.set(rule.on, [...(rulesOn.get(rule.on) ?? []), rule]);
  return {
    key: definition.key,
    definition,
    rulesOn,
    rules: new Map(rules.map((rule) => [rule.key, rule])),
    campaigns: definition.campaigns.map((campaign) => withDecider(campaign)),
  };
};
