import { unfamiliarEvent } from '../journey/checks/check-events.ts';
import { checkCall } from '../journey/checks/check-call.ts';
import { refusal, unknownName } from '../journey/checks/check-kit.ts';
import { segmentsIn } from '../journey/checks/check-conditions-in-journey.ts';
import type { JourneyContext } from '../journey/journey-context.ts';
import { readTemplate } from '../journey/template-paths.ts';
import { textsIn } from '../journey/templates-of.ts';
import type { Problem } from '../problem.ts';
import { unfamiliarItemFields } from '../rules/items/familiar-item-fields.ts';
import type { RuleDefinition } from '../rules/rule.ts';

type Named = {
  readonly field: string;
  readonly kind: string;
  readonly word: string;
  readonly known: Iterable<string>;
};

const namesOf = (input: { rule: RuleDefinition; context: JourneyContext }): readonly Named[] => {
  const { event } = input.rule;
  const { context } = input;
  switch (event.type) {
    case 'enrol':
      return [{ field: 'journey', kind: 'journey', word: event.params.journey, known: context.journeys }];
    case 'stage':
      return [{ field: 'stage', kind: 'stage', word: event.params.stage, known: context.stages }];
    case 'task': {
      const { team } = event.params;
      return team === undefined ? [] : [{ field: 'team', kind: 'team', word: team, known: context.teams }];
    }
    default:
      return [];
  }
};

const checkRuleCall = (input: { rule: RuleDefinition; context: JourneyContext }): readonly Problem[] => {
  const { event } = input.rule;
  if (event.type !== 'action') return [];
  const { plugin, action, input: written = {} } = event.params;
  const { plugins } = input.context;
  return checkCall({ call: { plugin, action, input: written }, path: 'event.params', plugins });
};

const templatesOf = (rule: RuleDefinition): readonly { text: string; path: string }[] => {
  const { event } = rule;
  if (event.type === 'task') return textsIn({ value: event.params.title, path: 'event.params.title' });
  if (event.type === 'enrol') return textsIn({ value: event.params.key, path: 'event.params.key' });
  return event.type === 'action' ? textsIn({ value: event.params.input, path: 'event.params.input' }) : [];
};

const outsideRules = new Set(['entry', 'steps', 'run']);

const checkTemplates = (rule: RuleDefinition): readonly Problem[] =>
  templatesOf(rule).flatMap(({ text, path }) => {
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

/** What a rule refers to and is not in the workspace. */
export const checkRule = (input: { rule: RuleDefinition; context: JourneyContext }): readonly Problem[] => {
  const { rule, context } = input;
  const missing = namesOf(input).filter(({ known, word }) => ![...known].includes(word));
  const segments = segmentsIn({ value: rule.conditions, path: 'conditions' });
  const events = rule.on.flatMap((name, index) => unfamiliarEvent({ name, path: `on[${index}]` }) ?? []);
  return [
    ...missing.map(({ field, kind, word, known }) =>
      unknownName({
        code: `unknown-${kind.split(' ')[0]}`,
        path: `event.params.${field}`,
        kind,
        word,
        known,
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
    ...checkRuleCall(input),
    ...checkTemplates(rule),
    ...events,
  ];
};
