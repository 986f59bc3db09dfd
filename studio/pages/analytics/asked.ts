import { useNavigate, useSearch } from '@tanstack/react-router';
import { z } from 'zod';

const names = ['from', 'to', 'by', 'days', 'touch', 'point_value', 'journey', 'channel', 'least'] as const;
const askedSchema = z.partialRecord(z.enum(names), z.string());

/** What a figure is asked with, by parameter. */
export type Asked = z.infer<typeof askedSchema>;

/** The parameters among values from outside; what is none, or empty, is left out. */
export const askedIn = (values: Readonly<Record<string, unknown>>): Asked =>
  askedSchema.parse(
    Object.fromEntries(
      names.flatMap((name): [string, string][] => {
        const value = Object.hasOwn(values, name) ? values[name] : undefined;
        const isSaid = typeof value === 'number' || (typeof value === 'string' && value !== '');
        return isSaid ? [[name, String(value).slice(0, 200)]] : [];
      }),
    ),
  );

/** What the address asks for, and how to ask for something else. */
export const useAsked = (): readonly [Asked, (next: Asked) => void] => {
  const navigate = useNavigate();
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  return [
    askedIn(search),
    (next) => void navigate({ to: '.', search: { ...next }, replace: true, resetScroll: false }),
  ];
};
