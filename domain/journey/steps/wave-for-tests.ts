import { z } from 'zod';

import { common, typeOf } from '../step-fields.ts';
import { type Step, stepTypes, stepTypesOf } from '../steps.ts';
import type { StepType } from './step-type.ts';
import { resulted } from './step-work.ts';

/** A type of step the product does not have: waves at somebody, and takes `otherwise` when nobody is there. */
export type WaveStep = {
  id: string;
  type: 'wave';
  note?: string | undefined;
  at: string;
  otherwise?: Step[] | undefined;
};

declare module '../steps.ts' {
  interface StepsByType {
    readonly wave: WaveStep;
  }
}

/** The type in one file, as somebody who adds it writes it. */
export const wave: StepType<WaveStep> = {
  type: 'wave',
  schema: (stepsOf) =>
    z.strictObject({
      ...common,
      type: typeOf('wave', 'Waves at somebody.'),
      at: z.string().min(1).max(100).describe('Whom to wave at; may be a template.'),
      otherwise: stepsOf('The steps to take when nobody is there.').optional(),
    }),
  branches: (step) => [{ name: 'otherwise', steps: step.otherwise ?? [], field: 'otherwise' }],
  templates: (step) => ({ value: step.at, field: 'at' }),
  gives: ['waved'],
  check: ({ step, path }) =>
    step.at === 'nobody'
      ? [
          {
            code: 'useless-field',
            step: step.id,
            path: `${path}.at`,
            message: 'There is nobody to wave at.',
            hint: 'Name somebody.',
            severity: 'error',
          },
        ]
      : [],
  actsOutside: true,
  perform: async ({ fill, ports }) => {
    const whom = fill();
    if (whom === '') return resulted({ kind: 'none', reason: 'nobody-there' });
    await ports.changeProfile((profile) => ({ ...profile, tags: [...profile.tags, 'waved-at'] }));
    return resulted({ kind: 'done', output: { waved: whom ?? null } });
  },
  words: {
    en: { acted: (facts) => `Waved at ${facts.detail('waved')}.` },
    es: { acted: (facts) => `Saludó a ${facts.detail('waved')}.` },
  },
};

/** The types of the product and this one. */
export const typesWithWave = stepTypesOf([...stepTypes.values(), wave]);
