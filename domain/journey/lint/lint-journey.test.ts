import { describe, expect, it } from 'vitest';

import { brief, found, holds, isLoyal, problemsOf, send, wait } from '../journeys-for-tests.ts';

describe('what steps give', () => {
  const when = (path: string): string =>
    `{ "id": "b", "type": "branch", "cases": [{ "when": ${holds(`{ "fact": "steps", "path": "${path}", "operator": "exists", "value": true }`)}, "then": [] }] }`;
  const offer = '{ "id": "ten", "type": "offer", "offer": "ten-percent" }';

  it('can be used in conditions, dates and templates', () => {
    const steps = [
      offer,
      when('$.ten.code'),
      '{ "id": "w", "type": "wait", "until": { "date": "$.steps.ten.expiresAt", "offset": "1 day before" } }',
      '{ "id": "u", "type": "update", "set": { "coupon": "{{steps.ten.code}}" } }',
    ];
    expect(problemsOf(steps.join(','))).toEqual([]);
  });

  it('is refused for steps that do not exist or give nothing, and doubted for names they do not give', () => {
    expect(problemsOf(`${offer}, ${when('$.tenn.code')}`)).toEqual([
      'unknown-step b steps[1].cases[0].when.all[0].path',
    ]);
    expect(problemsOf(`${offer}, ${when('$.b.code')}`)).toEqual([
      'no-result b steps[1].cases[0].when.all[0].path',
    ]);
    expect(problemsOf(`${offer}, ${when('$.ten.cod')}`)).toEqual([
      'warning unknown-result b steps[1].cases[0].when.all[0].path',
    ]);
    expect(problemsOf('{ "id": "w", "type": "wait", "until": { "date": "$.steps.x.expiresAt" } }')).toEqual([
      'unknown-step w steps[0].until.date',
    ]);
    expect(problemsOf('{ "id": "u", "type": "update", "set": { "a": ["{{steps.x.code}}"] } }')).toEqual([
      'unknown-step u steps[0].set.a[0]',
    ]);
  });

  it('refuses templates that cannot be read or name nothing', () => {
    const set = (text: string) => problemsOf(`{ "id": "u", "type": "update", "set": { "a": "${text}" } }`);
    expect(set('{{profile.traits.firstName')).toEqual(['template-syntax u steps[0].set.a']);
    expect(set('{{firstName}}')).toEqual(['unknown-variable u steps[0].set.a']);
    expect(set('{{money profile.traits.x}}')).toEqual(['unknown-helper u steps[0].set.a']);
    expect(set('{{profile.constructor.name}}')).toEqual(['forbidden-name u steps[0].set.a']);
    expect(
      set(
        '{{#if profile.traits.a}}Yes {{run.entryKey}}{{else}}{{#each entry.properties.products}}{{name}}{{/each}}{{/if}}',
      ),
    ).toEqual([]);
  });
});

describe('matches', () => {
  const listen = (match: string): string =>
    `{ "id": "l", "type": "wait-for", "timeout": "1 day", "events": [{ "on": "Link Clicked", "match": ${match} }] }`;

  it('name a send that may have happened before', () => {
    expect(problemsOf(`${send('a')}, ${listen('"a"')}`)).toEqual([]);
    expect(problemsOf(`${listen('"a"')}, ${send('a')}`)).toEqual([
      'match-comes-later l steps[0].events[0].match',
    ]);
    expect(problemsOf(`${wait('a')}, ${listen('"a"')}`)).toEqual([
      'match-not-a-send l steps[1].events[0].match',
    ]);
    expect(problemsOf(`${send('a')}, ${listen('"b"')}`)).toEqual(['unknown-step l steps[1].events[0].match']);
    expect(
      problemsOf(`{ "id": "r", "type": "repeat", "atMost": 2, "steps": [${listen('"a"')}, ${send('a')}] }`),
    ).toEqual([]);
  });

  it('may name any send in exits and goals', () => {
    expect(problemsOf(send('a'), '"exit": [{ "on": "Link Clicked", "match": "a" }],')).toEqual([]);
    expect(problemsOf(send('a'), '"goal": { "on": "Link Clicked", "match": "b" },')).toEqual([
      'unknown-step goal.match',
    ]);
  });

  it('compare with the entry key only when there is one', () => {
    const text = `{ "key": "test", "name": "T", "stage": "service", "entry": { "segment": "loyal" },
      "exit": [{ "on": "Order Completed", "match": "$.properties.checkout_id" }], "steps": [${wait('a')}] }`;
    expect(brief(found(text))).toEqual(['warning match-without-key exit[0].match']);
    expect(brief(found(text.replace('{ "segment": "loyal" }', '{ "api": true }')))).toEqual([]);
  });
});

