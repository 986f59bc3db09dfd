import { z } from 'zod';

import { withTraits } from '../../profiles/traits.ts';
import { outcomeTypes, outcomeTypesOf } from '../outcomes.ts';
import { outcomeSchema } from './outcome-schema.ts';
import type { OutcomeType } from './outcome-type.ts';

declare module '../outcomes.ts' {
  interface OutcomesByType {
    readonly greet: z.infer<typeof schema>;
  }
}

const schema = outcomeSchema(
  'greet',
  z.strictObject({
    team: z.string().describe('Who greets them.'),
    words: z.string().min(1).max(100).describe('What is said.'),
  }),
  'Has the team greet the person.',
);

/** An outcome no file of the product knows: it notes the words on the profile, and gives work to a team. */
const greet: OutcomeType<z.infer<typeof schema>> = {
  type: 'greet',
  schema,
  names: ({ params, context }) => [{ field: 'team', kind: 'team', word: params.team, known: context.teams }],
  templates: ({ words }) => [{ value: words, field: 'words' }],
  apply: ({ params, profile, at }) => withTraits({ profile, traits: { greeting: params.words }, at }),
  perform: async ({ params, fill, ports }) => {
    await ports.addTask({ title: String(fill(params.words)), team: params.team });
  },
};

/** The outcomes of a language with one more. */
export const typesWithGreet = outcomeTypesOf([...outcomeTypes.values(), greet]);
