import { z } from 'zod';

import { at } from '../../ledger/words.ts';
import type { Profile } from '../../profiles/profile.ts';
import { common, typeOf } from '../step-fields.ts';
import type { StepType } from './step-type.ts';
import { resulted } from './step-work.ts';

const schema = z.strictObject({
  ...common,
  type: typeOf('points', 'Adds to the loyalty points, or takes some away.'),
  by: z.number().int().min(-1_000_000).max(1_000_000).describe('How many to add; negative to take away.'),
  reason: z.string().max(200).describe('Why, for the ledger.'),
});
export type PointsStep = z.infer<typeof schema>;

/** A profile with the points changed. */
export const applyPoints = (input: { profile: Profile; step: PointsStep }): Profile => ({
  ...input.profile,
  points: input.profile.points + input.step.by,
});

const why = (reason: string): string => (reason === '' ? '' : ` (${reason})`);

/** Adds to the loyalty points, or takes some away. */
export const points: StepType<PointsStep> = {
  type: 'points',
  schema: () => schema,
  gives: ['by', 'reason'],
  told: 'updated',
  perform: async ({ step, ports }) => {
    await ports.changeProfile((profile) => applyPoints({ profile, step }));
    return resulted({ kind: 'done', output: { by: step.by, reason: step.reason } });
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
