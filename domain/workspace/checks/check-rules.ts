import { unfamiliarEvent } from '../../journey/checks/check-events.ts';
import { refusal, unknownName } from '../../journey/checks/check-kit.ts';
import { segmentsIn } from '../../journey/checks/check-conditions-in-journey.ts';
import type { JourneyContext } from '../../journey/journey-context.ts';
import { readTemplate } from '../../journey/template-paths.ts';
import { textsIn } from '../../journey/templates-of.ts';
import { attributesOf, usesInConditions } from '../../journey/uses-of.ts';
import type { Problem } from '../../problem.ts';
import { unknownAttributes } from '../../profiles/unknown-attributes.ts';
import { unfamiliarItemFields } from '../../rules/items/familiar-item-fields.ts';
import { type OutcomeTypes, typeOfOutcome } from '../../rules/outcomes.ts';
import type { RuleDefinition } from '../../rules/rule.ts';

const outsideRules = new Set(['entry', 'steps', 'run']);

const templatesOf = (input: RuleInput): readonly { text: string; path: string }[] => {
  const { event } = input.rule;
  const places = typeOfOutcome(event, input.types)?.templates?.(event.params) ?? [];
  return places.flatMap(({ value, field }) => textsIn({ value, path: `event.params.${field}` }));
};

const checkTemplates = (input: RuleInput): readonly Problem[] => {
  return templatesOf(input).flatMap(({ text, path }) => {
    const { faults, variables } = readTemplate(text);
    const outside = variables.filter((name) => outsideRules.has(name.split('.')[0] ?? ''));
    return [
      ...faults.map((fault) => refusal({ ...fault, path })),
      ...outside.map((name) =>
        refusal({
          code: 'unknown-variable',
          path,
          message: `\`${name}\` is not known in a rule.`,
          hint: 'Rules know `profile`, `event` and `tenant`.',
        }),
      ),
    ];
  });
};

type RuleInput = { rule: RuleDefinition; context: JourneyContext; types?: OutcomeTypes };

/** What a rule reads, in its conditions and its templates. */
const namesIn = (input: RuleInput): Parameters<typeof attributesOf>[0] => [
  ...usesInConditions({ value: input.rule.conditions, path: 'conditions' }),
  ...templatesOf(input).flatMap(({ text, path }) =>
    readTemplate(text).variables.map((name) => ({ name, path })),
  ),
];

/** What a rule refers to and is not in the workspace. */
export const checkRule = (input: RuleInput): readonly Problem[] => {
  const { rule, context } = input;
  const { params } = rule.event;
  const type = typeOfOutcome(rule.event, input.types);
  const missing = (type?.names?.({ params, context }) ?? []).filter(
    ({ known, word }) => known !== undefined && ![...known].includes(word),
  );
  const segments = segmentsIn({ value: rule.conditions, path: 'conditions' });
  const events = rule.on.flatMap((name, index) => unfamiliarEvent({ name, path: `on[${index}]` }) ?? []);
  return [
    ...missing.map(({ field, kind, word, known }) =>
      unknownName({
        code: `unknown-${kind.split(' ')[0]}`,
        path: `event.params.${field}`,
        kind,
        word,
        known: known ?? [],
        none: 'There is none in this workspace.',
      }),
    ),
    ...segments
      .filter(({ key }) => !context.segments.has(key))
      .map(({ key, path }) =>
        unknownName({
          code: 'unknown-segment',
          path,
          kind: 'segment',
          word: key,
          known: context.segments,
          none: 'There are no segments yet; add one in `segments/`.',
        }),
      ),
    ...unfamiliarItemFields({ value: rule.conditions, path: 'conditions' }),
    ...(type?.check?.({ params, context, path: 'event.params' }) ?? []),
    ...unknownAttributes(attributesOf(namesIn(input))),
    ...checkTemplates(input),
    ...events,
  ];
};
