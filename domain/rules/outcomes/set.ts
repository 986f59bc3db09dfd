import { z } from 'zod';

import { withTraits } from '../../profiles/traits.ts';
import { outcomeSchema } from './outcome-schema.ts';
import type { OutcomeType } from './outcome-type.ts';

const traitName = z
  .string()
  .regex(
    /^(?!__proto__$|constructor$|prototype$)[\p{L}_][\p{L}\p{N}_-]{0,99}$/u,
    'must be a plain name such as `plan`',
  );

const schema = outcomeSchema(
  'set',
  z.strictObject({
    traits: z.record(traitName, z.json()).describe('Traits and their new values; null removes.'),
  }),
  'Sets traits of the person.',
);

/** Sets traits of the person. */
export const set: OutcomeType<z.infer<typeof schema>> = {
  type: 'set',
  schema,
  apply: ({ profile, params, at }) => withTraits({ profile, traits: params.traits, at, from: 'rule' }),
};
