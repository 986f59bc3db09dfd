import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { readJsonDocument } from '../../documents/json-document.ts';
import { parseJourney } from '../checks/check-journey.ts';
import { context } from '../journeys-for-tests.ts';
import { randomJourneys } from '../random-journeys-for-tests.ts';
import type { Fragments } from './fragment.ts';

const file = 'journeys/test.json';

const fragmentsWith = (steps: unknown): Fragments => {
  const text = JSON.stringify({ key: 'all', name: 'All', steps });
  const read = readJsonDocument({ text, file: 'fragments/all.json' });
  return new Map([['all', read.ok ? { document: read.value, length: text.length } : undefined]]);
};

const codesOf = (parsed: ReturnType<typeof parseJourney>) =>
  (parsed.ok ? parsed.warnings : parsed.problems).map(({ code }) => code).toSorted();

test('a journey whose steps stand in a fragment is the same journey, but for the ids', () => {
  fc.assert(
    fc.property(randomJourneys, (json) => {
      const { steps } = json;
      const written = parseJourney({ text: JSON.stringify(json), file, context });
      const using = { ...json, steps: [{ id: 'zz', type: 'fragment', use: 'all' }] };
      const fragments = fragmentsWith(steps);
      const expanded = parseJourney({ text: JSON.stringify(using), file, context, fragments });
      expect(codesOf(expanded)).toEqual(codesOf(written));
      const text = expanded.ok ? JSON.stringify(expanded.value) : '';
      const plain: unknown = JSON.parse(text.replaceAll('zz-', ''));
      expect(plain).toEqual(written.ok ? JSON.parse(JSON.stringify(written.value)) : undefined);
    }),
    { numRuns: 60 },
  );
});
