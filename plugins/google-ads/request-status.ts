import { z } from 'zod';
import type { audienceLookedAt } from '../contract.ts';

/** A whole number of 64 bits, which the JSON of protocol buffers writes as a text; absent for zero. */
const count = z
  .union([z.int(), z.string().regex(/^\d{1,15}$/)])
  .transform(Number)
  .pipe(z.int().min(0))
  .default(0);
const members = z.looseObject({ recordCount: count });
const error = z.object({
  recordCount: count,
  reason: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{0,150}$/)
    .catch('PROCESSING_ERROR_REASON_UNSPECIFIED'),
});
const answerSchema = z.looseObject({
  requestStatusPerDestination: z
    .array(
      z.looseObject({
        requestStatus: z.string().default('REQUEST_STATUS_UNKNOWN'),
        errorInfo: z.looseObject({ errorCounts: z.array(error).default([]) }).default({ errorCounts: [] }),
        audienceMembersIngestionStatus: z
          .looseObject({
            userDataIngestionStatus: members
              .extend({ uploadMatchRateRange: z.string().optional() })
              .optional(),
          })
          .optional(),
        audienceMembersRemovalStatus: z.looseObject({ userDataRemovalStatus: members.optional() }).optional(),
      }),
    )
    .default([]),
});

const states = new Map([
  ['SUCCESS', 'done'],
  ['PARTIAL_SUCCESS', 'partly'],
  ['FAILED', 'failed'],
] as const);

/** The bounds of a range such as `MATCH_RATE_RANGE_31_TO_40`; undefined where Google says none. */
const matchedIn = (range: string): { from: number; to: number } | undefined => {
  if (range === 'MATCH_RATE_RANGE_LESS_THAN_20') return { from: 0, to: 20 };
  const [, from, to] = /^MATCH_RATE_RANGE_(\d{1,2})_TO_(\d{1,3})$/.exec(range) ?? [];
  return from === undefined || to === undefined ? undefined : { from: Number(from), to: Number(to) };
};

/**
 * What an answer of `requestStatus:retrieve` says of a request with one destination, as the connector sends them. Undefined for an answer of
 * another shape; a state that is not known here counts as one that may still change.
 */
export const statusIn = (json: unknown): z.input<typeof audienceLookedAt> | undefined => {
  const read = answerSchema.safeParse(json).data;
  if (read === undefined) return undefined;
  const [one] = read.requestStatusPerDestination;
  const state = [...states].find(([name]) => name === one?.requestStatus)?.[1];
  if (one === undefined || state === undefined) return { state: 'pending' };
  const joined = one.audienceMembersIngestionStatus?.userDataIngestionStatus;
  const left = one.audienceMembersRemovalStatus?.userDataRemovalStatus;
  const people = joined?.recordCount ?? left?.recordCount ?? 0;
  const { errorCounts } = one.errorInfo;
  // Somebody may be counted under several reasons.
  const counted = Math.min(
    people,
    errorCounts.reduce((sum, { recordCount }) => sum + recordCount, 0),
  );
  const failed = { done: 0, partly: counted, failed: people }[state];
  const reasons = errorCounts
    .slice(0, 20)
    .map(({ reason, recordCount }) => ({ reason, people: recordCount }));
  const matched = matchedIn(joined?.uploadMatchRateRange ?? '');
  return { state, people, failed, reasons, ...(matched === undefined ? {} : { matched }) };
};
