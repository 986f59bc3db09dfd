import { checkKey } from '../documents/check-key.ts';
import { locateProblems } from '../documents/json-document.ts';
import { suggest } from '../documents/nearest.ts';
import { conclude, parseDocument } from '../documents/parse-document.ts';
import { fromMinor, toMinor } from '../money.ts';
import type { Checked, Problem } from '../problem.ts';
import { errorAt } from '../rules/problems.ts';
import {
  type EarningRule,
  type ProgramDefinition,
  type ProgramFile,
  programSchema,
} from './program-schema.ts';
import { creditPrefix } from './store-credit.ts';

const orderEvent = 'Order Completed';
const ofOrders = ['perAmount', 'perItem', 'products', 'categories', 'pending'] as const;

const doubled = (input: { keys: readonly string[]; field: string; kind: string }): readonly Problem[] =>
  input.keys.flatMap((key, index) =>
    input.keys.indexOf(key) === index
      ? []
      : [
          errorAt({
            code: 'double-key',
            path: `${input.field}[${index}].key`,
            message: `There are two ${input.kind} \`${key}\`.`,
            hint: 'Give each a name of its own: the ledger keeps them apart by it.',
          }),
        ],
  );

const checkRule = (input: { rule: EarningRule; path: string; currency: string }): readonly Problem[] => {
  const { rule, path, currency } = input;
  const misplaced = ofOrders
    .filter((field) => rule[field] !== undefined && rule.on !== orderEvent)
    .map((field) =>
      errorAt({
        code: 'needs-order',
        path: `${path}.${field}`,
        message: `\`${field}\` is about orders, and this rule looks at \`${rule.on}\`.`,
        hint: `Write \`"on": "${orderEvent}"\`, or leave \`${field}\` out.`,
      }),
    );
  const both =
    rule.perAmount !== undefined && rule.perItem !== undefined
      ? [
          errorAt({
            code: 'two-measures',
            path: `${path}.perItem`,
            message: 'Points are for an amount or for an item, and not for both.',
            hint: 'Make two rules of it.',
          }),
        ]
      : [];
  const minor = rule.perAmount === undefined ? undefined : toMinor({ amount: rule.perAmount, currency });
  const isExact = minor === undefined || (minor > 0 && fromMinor({ minor, currency }) === rule.perAmount);
  const precise = isExact
    ? []
    : [
        errorAt({
          code: 'too-precise',
          path: `${path}.perAmount`,
          message: `\`${rule.perAmount}\` has more decimals than ${currency} has.`,
          hint: 'Write an amount that can be paid.',
        }),
      ];
  return [...misplaced, ...both, ...precise];
};

const checkCampaigns = (program: ProgramFile): readonly Problem[] => {
  const known = program.earn.map(({ key }) => key);
  return program.campaigns.flatMap((campaign, index) => {
    const path = `campaigns[${index}]`;
    const unknown = (campaign.rules ?? []).flatMap((word, place) =>
      known.includes(word)
        ? []
        : [
            errorAt({
              code: 'unknown-rule',
              path: `${path}.rules[${place}]`,
              message: `There is no earning rule \`${word}\`.`,
              hint: suggest({ word, known, none: 'Add it to `earn`.' }),
            }),
          ],
    );
    if (campaign.from <= campaign.until) return unknown;
    return [
      ...unknown,
      errorAt({
        code: 'ends-before-it-begins',
        path: `${path}.until`,
        message: `The campaign ends on ${campaign.until}, before it begins on ${campaign.from}.`,
        hint: 'Write the first day in `from` and the last in `until`.',
      }),
    ];
  });
};

const checkLevels = (levels: NonNullable<ProgramFile['tiers']>['levels']): readonly Problem[] =>
  levels.flatMap(({ from }, index) => {
    const before = levels[index - 1];
    if (before === undefined || before.from < from) return [];
    return [
      errorAt({
        code: 'tiers-out-of-order',
        path: `tiers.levels[${index}].from`,
        message: `A tier from ${from} points stands after one from ${before.from}.`,
        hint: 'Put the lowest tier first, and give each more points than the one before.',
      }),
    ];
  });

const checkRewards = (program: ProgramFile): readonly Problem[] => {
  const known = (program.tiers?.levels ?? []).map(({ key }) => key);
  return (program.rewards ?? []).flatMap((reward, index) => {
    const path = `rewards[${index}]`;
    const unknown = (reward.tiers ?? []).flatMap((word, place) =>
      known.includes(word)
        ? []
        : [
            errorAt({
              code: 'unknown-tier',
              path: `${path}.tiers[${place}]`,
              message: `There is no tier \`${word}\`.`,
              hint: suggest({ word, known, none: 'Add it to `tiers`.' }),
            }),
          ],
    );
    const { from, until } = reward;
    if (from === undefined || until === undefined || from <= until) return unknown;
    return [
      ...unknown,
      errorAt({
        code: 'ends-before-it-begins',
        path: `${path}.until`,
        message: `The reward ends on ${until}, before it begins on ${from}.`,
        hint: 'Write the first day in `from` and the last in `until`.',
      }),
    ];
  });
};

/** Reads a programme from the text of `programs/<key>.json`; `currency` is that of the shop. */
export const parseProgram = (input: {
  text: string;
  file: string;
  currency: string;
}): Checked<ProgramDefinition> => {
  const { text, file, currency } = input;
  const parsed = parseDocument({ text, file, schema: programSchema });
  if (!parsed.ok) return parsed;
  const { value: program, document } = parsed.value;
  const { $schema: _schema, description: _description, ...definition } = program;
  const levels = program.tiers?.levels ?? [];
  const problems = [
    ...checkKey({ key: program.key, file }),
    ...doubled({ keys: program.earn.map(({ key }) => key), field: 'earn', kind: 'earning rules' }),
    ...doubled({ keys: program.campaigns.map(({ key }) => key), field: 'campaigns', kind: 'campaigns' }),
    ...program.earn.flatMap((rule, index) => checkRule({ rule, path: `earn[${index}]`, currency })),
    ...checkCampaigns(program),
    ...doubled({ keys: levels.map(({ key }) => key), field: 'tiers.levels', kind: 'tiers' }),
    ...checkLevels(levels),
    ...doubled({ keys: (program.rewards ?? []).map(({ key }) => key), field: 'rewards', kind: 'rewards' }),
    ...checkRewards(program),
    ...(program.key.startsWith(creditPrefix)
      ? [
          errorAt({
            code: 'reserved-key',
            path: 'key',
            message: `Keys that begin with \`${creditPrefix}\` are those of store credit.`,
            hint: 'Choose another key, and rename the file.',
          }),
        ]
      : []),
    ...doubled({
      keys: (program.memberships ?? []).map(({ key }) => key),
      field: 'memberships',
      kind: 'memberships',
    }),
  ];
  return conclude({ value: definition, problems: locateProblems({ problems, document }) });
};
