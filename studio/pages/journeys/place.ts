import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { z } from 'zod';

import { journeyStates } from './journey-state.tsx';

const paramsSchema = z.object({ key: z.string().default('') });
const searchSchema = z.object({
  state: z.enum(journeyStates).optional().catch(undefined),
  tab: z.enum(['steps', 'results', 'versions', 'try', 'operations']).catch('steps'),
  view: z.enum(['list', 'picture', 'try']).optional().catch(undefined),
  step: z.string().max(64).optional().catch(undefined),
  version: z.number().int().positive().optional().catch(undefined),
  /** The days that are counted. */
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
  /** With whom a journey is tried: one person, how far, what is chosen, and the instant that is shown. */
  whom: z.enum(['one', 'all']).optional().catch(undefined),
  person: z.string().max(100).optional().catch(undefined),
  days: z.number().int().min(1).max(366).optional().catch(undefined),
  /** The dry run that is looked at. */
  run: z.string().max(200).optional().catch(undefined),
  choose: z.record(z.string(), z.string()).optional().catch(undefined),
  moment: z.number().int().min(0).optional().catch(undefined),
  /** The two versions that are compared. */
  before: z.number().int().positive().optional().catch(undefined),
  after: z.number().int().positive().optional().catch(undefined),
});

/** What is looked at. It is kept in the address, so that a link shows the same. */
type Place = z.infer<typeof searchSchema>;

/** The journey that the address names. */
export const useJourneyKey = (): string => paramsSchema.parse(useParams({ strict: false })).key;

/** What is looked at, and how to look at something else. */
export const usePlace = (): readonly [Place, (change: Partial<Place>) => void] => {
  const search = useSearch({ strict: false });
  const place = searchSchema.parse(search);
  const navigate = useNavigate();
  const change = (next: Partial<Place>): void => {
    void navigate({ to: '.', search: { ...search, ...next }, replace: true, resetScroll: false });
  };
  return [place, change];
};
