import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { mergeAt } from './merge-json.ts';

const text = `{
\t"name":   "Rule",
\t"conditions": { "all" : [
\t\t{ "fact": "event",  "path": "$.properties.price", "operator": "greaterThan", "value": 50 },
\t\t{ "any": [ {"fact":"records"} , { "fact": "segments", "operator": "contains", "value": "loyal" } ] }
\t] }
}
`;
const records = '{"fact":"records"}';
const price = { fact: 'event', path: '$.properties.price', operator: 'greaterThan', value: 50 };
const group = {
  any: [{ fact: 'records' }, { fact: 'segments', operator: 'contains', value: 'loyal' }],
};
const path = ['conditions'];
const merge = (value: unknown): string => mergeAt({ text, path, value });

it('what says the same keeps its bytes, whatever order its keys have', () => {
  const { fact, ...rest } = price;
  expect(merge({ all: [{ ...rest, fact }, group] })).toBe(text);
});

it('a changed line leaves every other line as it is written', () => {
  expect(merge({ all: [{ ...price, value: 80 }, group] })).toBe(text.replace('"value": 50', '"value": 80'));
});

it('another match changes one word', () => {
  expect(merge({ any: [price, group] })).toBe(text.replace('"all" :', '"any" :'));
});

it('lines that come and go leave the others as they are written', () => {
  const more = { fact: 'profile', path: '$.stage', operator: 'exists', value: true };
  for (const all of [[more, price, group], [price, more, group], [price, group, more], [group]]) {
    const merged = merge({ all });
    expect(JSON.parse(merged)).toEqual({ name: 'Rule', conditions: { all } });
    expect(merged).toContain(records);
    expect(merged).toContain('"name":   "Rule"');
  }
});

it('says what it was told to say, for any two documents', () => {
  const json = fc.jsonValue({ maxDepth: 4 });
  fc.assert(
    fc.property(json, json, (before, value) => {
      const wanted: unknown = JSON.parse(JSON.stringify({ at: value }));
      const merged = mergeAt({ text: JSON.stringify({ at: before }, undefined, 2), path: ['at'], value });
      expect(JSON.parse(merged)).toEqual(wanted);
    }),
  );
});
