import { readInstant } from '../time/instant.ts';
import { type CallRefusal, isRefusal, refuse } from './call-refusal.ts';

const readTime = (input: { value: unknown; field: string }): number | CallRefusal | undefined => {
  if (input.value === undefined || input.value === null) return undefined;
  return (
    readInstant({ value: input.value, zone: 'UTC' }) ??
    refuse({
      code: 'bad-timestamp',
      message: `\`${input.field}\` is not a point in time.`,
      path: input.field,
      mend: 'Write ISO 8601 with a zone, such as 2026-03-29T09:30:00.000Z, or leave it out for now.',
    })
  );
};

/**
 * When it happened. A client says when it thinks it happened and when it thinks it sent it; the difference
 * is right even if its clock is not, so it is taken from the time of arrival. A call with both `timestamp`
 * and `originalTimestamp` has been corrected by another service already.
 */
export const readTimestamp = (input: {
  call: Record<string, unknown>;
  sentAt: unknown;
  receivedAt: number;
}): number | CallRefusal => {
  const { call, receivedAt } = input;
  const stated = readTime({ value: call['timestamp'], field: 'timestamp' });
  if (isRefusal(stated)) return stated;
  const original = readTime({ value: call['originalTimestamp'], field: 'originalTimestamp' });
  if (isRefusal(original)) return original;
  if (stated !== undefined && original !== undefined) return stated;
  const happened = stated ?? original;
  const sent = readTime({ value: call['sentAt'] ?? input.sentAt, field: 'sentAt' });
  if (isRefusal(sent)) return sent;
  if (happened === undefined) return receivedAt;
  return sent === undefined ? happened : receivedAt - (sent - happened);
};
