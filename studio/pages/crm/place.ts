import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { z } from 'zod';

const paramsSchema = z.object({ kind: z.string().default(''), id: z.string().default('') });
const searchSchema = z.object({
  view: z.enum(['table', 'board']).catch('table'),
  stage: z.string().optional().catch(undefined),
  sort: z.string().optional().catch(undefined),
  mine: z.boolean().catch(false),
});

/** How a list is looked at. It is kept in the address, so that a link shows the same. */
export type ListPlace = z.infer<typeof searchSchema>;

/** The kind and the record that the address names. */
export const usePlace = (): z.infer<typeof paramsSchema> => paramsSchema.parse(useParams({ strict: false }));

/** How the list is looked at, and how to look at it otherwise. */
export const useListPlace = (): readonly [ListPlace, (change: Partial<ListPlace>) => void] => {
  const place = searchSchema.parse(useSearch({ strict: false }));
  const navigate = useNavigate();
  const change = (next: Partial<ListPlace>): void => {
    void navigate({ to: '.', search: { ...place, ...next }, replace: true });
  };
  return [place, change];
};
