import { describe, expect, it } from 'vitest';

import { holds, isLoyal, problemsOf, wait } from '../journeys-for-tests.ts';

const offer = '{ "id": "ten", "type": "offer", "offer": "ten-percent" }';
const fork = (then: string): string =>
  `{ "id": "fork", "type": "branch", "cases": [{ "when": ${isLoyal}, "then": [${then}] }] }`;
const onBoth = (use: string): string[] => problemsOf([offer, use].join(','));
const onOne = (use: string): string[] => problemsOf([fork(offer), use].join(','));

const ask = (comparison: string): string =>
  `{ "id": "b", "type": "branch", "cases": [{ "when": ${holds(comparison)}, "then": [] }] }`;
const code = '{ "fact": "steps", "path": "$.ten.value", "operator": "greaterThan", "value": 5 }';
const exists = '{ "fact": "steps", "path": "$.ten.value", "operator": "exists", "value": true }';

describe('a result that is read where a run can come without it', () => {
  it('is doubted in conditions, unless they ask whether it exists', () => {
    expect(onBoth(ask(code))).toEqual([]);
    expect(onOne(ask(code))).toEqual(['warning step-may-not-run b steps[1].cases[0].when.all[0].path']);
    expect(onOne(ask(`${exists}, ${code}`))).toEqual([]);
  });

  it('is fine in conditions where the step came before and may have given nothing', () => {
    const task = '{ "id": "ten", "type": "task", "title": "Call", "wait": true, "timeout": "1 day" }';
    const outcome = '{ "fact": "steps", "path": "$.ten.outcome", "operator": "equal", "value": "yes" }';
    expect(problemsOf([task, ask(outcome)].join(','))).toEqual([]);
    const mayFail = offer.replace(
      ' }',
      ', "otherwise": [{ "id": "none", "type": "wait", "for": "1 day" }] }',
    );
    expect(problemsOf([mayFail, ask(code)].join(','))).toEqual([]);
  });

  it('is fine in the condition of a `repeat` that its own rounds answer', () => {
    const answered = '{ "fact": "steps", "path": "$.call.outcome", "operator": "notEqual", "value": "yes" }';
    const call = '{ "id": "call", "type": "task", "title": "Call", "wait": true }';
    const loop = `{ "id": "loop", "type": "repeat", "atMost": 3, "while": ${holds(answered)}, "steps": [${call}] }`;
    expect(problemsOf(loop)).toEqual([]);
  });

  it('is doubted in dates, unless the step says what follows without one', () => {
    const until = (more = '') =>
      `{ "id": "w", "type": "wait", "until": { "date": "$.steps.ten.expiresAt"${more} } }`;
    expect(onBoth(until())).toEqual([]);
    expect(onOne(until())).toEqual(['warning step-may-not-run w steps[1].until.date']);
    expect(onOne(until(', "missing": "exit"'))).toEqual([]);
  });

  it('is doubted in values, unless they are guarded by `if`', () => {
    const set = (text: string) => `{ "id": "u", "type": "update", "set": { "a": "${text}" } }`;
    expect(onBoth(set('{{steps.ten.code}}'))).toEqual([]);
    expect(onOne(set('{{steps.ten.code}}'))).toEqual(['warning step-may-not-run u steps[1].set.a']);
    expect(onOne(set('{{#if steps.ten}}{{steps.ten.code}}{{/if}}'))).toEqual([]);
  });

  it('is doubted in what an event is compared with', () => {
    const listen = `{ "id": "l", "type": "wait-for", "timeout": "1 day", "events": [{ "on": "Coupon Redeemed", "match": { "event": "$.properties.code", "steps": "$.ten.code" } }] }`;
    expect(onBoth(listen)).toEqual([]);
    expect(onOne(listen)).toEqual(['warning step-may-not-run l steps[1].events[0].match.steps']);
  });

  it('is certain again where the other way ends', () => {
    const out = '{ "id": "out", "type": "exit" }';
    const both = `{ "id": "fork", "type": "branch", "cases": [{ "when": ${isLoyal}, "then": [${offer}] }], "otherwise": [${out}] }`;
    expect(problemsOf([both, wait('w'), ask(code)].join(','))).toEqual([]);
  });
});

describe('an attribute of a profile that nothing sets', () => {
  it('is doubted in conditions, dates, values and entries alike', () => {
    const at = '{ "fact": "profile", "path": "$.computed.ordres", "operator": "equal", "value": 1 }';
    expect(problemsOf(ask(at))).toEqual(['warning unknown-attribute b steps[0].cases[0].when.all[0].path']);
    expect(
      problemsOf('{ "id": "w", "type": "wait", "until": { "date": "$.profile.computed.lastOrder" } }'),
    ).toEqual(['warning unknown-attribute w steps[0].until.date']);
    expect(
      problemsOf(
        '{ "id": "u", "type": "update", "set": { "a": "{{profile.firstName}} {{profile.traits.any}}" } }',
      ),
    ).toEqual(['warning unknown-attribute u steps[0].set.a']);
  });
});
