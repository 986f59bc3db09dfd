import { describe, expect, it } from 'vitest';

import { brief, found, isLoyal, journey, problemsOf, send, wait } from '../journeys-for-tests.ts';

const goTo = (id: string, to: string): string => `{ "id": "${id}", "type": "go-to", "to": "${to}" }`;
const branch = (then: string, otherwise = ''): string =>
  `{ "id": "fork", "type": "branch", "cases": [{ "when": ${isLoyal}, "then": [${then}] }], "otherwise": [${otherwise}] }`;
const repeat = (steps: string): string =>
  `{ "id": "loop", "type": "repeat", "atMost": 2, "steps": [${steps}] }`;

describe('a step that goes on with another by its name', () => {
  it('may name any later step, also inside another branch', () => {
    expect(problemsOf([branch(goTo('on', 'thanks')), wait('more'), wait('thanks')].join(','))).toEqual([]);
    expect(problemsOf(branch(goTo('on', 'other'), [wait('a'), wait('other')].join(',')))).toEqual([]);
    expect(
      problemsOf([repeat([wait('w'), branch(goTo('on', 'end'))].join(',')), wait('end')].join(',')),
    ).toEqual([]);
  });

  it('is refused for a step that does not exist, with the nearest one behind it', () => {
    const problems = found(journey([branch(goTo('on', 'thank')), wait('thanks')].join(',')));
    expect(brief(problems)).toEqual(['unknown-step on steps[0].cases[0].then[0].to']);
    expect(problems[0]?.hint).toContain('Did you mean `thanks`?');
  });

  it('is refused for a step before it, around it, and for itself', () => {
    const back = (to: string) => problemsOf([wait('first'), branch(goTo('on', to)), wait('end')].join(','));
    expect(back('first')).toEqual(['goes-back on steps[1].cases[0].then[0].to']);
    expect(back('fork')).toEqual(['goes-back on steps[1].cases[0].then[0].to']);
    expect(back('on')).toEqual(['goes-back on steps[1].cases[0].then[0].to']);
  });

  it('is refused for a step in the middle of a round it is not in', () => {
    expect(problemsOf([branch(goTo('on', 'b')), repeat([wait('a'), wait('b')].join(','))].join(','))).toEqual(
      ['goes-into-repeat on steps[0].cases[0].then[0].to'],
    );
  });

  it('leaves steps unreached that no way leads to any more, and reaches those that are named', () => {
    expect(problemsOf([goTo('on', 'c'), wait('a'), wait('b'), wait('c')].join(','))).toEqual([
      'unreachable-step a steps[1]',
    ]);
    const exits = '{ "id": "out", "type": "exit" }';
    expect(problemsOf([branch(goTo('on', 'b'), exits), wait('a'), wait('b')].join(','))).toEqual([
      'unreachable-step a steps[1]',
    ]);
  });
});

describe('what is certain where branches join', () => {
  const offer = '{ "id": "ten", "type": "offer", "offer": "ten-percent" }';
  const coupon = '{ "id": "mail", "type": "send", "channel": "email", "message": "coupon" }';

  it('is what every way to the join has passed', () => {
    const both = [branch(goTo('on', 'mail')), offer, coupon].join(',');
    expect(problemsOf(both)).toEqual(['warning step-may-not-run mail steps[2].message']);
    expect(problemsOf([offer, branch(goTo('on', 'mail')), wait('w'), coupon].join(','))).toEqual([]);
  });

  it('counts for caps: a message that is passed over did not go out', () => {
    const second = send('b', ', "onCap": "skip"');
    expect(problemsOf([send('a'), wait('w', '1 hour'), second].join(','))).toEqual([
      'warning cap-always-reached b steps[2].onCap',
    ]);
    expect(problemsOf([branch(goTo('on', 'b')), send('a'), second].join(','))).toEqual([]);
  });

  it('counts for goals: the shortest way decides when a message goes out', () => {
    const goal = '"goal": { "on": "Link Clicked", "match": "a", "within": "2 days" },';
    expect(problemsOf([wait('w', '3 days'), send('a')].join(','), goal)).toEqual([
      'warning unreachable-goal goal.within',
    ]);
    expect(problemsOf([branch(goTo('on', 'a')), wait('w', '3 days'), send('a')].join(','), goal)).toEqual([]);
  });

  it('counts for rounds: one that goes past its wait does not wait', () => {
    const round = [branch(goTo('on', 'a')), wait('w'), send('a')].join(',');
    expect(problemsOf(repeat(round))).toEqual(['warning repeat-without-wait loop steps[0].steps']);
    expect(problemsOf(repeat([branch(goTo('on', 'w')), send('a'), wait('w')].join(',')))).toEqual([]);
  });
});
