import { describe, expect, it } from 'vitest';

import { parseJourney } from './check-journey.ts';
import {
  brief,
  context,
  found,
  holds,
  isLoyal,
  journey,
  problemsOf,
  send,
  wait,
} from '../journeys-for-tests.ts';

describe('a journey file', () => {
  it('is read when nothing is wrong with it', () => {
    const checked = parseJourney({ text: journey(send('a')), file: 'journeys/test.json', context });
    expect(checked).toMatchObject({
      ok: true,
      warnings: [],
      value: { key: 'test', holdout: 0, priority: 50 },
    });
  });

  it('tells the nearest known type for an unknown one, with file, line, column and step', () => {
    const text = journey(`\n  { "id": "a", "type": "sned", "message": "hello" }`);
    expect(found(text)).toEqual([
      {
        code: 'unknown-step-type',
        file: 'journeys/test.json',
        line: 4,
        column: 16,
        step: 'a',
        path: 'steps[0].type',
        message: 'There is no type of step "sned".',
        hint: expect.stringMatching(/^Did you mean `send`\? Write one of `wait`, /),
        severity: 'error',
      },
    ]);
  });

  it('names the field that was meant by an unknown one', () => {
    const [problem] = found(journey('{ "id": "a", "type": "send", "channel": "email", "mesage": "hello" }'));
    expect(problem).toMatchObject({ code: 'missing-field', path: 'steps[0].message' });
    const [unknown] = found(journey(send('a', ', "topik": "news"')));
    expect(unknown).toMatchObject({ code: 'unknown-field', path: 'steps[0].topik', step: 'a' });
    expect(unknown?.hint).toContain('Did you mean `topic`?');
  });

  it('says of an entry only what is wrong with the kind of entry it comes nearest to', () => {
    const entry = (text: string) =>
      brief(
        found(
          `{ "key": "test", "name": "T", "stage": "service", "entry": ${text}, "steps": [${wait('a')}] }`,
        ),
      );
    expect(entry('{ "on": "A", "kee": "$.x" }')).toEqual(['unknown-field entry.kee']);
    expect(entry('{ "segmnt": "loyal" }')).toEqual([
      'missing-field entry.segment',
      'unknown-field entry.segmnt',
    ]);
    expect(entry('{}')).toEqual(['missing-field entry']);
    expect(entry('"Order Completed"')).toEqual(['wrong-type entry']);
    expect(entry('{ "on": "A", "again": "sometimes" }')).toEqual(['bad-format entry.again']);
    expect(entry('{ "on": "A", "again": "after a while" }')).toEqual(['bad-duration entry.again']);
    expect(entry('{ "on": "A", "key": "$.checkout_id" }')).toEqual(['bad-path entry.key']);
    expect(entry('{ "date": "$.profile.traits.birthday" }')).toContain('bad-path entry.date');
    expect(entry('{ "segment": "loyl" }')).toEqual(['unknown-segment entry.segment']);
  });

  it('reports what is wrong with the rest of the file beside what breaks its shape', () => {
    const steps = [
      '{ "id": "a", "type": "wait", "for": "soon" }',
      send('b', ', "colour": "red"'),
      '{ "id": "b", "type": "offer", "offer": "eleven" }',
      '{ "id": "c", "type": "branch", "cases": [{ "when": { "all": [] }, "then": [] }] }',
      '{ "id": "d", "type": "exit" }',
      wait('e'),
    ].join(',\n');
    expect(problemsOf(steps)).toEqual([
      'bad-duration a steps[0].for',
      'unknown-field b steps[1].colour',
      'duplicate-id b steps[2].id',
      'unknown-offer b steps[2].offer',
      'empty-condition c steps[3].cases[0].when.all',
      'unreachable-step e steps[5]',
    ]);
  });

  it('does not blame others for a step that could not be read', () => {
    const steps = `{ "id": "a", "type": "send", "channel": "email" },
      { "id": "b", "type": "wait-for", "timeout": "1 day", "events": [{ "on": "Link Clicked", "match": "a" }] }`;
    expect(problemsOf(steps)).toEqual(['missing-field a steps[0].message']);
  });

  it('has the name of its file as key', () => {
    const checked = parseJourney({ text: journey(wait('a')), file: 'journeys/tset.json' });
    expect(brief(checked.ok ? [] : checked.problems)).toEqual(['key-differs-from-file key']);
  });

  it('looks at no references when the rest of the workspace is not there', () => {
    expect(found(journey('{ "id": "a", "type": "offer", "offer": "eleven" }'), {})).toEqual([]);
  });
});

