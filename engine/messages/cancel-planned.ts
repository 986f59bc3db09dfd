import type { Clock } from '../clock/clock.ts';
import type { MessageRow, MessageStore } from './ports.ts';
import type { Bookings } from './send/booking.ts';
import { isUnclear, unknownOutcome } from './unclear.ts';

/** Cancels what a run planned and has not handed over; what is not on its way takes nobody's room under a cap any more. */
export type CancelPlanned = (input: {
  readonly tenant: string;
  readonly profileId: string;
  readonly run: string;
  readonly reason: string;
}) => Promise<void>;

/**
 * Makes the cancelling of what a run planned. What may have gone out counts still, and its row says so. What a crash left
 * booked is given back by a repeat.
 */
export const createCancelPlanned = (deps: {
  messages: Pick<MessageStore, 'cancel' | 'unsent'>;
  bookings: Pick<Bookings, 'releaseRow'>;
  clock: Pick<Clock, 'systemTime'>;
}): CancelPlanned => {
  const { messages, bookings, clock } = deps;
  return async ({ reason, ...of }) => {
    const systemTime = clock.systemTime();
    const isUnderWay = ({ status, leaseUntil = 0 }: MessageRow): boolean =>
      status === 'sending' && leaseUntil > systemTime;
    for (const row of await messages.unsent(of)) {
      if (row.status === 'cancelled' || isUnderWay(row) || !isUnclear(row)) continue;
      await messages.cancel({ ...of, id: row.id, systemTime, reason: unknownOutcome });
    }
    await messages.cancel({ ...of, systemTime, reason });
    const cancelled = (await messages.unsent(of)).filter(
      (row) => row.status === 'cancelled' && row.reason === reason,
    );
    await Promise.all(cancelled.map(bookings.releaseRow));
  };
};
