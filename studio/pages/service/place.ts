import { useParams } from '@tanstack/react-router';
import { z } from 'zod';

import { usePlaceOf } from '../../parts/page/use-place.ts';

/** Kinds of work, in the order in which they are offered. */
export const workTypes = ['task', 'record', 'conversation', 'mention', 'approval'] as const;
/** Whose work is shown. */
export const workOwners = ['all', 'mine', 'free'] as const;
/** States of a conversation, in the order in which they are offered. */
export const conversationStates = ['open', 'waiting', 'solved'] as const;
/** Which conversations are shown by state. */
export const stateFilters = [...conversationStates, 'all'] as const;

const paramsSchema = z.object({ id: z.string().default('') });
const workSchema = z.object({
  who: z.enum(workOwners).catch('all'),
  type: z.enum(workTypes).optional().catch(undefined),
  team: z.string().optional().catch(undefined),
});
const inboxSchema = z.object({
  state: z.enum(stateFilters).catch('open'),
  assignee: z.string().optional().catch(undefined),
  team: z.string().optional().catch(undefined),
  snoozed: z.boolean().catch(false),
});

/** Which part of the queue is shown; it is kept in the address. */
export const useWorkPlace = () => usePlaceOf(workSchema);

/** Which conversations are shown; it is kept in the address. */
export const useInboxPlace = () => usePlaceOf(inboxSchema);

/** The conversation that the address names. */
export const useConversationId = (): string => paramsSchema.parse(useParams({ strict: false })).id;
