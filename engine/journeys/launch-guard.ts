import { CicloError } from '../../domain/errors.ts';

/** Of so many people a count may have changed since it was looked at. */
const slack = (count: number): number => Math.max(10, Math.round(count * 0.02));

/**
 * Refuses what would bring in more people at once than the workspace lets through, unless somebody says the
 * number. A number that is a little out of date will do. Throws `conflict` with the count.
 */
export const guardLaunch = (input: {
  people: number;
  most: number;
  expect: number | undefined;
  /** What would bring them in, for the message. */
  what: string;
}): void => {
  const { people, most, expect, what } = input;
  if (people <= most) return;
  if (expect !== undefined && Math.abs(expect - people) <= slack(people)) return;
  const message = `${what} would bring in ${people} people at once; the launch guard lets ${most} through.`;
  const hint = `If that is meant, say the number: \`--expect ${people}\`.`;
  const problem = { code: 'launch-guard', path: 'expect', message, hint, severity: 'error' };
  throw new CicloError({ code: 'conflict', message, details: { problems: [problem], people } });
};
