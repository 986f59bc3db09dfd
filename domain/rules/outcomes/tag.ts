import { z } from 'zod';

import { withTags } from '../../profiles/tags.ts';
import { outcomeSchema } from './outcome-schema.ts';
import type { OutcomeType } from './outcome-type.ts';

const tags = z.array(z.string().min(1).max(60)).min(1).max(50);

const schema = outcomeSchema(
  'tag',
  z
    .strictObject({
      add: tags.optional().describe('Tags to add.'),
      remove: tags.optional().describe('Tags to remove.'),
    })
    .refine((params) => params.add !== undefined || params.remove !== undefined, 'needs `add` or `remove`'),
  'Adds and removes tags of the person.',
);

/** Adds and removes tags of the person. */
export const tag: OutcomeType<z.infer<typeof schema>> = {
  type: 'tag',
  schema,
  apply: ({ profile, params }) => withTags({ profile, add: params.add, remove: params.remove }),
};
