import { locateInText } from '../../documents/json-document.ts';
import { unfamiliarEvent } from '../../journey/checks/check-events.ts';
import { unknownName } from '../../journey/checks/check-kit.ts';
import { segmentsIn } from '../../journey/checks/check-conditions-in-journey.ts';
import { keyOfFile } from '../../documents/check-key.ts';
import { attributesOf, usesInConditions } from '../../journey/uses-of.ts';
import { parseProgram } from '../../loyalty/parse-program.ts';
import type { ProgramDefinition } from '../../loyalty/program-schema.ts';
import type { Reward } from '../../loyalty/reward-schema.ts';
import type { Checked, Problem } from '../../problem.ts';
import { unknownAttributes } from '../../profiles/unknown-attributes.ts';
import type { SortedFiles } from '../workspace-files.ts';

/** What conditions of a programme refer to and is not in the workspace. */
const checkPlace = (input: {
  conditions: unknown;
  path: string;
  segments: ReadonlySet<string>;
}): readonly Problem[] => {
  const { conditions: value, path, segments: known } = input;
  if (value === undefined) return [];
  const none = 'There are no segments yet; add one in `segments/`.';
  return [
    ...segmentsIn({ value, path })
      .filter(({ key }) => !known.has(key))
      .map(({ key, path: at }) =>
        unknownName({ code: 'unknown-segment', path: at, kind: 'segment', word: key, known, none }),
      ),
    ...unknownAttributes(attributesOf(usesInConditions({ value, path }))),
  ];
};

const checkReward = (input: {
  reward: Reward;
  path: string;
  offers: ReadonlySet<string>;
}): readonly Problem[] => {
  const { reward, path, offers: known } = input;
  if (!('offer' in reward.gives) || known.has(reward.gives.offer)) return [];
  const none = 'There are no offers yet; add one in `offers/`.';
  const at = `${path}.gives.offer`;
  return [
    unknownName({ code: 'unknown-offer', path: at, kind: 'offer', word: reward.gives.offer, known, none }),
  ];
};

const checkProgram = (input: {
  program: ProgramDefinition;
  segments: ReadonlySet<string>;
  offers: ReadonlySet<string>;
}): readonly Problem[] => {
  const { program, segments, offers } = input;
  return [
    ...(program.rewards ?? []).flatMap((reward, index) =>
      checkReward({ reward, path: `rewards[${index}]`, offers }),
    ),
    ...program.earn.flatMap(({ conditions, on }, index) => [
      ...[unfamiliarEvent({ name: on, path: `earn[${index}].on` })].filter((one) => one !== undefined),
      ...checkPlace({ conditions, path: `earn[${index}].conditions`, segments }),
    ]),
    ...program.campaigns.flatMap(({ conditions }, index) =>
      checkPlace({ conditions, path: `campaigns[${index}].conditions`, segments }),
    ),
  ];
};

/** Reads the loyalty programmes; `currency` is that of the shop. */
export const readPrograms = (input: {
  sorted: SortedFiles;
  currency: string;
}): readonly Checked<ProgramDefinition>[] => {
  const { sorted, currency } = input;
  const segments = new Set(sorted.segments.map(({ file }) => keyOfFile(file)));
  const offers = new Set(sorted.offers.map(({ file }) => keyOfFile(file)));
  return sorted.programs.map(({ file, text }) => {
    const parsed = parseProgram({ text, file, currency });
    if (!parsed.ok) return parsed;
    const problems = locateInText({
      problems: checkProgram({ program: parsed.value, segments, offers }),
      text,
      file,
    });
    const all = [...parsed.warnings, ...problems];
    return problems.some(({ severity }) => severity === 'error')
      ? { ok: false, problems: all }
      : { ...parsed, warnings: all };
  });
};