describe('steps', () => {
  it.each([
    ['a step behind an exit', `{ "id": "x", "type": "exit" }, ${wait('a')}`, ['unreachable-step a steps[1]']],
    [
      'a step behind a branch whose every way ends',
      `{ "id": "x", "type": "branch", "cases": [{ "when": ${isLoyal}, "then": [{ "id": "y", "type": "exit" }] }],
         "otherwise": [{ "id": "z", "type": "exit" }] }, ${wait('a')}`,
      ['unreachable-step a steps[1]'],
    ],
    [
      'a case that asks what an earlier one asked',
      `{ "id": "x", "type": "branch", "cases": [{ "when": ${isLoyal}, "then": [] }, { "when": ${isLoyal}, "then": [] }] }`,
      ['unreachable-step x steps[0].cases[1].when'],
    ],
    [
      'steps of an event that only starts the timeout again',
      `{ "id": "x", "type": "wait-for", "timeout": "1 day", "resets": true, "events": [{ "on": "A", "then": [${wait('a')}] }] }`,
      ['unreachable-step a steps[0].events[0].then'],
    ],
    [
      'a repeat of nothing',
      '{ "id": "x", "type": "repeat", "atMost": 3, "steps": [] }',
      ['empty-step x steps[0].steps'],
    ],
    [
      'a repeat that sends again and again at once',
      `{ "id": "x", "type": "repeat", "atMost": 3, "steps": [${send('a')}] }`,
      ['warning repeat-without-wait x steps[0].steps'],
    ],
    [
      'a repeat that may wait or not',
      `{ "id": "x", "type": "repeat", "atMost": 3, "steps": [${send('a')},
         { "id": "b", "type": "branch", "cases": [{ "when": ${isLoyal}, "then": [${wait('w')}] }] }] }`,
      ['warning repeat-without-wait x steps[0].steps'],
    ],
    [
      'two arms of one name, and an experiment without control',
      `{ "id": "x", "type": "experiment", "metric": { "on": "Order Completed", "within": "7 days" },
         "arms": [{ "name": "a", "weight": 1 }, { "name": "a", "weight": 1 }] }`,
      ['one-control x steps[0].arms', 'duplicate-arm x steps[0].arms[1].name'],
    ],
    ['a wait for nothing', '{ "id": "x", "type": "wait" }', ['bad-value x steps[0]']],
    [
      'a date of nobody and an offset that is none',
      '{ "id": "x", "type": "wait", "until": { "date": "$.traits.birthday", "offset": "3 days" } }',
      ['bad-path x steps[0].until.date', 'bad-offset x steps[0].until.offset'],
    ],
    ['an update of nothing', '{ "id": "x", "type": "update" }', ['empty-step x steps[0]']],
    [
      'a channel tried twice',
      send('x', ', "fallback": ["sms", "email"], "messages": { "sms": "text" }'),
      ['repeated-channel x steps[0].fallback[1]'],
    ],
    [
      'a timeout without wait',
      '{ "id": "x", "type": "task", "title": "Call", "timeout": "1 day" }',
      ['useless-field x steps[0].timeout'],
    ],
  ])('refuses or warns of %s', (_what, steps, expected) => {
    expect(problemsOf(steps)).toEqual(expected);
  });

  it('lets a branch go on when one of its ways does', () => {
    const steps = `{ "id": "x", "type": "branch", "cases": [{ "when": ${isLoyal}, "then": [{ "id": "y", "type": "exit" }] }] }, ${wait('a')}`;
    expect(problemsOf(steps)).toEqual([]);
  });
});

