import { z } from 'zod';

import { at } from '../../ledger/words.ts';
import { checkNamed } from '../checks/check-named.ts';
import { common, keySchema, typeOf } from '../step-fields.ts';
import type { StepType } from './step-type.ts';
import { resulted } from './step-work.ts';

const fields = z.strictObject({
  ...common,
  type: typeOf('membership', 'Gives a membership of a loyalty programme, or ends it.'),
  program: keySchema.describe('The programme in `programs/` that has it.'),
  membership: keySchema.describe('The key of the membership.'),
  action: z
    .enum(['give', 'end'])
    .default('give')
    .describe('`give` starts or renews it for its period (by default); `end` ends it at once.'),
});
export type MembershipStep = z.infer<typeof fields>;

/** Gives a membership, or ends it. */
export const membership: StepType<MembershipStep> = {
  type: 'membership',
  schema: () => fields,
  gives: ['program', 'membership', 'action', 'until'],
  checkReferences: ({ step, path, context }) =>
    checkNamed({ step: step.id, path: `${path}.program`, word: step.program, kind: 'program', context }),
  told: 'updated',
  perform: async ({ step, ports }) => {
    const { program, membership: key, action } = step;
    return resulted(await ports.membership({ program, membership: key, action }));
  },
  words: {
    en: {
      updated: (facts) =>
        `${facts.detail('action') === 'end' ? 'Ended' : 'Gave'} the membership ${facts.detail('membership')}${at.en(facts)}.`,
    },
    es: {
      updated: (facts) =>
        `${facts.detail('action') === 'end' ? 'Terminó' : 'Dio'} la membresía ${facts.detail('membership')}${at.es(facts)}.`,
    },
  },
};
