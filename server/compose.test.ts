import { describe, expect, it } from 'vitest';

import { composeServices } from './compose.ts';

describe('services made of their factories', () => {
  it('find each other by name, in whatever order they are listed', () => {
    const { greeting } = composeServices(
      { name: 'Ana' },
      {
        greeting: (use: { polite: (text: string) => string }) => use.polite('hello'),
        polite: (use: { name: string }) => (text: string) => `${text}, ${use.name}`,
      },
    );
    expect(greeting).toBe('hello, Ana');
  });

  it('are made once, however many read them', () => {
    let made = 0;
    const one = (use: { shared: number }) => use.shared;
    composeServices({}, { a: one, b: one, shared: () => (made += 1) });
    expect(made).toBe(1);
  });

  it('may need each other when they are called', () => {
    const { even } = composeServices(
      {},
      {
        even: (use: { odd: (n: number) => boolean }) => (n: number) => n === 0 || use.odd(n - 1),
        odd: (use: { even: (n: number) => boolean }) => (n: number) => n !== 0 && use.even(n - 1),
      },
    );
    expect(even(10)).toBe(true);
  });

  it('are refused with the circle when they need each other while they are made', () => {
    const factories = { a: (use: { b: number }) => use.b, b: (use: { a: number }) => use.a };
    expect(() => composeServices({}, factories)).toThrow('a -> b -> a');
  });

  it('are refused when one spreads what it is handed, for that would make all of them', () => {
    const factories = { a: (use: { b: number }) => ({ ...use }), b: () => 1 };
    expect(() => composeServices({}, factories)).toThrow('`a` spreads');
  });

  it('give way to what is given under their name', () => {
    const { b } = composeServices({ a: 2 }, { a: () => 1, b: (use: { a: number }) => use.a });
    expect(b).toBe(2);
  });

  it('do not compile when one needs what nobody makes', () => {
    // @ts-expect-error `missing` is made by nobody
    composeServices({}, { a: (use: { missing: number }) => use.missing });
    expect(composeServices({}, {})).toEqual({});
  });
});