describe('lint', () => {
  it('warns of a name of an event that is nearly a familiar one, and of no other', () => {
    const exit = (name: string) => problemsOf(wait('a'), `"exit": [{ "on": "${name}" }],`);
    expect(exit('order_completed')).toEqual(['warning unfamiliar-event exit[0].on']);
    expect(exit('Completed Order')).toEqual(['warning unfamiliar-event exit[0].on']);
    expect(exit('Order Complete')).toEqual(['warning unfamiliar-event exit[0].on']);
    expect(exit('Quote Accepted')).toEqual([]);
  });

  it('warns of a goal about messages where none are sent', () => {
    expect(problemsOf(wait('a'), '"goal": { "on": "Link Clicked" },')).toEqual([
      'warning unreachable-goal goal.on',
    ]);
    expect(problemsOf(send('a'), '"goal": { "on": "Link Clicked" },')).toEqual([]);
  });

  it('warns of conditions that can never hold, and says of what they shut people out', () => {
    const both = (one: string, two: string) =>
      holds(
        `{ "fact": "profile", "path": "$.computed.orders", ${one} }, { "fact": "profile", "path": "$.computed.orders", ${two} }`,
      );
    const never = both(
      '"operator": "greaterThan", "value": 5',
      '"operator": "lessThanInclusive", "value": 5',
    );
    const fine = both('"operator": "greaterThan", "value": 5', '"operator": "lessThan", "value": 9');
    expect(problemsOf(wait('a'), `"exit": [{ "on": "Order Completed", "where": ${never} }],`)).toEqual([
      'warning unreachable-exit exit[0].where',
    ]);
    expect(problemsOf(wait('a'), `"goal": { "on": "Order Completed", "where": ${never} },`)).toEqual([
      'warning unreachable-goal goal.where',
    ]);
    expect(problemsOf(wait('a'), `"exit": [{ "on": "Order Completed", "where": ${fine} }],`)).toEqual([]);
    const texts = both('"operator": "equal", "value": "a"', '"operator": "in", "value": ["b", "c"]');
    const branch = `{ "id": "b", "type": "branch", "cases": [{ "when": ${texts}, "then": [] }] }`;
    expect(problemsOf(branch)).toEqual(['warning never-holds b steps[0].cases[0].when']);
  });

  it('warns of a goal about a message that goes out when its time is over', () => {
    const goal = (within: string) =>
      problemsOf(
        `${wait('w', '3 days')}, ${send('a')}`,
        `"goal": { "on": "Link Clicked", "match": "a", "within": "${within}" },`,
      );
    expect(goal('2 days')).toEqual(['warning unreachable-goal goal.within']);
    expect(goal('4 days')).toEqual([]);
  });

  it('warns of an exit behind one on the same event that takes everybody', () => {
    const exits = `"exit": [{ "on": "Order Completed" }, { "on": "Order Completed", "where": ${isLoyal} }],`;
    expect(problemsOf(wait('a'), exits)).toEqual(['warning unreachable-exit exit[1]']);
  });

  it('warns of a holdout without goal, and of transactional mail that some never get', () => {
    const receipt = '{ "id": "a", "type": "send", "channel": "email", "message": "receipt" }';
    expect(problemsOf(receipt, '"holdout": 10,')).toEqual([
      'warning holdout-without-goal holdout',
      'warning transactional-held-out a steps[0].message',
    ]);
  });

  it('warns of a send that gives up at a cap which the journey itself always reaches', () => {
    const last = send('b', ', "onCap": "skip"');
    const warned = (steps: string) => problemsOf(steps).map((text) => text.split(' ')[1]);
    expect(warned(`${send('a')}, ${wait('w', '2 hours')}, ${last}`)).toEqual(['cap-always-reached']);
    expect(warned(`${send('a')}, ${wait('w', '2 days')}, ${last}`)).toEqual([]);
    expect(warned(`${send('a')}, ${wait('w', '2 hours')}, ${send('b')}`)).toEqual([]);
    const branch = `{ "id": "c", "type": "branch", "cases": [{ "when": ${isLoyal}, "then": [${wait('v', '2 days')}] }] }`;
    expect(warned(`${send('a')}, ${branch}, ${last}`)).toEqual([]);
    expect(
      warned(
        `${send('a')}, { "id": "s", "type": "split", "arms": [{ "name": "x", "weight": 1, "then": [${last}] }, { "name": "y", "weight": 1 }] }`,
      ),
    ).toEqual(['cap-always-reached']);
  });

  it('warns of a yearly date that enters everybody once in their life', () => {
    const entered = (entry: string) =>
      brief(
        found(
          `{ "key": "test", "name": "T", "stage": "service", "entry": ${entry}, "steps": [${wait('a')}] }`,
        ),
      );
    expect(entered('{ "date": "$.traits.birthday", "yearly": true }')).toEqual([
      'warning once-a-life entry.again',
    ]);
    expect(entered('{ "date": "$.traits.birthday", "yearly": true, "again": "always" }')).toEqual([]);
    expect(entered('{ "date": "$.traits.birthday" }')).toEqual([]);
    expect(entered('{ "schedule": { "every": "day", "at": "09:00" }, "audience": "loyal" }')).toEqual([]);
    expect(entered('{ "segment": "loyal", "when": "leaves", "present": true }')).toEqual([
      'useless-field entry.present',
    ]);
  });
});
