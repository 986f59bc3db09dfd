import { expect, test } from 'vitest';

import { parseStory } from './parse-story.ts';

const file = (value: unknown, name: string) => ({ text: JSON.stringify(value, null, 2), file: name });

test('a person and a list of events make a story', () => {
  const parsed = parseStory({
    profile: file({ traits: { email: 'ana@example.com' } }, 'ana.json'),
    events: file([{ at: '+1 hour', event: 'Order Completed' }], 'events.json'),
  });
  expect(parsed.ok ? parsed.value : parsed.problems).toMatchObject({
    start: '2026-06-01T10:00',
    profile: { traits: { email: 'ana@example.com' } },
    events: [{ at: '+1 hour', event: 'Order Completed' }],
    holdout: false,
  });
});

test('events may come with a start, choices and what actions give', () => {
  const story = { start: '2026-12-24T18:00', events: [], choose: { which: 'case-0' }, until: '+2 days' };
  const parsed = parseStory({ events: file(story, 'events.json') });
  expect(parsed.ok ? parsed.value : parsed.problems).toMatchObject({ ...story, profile: {} });
});

test('every problem of both files is told, with its place', () => {
  const parsed = parseStory({
    profile: file({ trait: {} }, 'ana.json'),
    events: file([{ at: 'soon', event: 'Order Completed' }], 'events.json'),
  });
  const problems = parsed.ok ? [] : parsed.problems;
  expect(new Set(problems.map((problem) => problem.file))).toEqual(new Set(['ana.json', 'events.json']));
  for (const problem of problems) expect(problem.line).toBeGreaterThan(0);
});

test('without files nobody is known and nothing happens', () => {
  const parsed = parseStory({});
  expect(parsed.ok && parsed.value.events).toEqual([]);
});
