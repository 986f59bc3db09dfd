import { expect, it } from 'vitest';

import { instant } from './kit.ts';

it('an instant that no condition can be asked with is refused where it comes in', () => {
  const isTaken = (text: string): boolean => instant.safeParse(text).success;
  expect(['2026-03-29T09:30:00Z', '1970-01-01T00:00:00.000Z', '9999-12-30T00:00:00Z'].every(isTaken)).toBe(
    true,
  );
  expect(['0190-07-28T13:38:04.5Z', '1000-01-01T00:00:00Z', '9999-12-31T23:59:59Z'].filter(isTaken)).toEqual(
    [],
  );
});
