import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { z } from 'zod';

const text = z.coerce.string().min(1).optional().catch(undefined);
const listSchema = z.object({ q: text, segment: text, stage: text });

/** The tabs of a person, in their order. */
export const personTabs = ['overview', 'timeline', 'messages', 'consents', 'points', 'related'] as const;
export type PersonTab = (typeof personTabs)[number];
const personSchema = z.object({ tab: z.enum(personTabs).catch('overview'), message: text });

/** Who is listed. It is kept in the address, so that a link shows the same. */
export type ListPlace = z.infer<typeof listSchema>;
export type PersonPlace = z.infer<typeof personSchema>;

const usePlace = <Place extends object>(schema: z.ZodType<Place>) => {
  const place = schema.parse(useSearch({ strict: false }));
  const navigate = useNavigate();
  const change = (next: Partial<Place>): void => {
    void navigate({ to: '.', search: { ...place, ...next }, replace: true, resetScroll: false });
  };
  return [place, change] as const;
};

/** Who is listed, and how to list others. */
export const useListPlace = () => usePlace(listSchema);

/** Which tab of a person is shown and which message is asked about. */
export const usePersonPlace = () => usePlace(personSchema);

/** The id of the person that the address names. */
export const usePersonId = (): string =>
  z.object({ id: z.string().default('') }).parse(useParams({ strict: false })).id;
