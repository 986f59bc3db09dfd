import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';

import { compileTemplateValue } from './template-value.ts';

const context = {
  profile: {
    traits: { firstName: 'Ana', age: 31, tags: ['a', 'b'], vip: true, address: { city: 'Vigo' }, no: null },
  },
  steps: { ten: { code: 'TEN-1' } },
  items: [{ name: 'Tent' }],
};
const fill = (value: unknown) => compileTemplateValue(value)(context);

describe('values with templates', () => {
  test('a text with more around it becomes a text', () => {
    expect(fill('Call {{profile.traits.firstName}} about {{steps.ten.code}}')).toBe('Call Ana about TEN-1');
    expect(fill('{{profile.traits.firstName}} ')).toBe('Ana ');
    expect(fill('{{#if profile.traits.vip}}VIP{{else}}no{{/if}}')).toBe('VIP');
    expect(fill('{{#each items}}{{name}};{{/each}}')).toBe('Tent;');
  });

  test('a text that is one expression keeps the type of what it names', () => {
    expect(fill('{{profile.traits.age}}')).toBe(31);
    expect(fill('{{ profile.traits.vip }}')).toBe(true);
    expect(fill('{{profile.traits.tags}}')).toEqual(['a', 'b']);
    expect(fill('{{profile.traits.address}}')).toEqual({ city: 'Vigo' });
    expect(fill('{{items.[0].name}}')).toBe('Tent');
  });

  test('a name that leads nowhere is null alone, and nothing within a text', () => {
    expect(fill('{{profile.traits.nothing.at.all}}')).toBeNull();
    expect(fill('{{profile.traits.no}}')).toBeNull();
    expect(fill('Dear {{profile.traits.nothing}}!')).toBe('Dear !');
  });

  test('lists and objects are filled all through, keys and plain values stay', () => {
    expect(
      fill({ to: '{{profile.traits.firstName}}', deep: [{ n: '{{profile.traits.age}}' }, 5, null, false] }),
    ).toEqual({
      to: 'Ana',
      deep: [{ n: 31 }, 5, null, false],
    });
  });

  test('data is data: it is not escaped, and never read as a template', () => {
    const evil = { name: '{{steps.ten.code}} <b>&amp;</b>' };
    expect(compileTemplateValue('Hi {{name}}!')(evil)).toBe('Hi {{steps.ten.code}} <b>&amp;</b>!');
    expect(compileTemplateValue('{{name}}')(evil)).toBe('{{steps.ten.code}} <b>&amp;</b>');
  });

  test('what every object inherits is not there', () => {
    for (const path of [
      'constructor',
      'profile.constructor',
      'profile.__proto__',
      'profile.traits.toString',
    ]) {
      expect(fill(`{{${path}}}`)).toBeNull();
      expect(fill(`<{{${path}}}>`)).toBe('<>');
    }
  });

  test('a template that cannot be read is refused when it is made ready, not when it is filled', () => {
    for (const bad of ['{{#if x}}', 'a {{', '{{#each}}{{/if}}', 'x {{{y}}']) {
      expect(() => compileTemplateValue(bad)).toThrow(/Parse error|doesn't match/);
      expect(() => compileTemplateValue({ deep: [bad] })).toThrow(/Parse error|doesn't match/);
    }
  });

  test('helpers nobody knows are refused, and so is one that would write data to the log', () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    expect(() => compileTemplateValue('{{shout name}}')).toThrow(/unknown helper shout/);
    expect(() => compileTemplateValue('x {{log profile.traits.firstName}}')).toThrow(/unknown helper log/);
    expect(log).not.toHaveBeenCalled();
    log.mockRestore();
  });

  test('a text without templates is itself, whatever is in it', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes('{{')),
        (text) => {
          expect(fill(text)).toBe(text);
        },
      ),
    );
  });

  test('a plain value is itself', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value).replaceAll('{{', '('));
        expect(fill(plain)).toEqual(plain);
      }),
    );
  });

  test('what comes of a text is bounded', () => {
    const long = { name: 'x'.repeat(50_000) };
    expect(compileTemplateValue('a {{name}}')(long)).toHaveLength(10_000);
  });
});
