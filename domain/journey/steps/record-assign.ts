import { z } from 'zod';

import { conditionsSchema } from '../../rules/conditions.ts';

const id = z.string().min(1).max(200).describe('The id of a user.');
const several = z.array(id).min(1).max(100);

const target = {
  owner: id.optional().describe('Always this user.'),
  team: z.string().min(1).max(200).optional().describe('The team it belongs to.'),
  roundRobin: several.optional().describe('These users in turn, exactly, whatever happens at once.'),
  leastBusy: several
    .optional()
    .describe('The one of these users who has the fewest records of the object that are not over.'),
};

const targetSchema = z.strictObject(target);
/** To whom a record is given. */
export type AssignTarget = z.infer<typeof targetSchema>;

/** To whom a step gives a record: the same for all, or by the first case whose conditions hold. */
export const assignSchema = z.strictObject({
  ...target,
  cases: z
    .array(
      z.strictObject({
        when: conditionsSchema.describe('When this case is taken.'),
        to: targetSchema.describe('To whom it is given then.'),
      }),
    )
    .min(1)
    .max(50)
    .optional()
    .describe('Looked at in order; the first that holds is taken. Territories, sizes, languages.'),
  otherwise: targetSchema.optional().describe('With `cases`: to whom it is given when none holds.'),
});
export type Assign = z.infer<typeof assignSchema>;

/** What is wrong with a target: who it is has to be said in one way. */
export const targetFault = (given: AssignTarget): string | undefined => {
  const ways = [given.owner, given.roundRobin, given.leastBusy].filter((way) => way !== undefined);
  if (ways.length > 1) return 'Only one of `owner`, `roundRobin` and `leastBusy` can say who it is.';
  return ways.length === 0 && given.team === undefined ? 'It does not say who.' : undefined;
};

/** The targets of an assignment, each with the place where it stands below it. */
export const targetsOf = (
  assign: Assign,
): readonly { readonly target: AssignTarget; readonly place: string }[] => {
  const { cases, otherwise, ...same } = assign;
  if (cases === undefined) return [{ target: same, place: '' }];
  return [
    ...cases.map(({ to }, index) => ({ target: to, place: `.cases[${index}].to` })),
    ...(otherwise === undefined ? [] : [{ target: otherwise, place: '.otherwise' }]),
  ];
};
