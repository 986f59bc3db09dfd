import { z } from 'zod';

import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { readable } from '../../parts/text/readable.ts';
import type { Fact } from './facts.tsx';
import { peopleWords } from './words.ts';

const instant = z.iso.datetime();
const object = z.record(z.string(), z.unknown());

/** Writes values whose names come from outside as facts; parts of an object stand by themselves. */
export const usePlain = (): ((values: Readonly<Record<string, unknown>>) => readonly Fact[]) => {
  const format = useFormat();
  const words = useWords(peopleWords);
  const write = (value: unknown): string => {
    if (typeof value === 'number') return format.number(value);
    if (typeof value === 'boolean') return value ? words.yes : words.no;
    if (instant.safeParse(value).success) return format.instant(String(value));
    if (typeof value === 'string') return value;
    return Array.isArray(value) ? value.map(write).join(', ') : JSON.stringify(value);
  };
  const isThere = ([, value]: readonly [string, unknown]): boolean =>
    value !== undefined && value !== null && value !== '';
  return (values) =>
    Object.entries(values)
      .filter(isThere)
      .flatMap(([key, value]) => {
        const parts = Array.isArray(value) ? undefined : object.safeParse(value).data;
        if (parts === undefined) return [{ key, name: readable(key), value: write(value) }];
        return Object.entries(parts)
          .filter(isThere)
          .map(([part, inner]) => ({
            key: `${key}.${part}`,
            name: `${readable(key)}: ${readable(part).toLowerCase()}`,
            value: write(inner),
          }));
      });
};
