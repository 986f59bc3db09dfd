import { expect, it } from 'vitest';

import { instantsOf, pathAt, type Path, wayName } from './path-at.ts';

const moment = (at: string, step: string | null, kind: string) => ({
  at: `2026-03-${at}Z`,
  step,
  visit: 1,
  kind,
  text: kind,
});

const person = (at: string, tags: string[]): Path['profiles'][number] => ({
  at: `2026-03-${at}Z`,
  traits: {},
  consents: {},
  computed: {},
  tags,
  stage: 'lead',
  scores: { fit: 0, engagement: 0 },
  points: 0,
  segments: [],
});

const path: Path = {
  journey: 'greet',
  profileId: 'p_ana',
  from: '2026-03-20T10:00:00.000Z',
  until: '2026-04-20T10:00:00.000Z',
  end: '2026-03-23T10:00:00.000Z',
  isCut: false,
  runs: [
    {
      key: '',
      enteredAt: '2026-03-20T10:00:00.000Z',
      outcome: 'completed',
      waiting: null,
      converted: false,
      moments: [
        moment('20T10:00:00.000', null, 'entered'),
        moment('20T10:00:00.400', 'hello', 'sent'),
        moment('20T10:00:00.400', 'think', 'waiting'),
        moment('23T10:00:00.000', 'think', 'timed-out'),
        moment('23T10:00:00.000', 'slow', 'updated'),
        moment('23T10:00:00.000', null, 'completed'),
      ],
    },
  ],
  refused: [],
  profiles: [person('20T10:00:00.000', []), person('23T10:00:00.000', ['slow'])],
};

it('stops at every instant at which something happens, once within a second', () => {
  expect(instantsOf(path)).toEqual(['2026-03-20T10:00:00.400Z', '2026-03-23T10:00:00.000Z']);
});

it('knows at each of them where the person stands, the way they came, and what has just changed', () => {
  const [first = '', last = ''] = instantsOf(path);
  const waiting = pathAt({ path, at: first, since: undefined });
  expect([...waiting.here]).toEqual(['think']);
  expect([...waiting.seen.keys()]).toEqual(['hello', 'think']);
  expect(waiting.news.map((one) => one.text)).toEqual(['entered', 'sent', 'waiting']);
  expect(waiting.person?.tags).toEqual([]);
  const over = pathAt({ path, at: last, since: first });
  expect([...over.here]).toEqual([]);
  expect([...over.ways]).toEqual([wayName('hello', 'think'), wayName('think', 'slow')]);
  expect(over.news.map((one) => one.text)).toEqual(['timed-out', 'updated', 'completed']);
  expect([over.before?.tags, over.person?.tags]).toEqual([[], ['slow']]);
});
