import { useParams } from '@tanstack/react-router';
import { z } from 'zod';

import { usePlaceOf } from '../../parts/page/use-place.ts';

const text = z.coerce.string().min(1).optional().catch(undefined);
const listSchema = z.object({ q: text, segment: text, stage: text });

/** The tabs of a person, in their order. */
export const personTabs = ['overview', 'timeline', 'messages', 'consents', 'points', 'related'] as const;
export type PersonTab = (typeof personTabs)[number];
const personSchema = z.object({ tab: z.enum(personTabs).catch('overview'), message: text });

/** Who is listed. It is kept in the address, so that a link shows the same. */
export type ListPlace = z.infer<typeof listSchema>;
export type PersonPlace = z.infer<typeof personSchema>;

/** Who is listed, and how to list others. */
export const useListPlace = () => usePlaceOf(listSchema);

/** Which tab of a person is shown and which message is asked about. */
export const usePersonPlace = () => usePlaceOf(personSchema);

/** The id of the person that the address names. */
export const usePersonId = (): string =>
  z.object({ id: z.string().default('') }).parse(useParams({ strict: false })).id;
