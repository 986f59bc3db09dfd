import { z } from 'zod';

import { keySchema } from '../key.ts';
import { outcomeSchema, templated } from './outcome-schema.ts';
import type { OutcomeType } from './outcome-type.ts';

const schema = outcomeSchema(
  'enrol',
  z.strictObject({
    journey: keySchema.describe('The key of the journey to start.'),
    key: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe(`What the run is about, such as an order. ${templated}`),
  }),
  'Starts a journey for the person.',
);

/** Starts a journey for the person. */
export const enrol: OutcomeType<z.infer<typeof schema>> = {
  type: 'enrol',
  schema,
  names: ({ params, context }) => [
    { field: 'journey', kind: 'journey', word: params.journey, known: context.journeys },
  ],
  templates: ({ key }) => [{ value: key, field: 'key' }],
  starts: ({ journey }) => [journey],
  perform: async ({ params, fill, ports }) => {
    const key = params.key === undefined ? undefined : fill(params.key);
    const given = typeof key === 'string' || typeof key === 'number' ? { key: String(key) } : {};
    await ports.enrol({ journey: params.journey, ...given });
  },
};
