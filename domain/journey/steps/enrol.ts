import { z } from 'zod';

import { because } from '../../ledger/words.ts';
import { checkNamed } from '../checks/check-named.ts';
import { common, keySchema, typeOf } from '../step-fields.ts';
import type { StepType } from './step-type.ts';
import { resulted } from './step-work.ts';

const schema = z.strictObject({
  ...common,
  type: typeOf('enrol', 'Starts another journey for this person.'),
  journey: keySchema.describe('The journey to start for this person.'),
  key: z
    .string()
    .max(200)
    .optional()
    .describe("Its entry key; may be a template. This run's key by default."),
});
export type EnrolStep = z.infer<typeof schema>;

/** Starts another journey for the person. */
export const enrol: StepType<EnrolStep> = {
  type: 'enrol',
  schema: () => schema,
  templates: (step) => ({ value: step.key, field: 'key' }),
  gives: ['journey', 'run'],
  checkReferences: ({ step, path, context }) =>
    checkNamed({ step: step.id, path: `${path}.journey`, word: step.journey, kind: 'journey', context }),
  actsOutside: true,
  starts: (step) => [step.journey],
  told: 'enrolled',
  perform: async ({ step, id, entryKey, fill, ports }) => {
    const given = fill();
    const key = typeof given === 'string' || typeof given === 'number' ? String(given) : entryKey;
    const enrolled = await ports.enrol({ journey: step.journey, key, cause: id });
    return resulted(
      'run' in enrolled
        ? { kind: 'done', output: { journey: step.journey, run: enrolled.run } }
        : { kind: 'skipped', reason: enrolled.refused, detail: { journey: step.journey } },
    );
  },
  words: {
    en: {
      skipped: (facts) =>
        `Did not enter them into the journey “${facts.detail('journey')}”${because.en(facts)}.`,
    },
    es: { skipped: (facts) => `No entró en el recorrido «${facts.detail('journey')}»${because.es(facts)}.` },
  },
};
