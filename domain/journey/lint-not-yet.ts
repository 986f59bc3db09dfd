import type { Problem } from '../problem.ts';
import { type CheckInput, warning } from './check-kit.ts';

type Waiting = { readonly path: string; readonly what: string; readonly step?: string };

/**
 * Parts of the language that are read but not carried out yet: said when a journey uses them, so that nobody
 * waits for what does not come. A line goes when the engine learns it.
 */
const notYet = (input: CheckInput): readonly Waiting[] => {
  const { entry, priority } = input.definition;
  return [
    ...('date' in entry ? [{ path: 'entry.date', what: 'Entering by a date' }] : []),
    ...('schedule' in entry ? [{ path: 'entry.schedule', what: 'Entering on a schedule' }] : []),
    ...('present' in entry && entry.present
      ? [{ path: 'entry.present', what: 'Entering those who are present' }]
      : []),
    ...(entry.caps === undefined ? [] : [{ path: 'entry.caps', what: 'Limiting how many enter' }]),
    ...(priority === 50 ? [] : [{ path: 'priority', what: 'Priority between journeys' }]),
  ];
};

/** Warns of parts of the language this version reads but does not carry out. */
export const lintNotYet = (input: CheckInput): readonly Problem[] =>
  notYet(input).map(({ what, ...at }) =>
    warning({
      ...at,
      code: 'not-yet',
      message: `${what} is not carried out by this version.`,
      mend: 'Leave it out until a version that does; nothing else depends on it.',
    }),
  );
