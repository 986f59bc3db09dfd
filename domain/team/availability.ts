import {
  businessCalendar,
  type BusinessHours,
  isBusinessTime,
  nextBusinessTime,
} from '../time/business-hours.ts';
import type { User } from './user.ts';

/** Whether somebody can be given work now; when not, from when on (epoch milliseconds), if that is known. */
export type Availability =
  | { readonly available: true }
  | {
      readonly available: false;
      readonly because: 'deactivated' | 'away' | 'hours';
      readonly from?: number;
    };

/**
 * Whether a user can be given work at `now` (epoch milliseconds). Their own hours count, else those of their teams, of which any is enough; somebody
 * without hours always works. `zone` (IANA) is that of the tenant, for hours without their own.
 */
export const availabilityOf = (input: {
  user: Pick<User, 'hours' | 'away' | 'deactivatedAt'>;
  /** The hours of the teams of the user that have some. */
  teamHours: readonly BusinessHours[];
  now: number;
  zone: string;
}): Availability => {
  const { user, teamHours, now, zone } = input;
  if (user.deactivatedAt !== undefined) return { available: false, because: 'deactivated' };
  const hours = user.hours === undefined ? teamHours : [user.hours];
  const calendars = hours.map((one) => businessCalendar({ hours: one, zone }));
  const opening = (at: number): number | undefined => {
    if (calendars.length === 0) return at;
    const next = calendars.flatMap((calendar) => nextBusinessTime({ at, calendar }) ?? []);
    return next.length === 0 ? undefined : Math.min(...next);
  };
  const { away } = user;
  if (away !== undefined && away.from <= now && (away.until === undefined || now < away.until)) {
    const back = away.until === undefined ? undefined : opening(away.until);
    return { available: false, because: 'away', ...(back === undefined ? {} : { from: back }) };
  }
  if (calendars.length === 0 || calendars.some((calendar) => isBusinessTime({ at: now, calendar })))
    return { available: true };
  const from = opening(now);
  return { available: false, because: 'hours', ...(from === undefined ? {} : { from }) };
};
