import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import type { JourneyContext } from '../../journey/journey-context.ts';
import { context as known } from '../../journey/journeys-for-tests.ts';
import { applyRule } from '../../profiles/apply-rule.ts';
import { nobody } from '../../profiles/profiles-for-tests.ts';
import { compileTemplateValue } from '../../templates/template-value.ts';
import { checkRule } from '../../workspace/checks/check-rules.ts';
import { outcomeTypes, outcomeTypesOf, typeOfOutcome } from '../outcomes.ts';
import { parseRule, ruleSchema, ruleSchemaOf } from '../rule.ts';
import type { OutcomePorts } from './outcome-type.ts';
import { typesWithGreet as types } from './greet-for-tests.ts';

const file = 'rules/greet-regulars.json';
const ruleWith = (params: object): string =>
  JSON.stringify({
    name: 'Greet regulars',
    on: ['Order Completed'],
    conditions: { all: [{ fact: 'profile', path: '$.computed.orders', operator: 'greaterThan', value: 2 }] },
    event: { type: 'greet', params },
  });
const text = ruleWith({ team: 'shop', words: 'Hello {{profile.traits.firstName}}' });

const parsed = (source: string) => {
  const checked = parseRule({ text: source, file, types });
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.value;
};

const context: JourneyContext = { ...known, teams: new Set(['shop']) };

describe('an outcome that is handed in', () => {
  it('changes the profile, without a file of the product that knows it', () => {
    const { event } = parsed(text);
    const at = Date.parse('2026-06-01T10:00:00Z');
    const profile = applyRule({ profile: nobody(), event, stages: [], at, types });
    expect(profile.traits).toEqual({ greeting: 'Hello {{profile.traits.firstName}}' });
    expect(applyRule({ profile: nobody(), event, stages: [], at })).toEqual(nobody());
  });

  it('acts outside through the ports, with its templates filled', async () => {
    const { event, name } = parsed(text);
    const done: unknown[] = [];
    const note = (asked: unknown) => {
      done.push(asked);
      return Promise.resolve();
    };
    const ports: OutcomePorts = { enrol: note, addTask: note, callPlugin: note };
    const facts = { profile: { traits: { firstName: 'Ana' } } };
    await typeOfOutcome(event, types)?.perform?.({
      params: event.params,
      ruleName: name,
      fill: (value) => compileTemplateValue(value)(facts),
      ports,
    });
    expect(done).toEqual([{ title: 'Hello Ana', team: 'shop' }]);
  });

  it('is checked as the others are: its fields, its names, its templates', () => {
    const problems = (source: string) => checkRule({ rule: parsed(source), context, types });
    expect(problems(text)).toEqual([]);
    expect(problems(ruleWith({ team: 'shpo', words: 'Hello' }))).toEqual([
      expect.objectContaining({ code: 'unknown-team', path: 'event.params.team' }),
    ]);
    expect(problems(ruleWith({ team: 'shop', words: 'Hello {{steps.a.b}}' }))).toEqual([
      expect.objectContaining({ code: 'unknown-variable', path: 'event.params.words' }),
    ]);
    const empty = parseRule({ text: ruleWith({ team: 'shop', words: '' }), file, types });
    expect(empty.ok ? [] : empty.problems.map(({ path }) => path)).toEqual(['event.params.words']);
  });

  it('is in the JSON Schema for editors', () => {
    const schema = JSON.stringify(z.toJSONSchema(ruleSchemaOf(types), { io: 'input' }));
    expect(schema).toContain('Has the team greet the person.');
  });

  it('is refused by a language without it', () => {
    expect(parseRule({ text, file }).ok).toBe(false);
  });
});

describe('every outcome of the product', () => {
  it('is described where editors show it, is known by its own type, and does something', () => {
    const schema = JSON.stringify(z.toJSONSchema(ruleSchema, { io: 'input' }));
    for (const [name, type] of outcomeTypes) {
      expect(type.type).toBe(name);
      expect(schema).toContain(`"const":"${name}"`);
      expect(type.apply ?? type.perform).toBeDefined();
    }
    const [first] = outcomeTypes.values();
    if (first === undefined) throw new Error('there are no outcomes');
    expect(() => outcomeTypesOf([first, first])).toThrow(RangeError);
  });
});