describe('references', () => {
  it.each([
    [
      'a message',
      '{ "id": "a", "type": "send", "channel": "email", "message": "helo" }',
      ['unknown-message a steps[0].message'],
    ],
    [
      'a message for another channel',
      '{ "id": "a", "type": "send", "channel": "sms", "message": "hello" }',
      ['wrong-channel a steps[0].message'],
    ],
    [
      'a channel',
      '{ "id": "a", "type": "send", "channel": "emial", "message": "unreadable" }',
      ['unknown-channel a steps[0].channel'],
    ],
    ['a topic', send('a', ', "topic": "offer"'), ['unknown-topic a steps[0].topic']],
    ['an offer', '{ "id": "a", "type": "offer", "offer": "ten" }', ['unknown-offer a steps[0].offer']],
    [
      'a journey',
      '{ "id": "a", "type": "enrol", "journey": "welcom" }',
      ['unknown-journey a steps[0].journey'],
    ],
    [
      'a plugin',
      '{ "id": "a", "type": "action", "plugin": "mial", "action": "send" }',
      ['unknown-plugin a steps[0].plugin'],
    ],
    [
      'an action',
      '{ "id": "a", "type": "action", "plugin": "mail", "action": "sned" }',
      ['unknown-action a steps[0].action'],
    ],
    ['a stage', '{ "id": "a", "type": "update", "stage": "vip" }', ['unknown-stage a steps[0].stage']],
    [
      'a team',
      '{ "id": "a", "type": "task", "title": "Call", "team": "sale" }',
      ['unknown-team a steps[0].team'],
    ],
    [
      'a segment',
      `{ "id": "a", "type": "branch", "cases": [{ "when": ${holds('{ "fact": "segments", "operator": "containsAny", "value": ["loyal", "vip"] }')}, "then": [] }] }`,
      ['unknown-segment a steps[0].cases[0].when.all[0].value[1]'],
    ],
  ])('refuses %s that does not exist', (_what, steps, expected) => {
    expect(problemsOf(steps)).toEqual(expected);
  });

  it('asks nothing of an action whose plugin is not at hand', () => {
    expect(problemsOf('{ "id": "a", "type": "action", "plugin": "crm", "action": "anything" }')).toEqual([]);
  });

  it('warns of a message that shows the result of a step which is not there', () => {
    const sent = '{ "id": "a", "type": "send", "channel": "email", "message": "coupon" }';
    expect(problemsOf(sent)).toEqual(['warning missing-step a steps[0].message']);
    expect(problemsOf(`{ "id": "ten", "type": "offer", "offer": "ten-percent" }, ${sent}`)).toEqual([]);
  });

  it('refuses facts that are not known where they are asked for', () => {
    const steps = `{ "id": "a", "type": "branch", "cases": [{ "when": ${holds('{ "fact": "event", "path": "$.properties.x", "operator": "exists", "value": true }')}, "then": [] }] }`;
    expect(problemsOf(steps)).toEqual(['fact-not-here a steps[0].cases[0].when.all[0].fact']);
  });
});

