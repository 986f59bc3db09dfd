import { z } from 'zod';

import { durationSchema } from '../../time/duration.ts';
import { keySchema } from '../key.ts';
import { outcomeSchema, templated } from './outcome-schema.ts';
import type { OutcomeType } from './outcome-type.ts';

const schema = outcomeSchema(
  'task',
  z.strictObject({
    title: z.string().min(1).max(200).describe(`What is to be done. ${templated}`),
    team: keySchema.optional().describe('Who does it.'),
    due: durationSchema.optional().describe('How soon, such as `2 days`.'),
  }),
  'Gives work to a person in the team.',
);

/** Gives work to a person in the team. */
export const task: OutcomeType<z.infer<typeof schema>> = {
  type: 'task',
  schema,
  names: ({ params: { team }, context }) =>
    team === undefined ? [] : [{ field: 'team', kind: 'team', word: team, known: context.teams }],
  templates: ({ title }) => [{ value: title, field: 'title' }],
  perform: async ({ params, ruleName, fill, ports }) => {
    const { team, due } = params;
    const title = fill(params.title);
    await ports.addTask({
      title: typeof title === 'string' ? title : ruleName,
      ...(team === undefined ? {} : { team }),
      ...(due === undefined ? {} : { due }),
    });
  },
};
