import { useParams } from '@tanstack/react-router';
import { z } from 'zod';

import { usePlaceOf } from '../../parts/page/use-place.ts';

const text = z.coerce.string().min(1).optional().catch(undefined);

/** States of an event, those that need somebody first. */
export const eventStates = ['dead', 'quarantined', 'refused', 'pending', 'done', 'recorded'] as const;
/** How a mail is looked at. */
export const mailViews = ['desktop', 'phone', 'text', 'links', 'headers'] as const;

const eventsSchema = z.object({ state: z.enum([...eventStates, 'all']).catch('all'), name: text });
const inboxSchema = z.object({ q: text });
const mailSchema = z.object({ view: z.enum(mailViews).catch('desktop') });
const paramsSchema = z.object({ n: z.coerce.number().int().positive().catch(0) });

/** Which events are shown. */
export const useEventsPlace = () => usePlaceOf(eventsSchema);

/** Which mails are shown. */
export const useInboxPlace = () => usePlaceOf(inboxSchema);

/** How a mail is shown. */
export const useMailPlace = () => usePlaceOf(mailSchema);

/** The number of the mail that the address names; 0 for none. */
export const useMailNumber = (): number => paramsSchema.parse(useParams({ strict: false })).n;
