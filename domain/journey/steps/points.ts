import { z } from 'zod';

import { at } from '../../ledger/words.ts';
import type { Problem } from '../../problem.ts';
import type { Profile } from '../../profiles/profile.ts';
import { refusal } from '../checks/check-kit.ts';
import { checkNamed } from '../checks/check-named.ts';
import { common, keySchema, typeOf } from '../step-fields.ts';
import type { Step } from '../steps.ts';
import type { StepType } from './step-type.ts';
import { resulted } from './step-work.ts';

const fields = z.strictObject({
  ...common,
  type: typeOf('points', 'Awards points of a loyalty programme, or spends some.'),
  program: keySchema
    .optional()
    .describe(
      'The programme in `programs/` whose points they are. Only a workspace without programmes may leave it out: the points are then a plain number of the profile.',
    ),
  by: z.number().int().min(-1_000_000).max(1_000_000).describe('How many to award; negative to spend.'),
  reason: z.string().max(200).describe('Why, for the ledger.'),
});
/** Points, with the steps to take when the person has too few. */
export type PointsStep = z.infer<typeof fields> & { otherwise?: Step[] | undefined };

/** A profile with the plain number of points changed: the way of workspaces without programmes. */
export const applyPoints = (input: { profile: Profile; step: Pick<PointsStep, 'by'> }): Profile => ({
  ...input.profile,
  points: input.profile.points + input.step.by,
});

const why = (reason: string): string => (reason === '' ? '' : ` (${reason})`);

/** What is wrong with a step that names no programme where there are some: its points would be in no ledger. */
const withoutProgram = (input: {
  step: string;
  path: string;
  programs: ReadonlySet<string>;
}): readonly Problem[] => {
  const [first] = input.programs;
  if (first === undefined) return [];
  return [
    refusal({
      code: 'missing-program',
      step: input.step,
      path: input.path,
      message: 'The step does not say of which programme the points are.',
      hint: `Add \`"program": "${first}"\`, so that they stand in the ledger of the programme.`,
    }),
  ];
};

/** Awards points, or spends some. */
export const points: StepType<PointsStep> = {
  type: 'points',
  schema: (stepsOf) =>
    fields.extend({
      otherwise: stepsOf('The steps to take when they have fewer points than are spent.').optional(),
    }),
  branches: (step) => [{ name: 'otherwise', steps: step.otherwise ?? [], field: 'otherwise' }],
  gives: ['by', 'reason', 'program', 'balance'],
  check: ({ step, path }) =>
    step.otherwise === undefined || step.program !== undefined
      ? []
      : [
          refusal({
            code: 'needs-program',
            step: step.id,
            path: `${path}.otherwise`,
            message: '`otherwise` is for points of a programme, and the step names none.',
            hint: 'Add `program`, or remove `otherwise`.',
          }),
        ],
  checkReferences: ({ step, path, context }) =>
    step.program === undefined
      ? withoutProgram({ step: step.id, path, programs: context.programs })
      : checkNamed({ step: step.id, path: `${path}.program`, word: step.program, kind: 'program', context }),
  told: 'updated',
  perform: async ({ step, ports }) => {
    const { program, by, reason } = step;
    if (program !== undefined) return resulted(await ports.points({ program, by, reason }));
    await ports.changeProfile((profile) => applyPoints({ profile, step }));
    return resulted({ kind: 'done', output: { by, reason } });
  },
  words: {
    en: {
      updated: (facts) => `Added ${facts.detail('by')} points${at.en(facts)}${why(facts.detail('reason'))}.`,
    },
    es: {
      updated: (facts) => `Sumó ${facts.detail('by')} puntos${at.es(facts)}${why(facts.detail('reason'))}.`,
    },
  },
};
