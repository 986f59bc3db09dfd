import { readSaidTime } from '../time/said-time.ts';
import { note, type Notes } from './ignored.ts';

const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** A time of a call, or undefined; one that is there and cannot be read is noted. */
export const readCallTime = (input: { value: unknown; field: string; notes: Notes }): number | undefined => {
  const { value, field, notes } = input;
  if (isNothing(value)) return undefined;
  const at = readSaidTime(value);
  if (at === undefined) {
    const message = `\`${field}\` is not a point in time, and was left out. Write ISO 8601 with a zone, such as 2026-03-29T09:30:00.000Z.`;
    note({ notes, path: field, message });
  }
  return at;
};

const day = 86_400_000;

/**
 * When it happened. A client says when it thinks it happened and when it thinks it sent it; the difference
 * is right even if its clock is not, so it is taken from the time of arrival. A call with both `timestamp`
 * and `originalTimestamp` has been corrected by another service already. A call without a time that can be read happened
 * when it arrived.
 */
export const readTimestamp = (input: {
  call: Record<string, unknown>;
  sentAt: unknown;
  receivedAt: number;
  notes: Notes;
}): number => {
  const { call, receivedAt, notes } = input;
  const stated = readCallTime({ value: call['timestamp'], field: 'timestamp', notes });
  const original = readCallTime({ value: call['originalTimestamp'], field: 'originalTimestamp', notes });
  if (stated !== undefined && original !== undefined) return stated;
  const happened = stated ?? original;
  const own = isNothing(call['sentAt']) ? undefined : call['sentAt'];
  const sent = readCallTime({ value: own ?? input.sentAt, field: 'sentAt', notes });
  if (happened === undefined) return receivedAt;
  if (sent === undefined) return happened;
  if (happened - sent <= day) return receivedAt - (sent - happened);
  note({ notes, path: 'sentAt', message: '`sentAt` is before the event happened, and was left out.' });
  return happened;
};
