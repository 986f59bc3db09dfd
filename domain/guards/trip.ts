/** What can stop a journey. */
export const guardNames = ['complaints', 'bounces', 'failures', 'entries'] as const;
export type GuardName = (typeof guardNames)[number];

/** The numbers that stopped a journey. */
export type TripNumbers =
  | {
      readonly guard: 'complaints' | 'bounces' | 'failures';
      readonly bad: number;
      readonly all: number;
      /** In percent. */
      readonly limit: number;
      readonly within: string;
    }
  | {
      readonly guard: 'entries';
      readonly count: number;
      /** How many usually enter in the time. */
      readonly usual: number;
      readonly times: number;
      readonly within: string;
    };

const number = (value: number): string =>
  new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 }).format(value);

/** What went wrong, of what. */
const shares = {
  complaints: { bad: 'were marked as spam', all: 'messages accepted' },
  bounces: { bad: 'went to addresses that do not exist', all: 'messages handed over' },
  failures: { bad: 'failed for good', all: 'sends and actions' },
} as const;

/** Why a journey was stopped, in plain words with the numbers. */
export const sayTrip = (trip: TripNumbers): string => {
  if (trip.guard === 'entries') {
    const { count, usual, times, within } = trip;
    return `Stopped by its guard: ${number(count)} people entered within ${within}, where ${number(usual)} are usual; the limit is ${number(times)} times the usual.`;
  }
  const { bad, all, limit, within } = trip;
  const words = shares[trip.guard];
  const percent = number((bad / all) * 100);
  return `Stopped by its guard: ${number(bad)} of ${number(all)} ${words.all} within ${within} ${words.bad} (${percent} %); the limit is ${number(limit)} %.`;
};