describe('a wait for events until a date, and a match with a result', () => {
  const gift = '{ "id": "gift", "type": "offer", "offer": "ten-percent" }';
  const waits = (end: string, match: string): string =>
    `{ "id": "used", "type": "wait-for", ${end}, "events": [{ "on": "Order Completed", "match": ${match} }] }`;
  const until = '"until": { "date": "$.steps.gift.expiresAt" }';
  const code = (path: string): string => `{ "event": "$.properties.coupon", "steps": "${path}" }`;

  it('is accepted as a marketer writes it', () => {
    expect(problemsOf(`${gift}, ${waits(until, code('$.gift.code'))}`)).toEqual([]);
  });

  it.each([
    [waits('"resets": false', code('$.gift.code')), 'bad-value used steps[1]'],
    [waits(`"timeout": "1 day", ${until}`, code('$.gift.code')), 'bad-value used steps[1]'],
    [waits('"until": { "date": "$.traits.x" }', code('$.gift.code')), 'bad-path used steps[1].until.date'],
    [waits(`"resets": true, ${until}`, code('$.gift.code')), 'useless-field used steps[1].resets'],
    [waits(until, code('$.gifd.code')), 'unknown-step used steps[1].events[0].match.steps'],
    [waits(until, code('$.gift.cod')), 'unknown-result used steps[1].events[0].match.steps'],
    [waits(until, code('$.gift')), 'unknown-result used steps[1].events[0].match.steps'],
  ])('is refused when it cannot be meant: %s', (step, problem) => {
    expect(problemsOf(`${gift}, ${step}`)).toEqual([problem]);
  });

  it('is refused when the result comes later', () => {
    const text = `${waits('"timeout": "1 day"', code('$.gift.code'))}, ${gift}`;
    expect(problemsOf(text)).toEqual(['match-comes-later used steps[0].events[0].match.steps']);
  });
});

describe('what conditions and messages need and need not find', () => {
  const ten = (more = '') => `{ "id": "ten", "type": "offer", "offer": "ten-percent"${more} }`;
  const coupon = (id: string) => send(id).replace('"hello"', '"coupon"');
  const branch = (then: string, otherwise: string) =>
    `{ "id": "b", "type": "branch", "cases": [{ "when": ${isLoyal}, "then": [${then}] }], "otherwise": [${otherwise}] }`;

  it('a message that shows a result is sent behind the step that gives it, on every way', () => {
    expect(problemsOf(`${ten()}, ${coupon('a')}`)).toEqual([]);
    expect(problemsOf(branch(`${ten()}, ${coupon('a')}`, send('c')))).toEqual([]);
    expect(problemsOf(`${branch(ten(), '{ "id": "x", "type": "exit" }')}, ${coupon('a')}`)).toEqual([]);
    expect(
      problemsOf(
        `{ "id": "r", "type": "repeat", "atMost": 2, "steps": [${ten()}, ${wait('w')}] }, ${coupon('a')}`,
      ),
    ).toEqual([]);
  });

  it('else a warning says that it may be missing', () => {
    const lacks = (path: string) => [`warning step-may-not-run a ${path}.message`];
    expect(problemsOf(`${branch(ten(), send('c'))}, ${coupon('a')}`)).toEqual(lacks('steps[1]'));
    expect(problemsOf(branch(ten(), coupon('a')))).toEqual(lacks('steps[0].otherwise[0]'));
    expect(problemsOf(`${coupon('a')}, ${ten()}`)).toEqual(lacks('steps[0]'));
    expect(problemsOf(ten(`, "otherwise": [${coupon('a')}]`))).toEqual(lacks('steps[0].otherwise[0]'));
    expect(problemsOf(`${ten(`, "otherwise": [${wait('w')}]`)}, ${coupon('a')}`)).toEqual(lacks('steps[1]'));
  });

  it('an attribute that nothing sets is named, with the nearest there is', () => {
    const when = (path: string) =>
      `{ "id": "b", "type": "branch", "cases": [{ "when": ${holds(
        `{ "fact": "profile", "path": "${path}", "operator": "greaterThan", "value": 1 }`,
      )}, "then": [${send('c')}] }] }`;
    expect(problemsOf(when('$.computed.orders'))).toEqual([]);
    expect(problemsOf(when('$.traits.anything'))).toEqual([]);
    expect(problemsOf(when('$.computed.ordres'))).toEqual([
      'warning unknown-attribute b steps[0].cases[0].when.all[0].path',
    ]);
    expect(problemsOf(when('$.trait.plan'))).toEqual([
      'warning unknown-attribute b steps[0].cases[0].when.all[0].path',
    ]);
    const [problem] = found(journey(when('$.computed.ordres')));
    expect(problem?.hint).toContain('Did you mean `orders`?');
  });
});
