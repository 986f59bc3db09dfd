import { useNavigate, useSearch } from '@tanstack/react-router';
import type { z } from 'zod';

/** What is looked at, and how to look at something else. It is kept in the address, so that a link shows the same. */
export const usePlaceOf = <T extends object>(
  schema: z.ZodType<T>,
): readonly [T, (change: Partial<T>) => void] => {
  const place = schema.parse(useSearch({ strict: false }));
  const navigate = useNavigate();
  return [
    place,
    (change) =>
      void navigate({ to: '.', search: { ...place, ...change }, replace: true, resetScroll: false }),
  ];
};
