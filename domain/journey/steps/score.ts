import { z } from 'zod';

import type { Profile } from '../../profiles/profile.ts';
import { common, typeOf } from '../step-fields.ts';
import type { StepType } from './step-type.ts';
import { resulted } from './step-work.ts';

const schema = z.strictObject({
  ...common,
  type: typeOf('score', 'Changes the lead score.'),
  kind: z.enum(['fit', 'engagement']).describe('`fit`: who they are. `engagement`: what they do.'),
  by: z.number().int().min(-1000).max(1000).describe('How much to add; negative to take away.'),
  reason: z.string().max(200).optional().describe('Why, for anyone who asks how the score came to be.'),
});
export type ScoreStep = z.infer<typeof schema>;

/** A profile with the score changed. */
export const applyScore = (input: { profile: Profile; step: ScoreStep }): Profile => {
  const { profile, step } = input;
  return { ...profile, scores: { ...profile.scores, [step.kind]: profile.scores[step.kind] + step.by } };
};

/** Changes the lead score. */
export const score: StepType<ScoreStep> = {
  type: 'score',
  schema: () => schema,
  gives: ['by', 'reason'],
  told: 'updated',
  perform: async ({ step, ports }) => {
    await ports.changeProfile((profile) => applyScore({ profile, step }));
    return resulted({ kind: 'done', output: { by: step.by, reason: step.reason ?? null } });
  },
};
