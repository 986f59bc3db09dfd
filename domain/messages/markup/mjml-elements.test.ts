import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { isObject } from '../../json.ts';
import { mjmlElements, mjmlKind } from './mjml-elements.ts';
import { mjmlReference } from './mjml-reference.ts';

/** The components of the installed MJML, by element. */
const installed = (): ReadonlyMap<string, unknown> => {
  const here = createRequire(import.meta.url);
  const core: unknown = createRequire(here.resolve('mjml'))('mjml-core');
  // Loading MJML registers its components with the core.
  here('mjml');
  const whole = typeof core === 'function' || isObject(core) ? core : {};
  const components: unknown = Reflect.get(whole, 'components');
  return new Map(Object.entries(isObject(components) ? components : {}));
};

/** The elements that the installed MJML registers, and whether it takes their content as it stands. */
const registered = (): ReadonlyMap<string, boolean> =>
  new Map(
    [...installed()].map(([name, component]) => [
      name,
      typeof component === 'function' && Reflect.get(component, 'endingTag') === true,
    ]),
  );

/** MJML takes their content and writes it nowhere. */
const silent = ['mj-breakpoint', 'mj-carousel-image'];
/** They have no component: other elements read them. */
const withoutComponent = ['mj-html-attribute', 'mj-selector', 'mjml'];

test('the table of elements is that of the installed MJML', () => {
  const found = registered();
  expect(found.size).toBeGreaterThan(25);
  expect([...found.keys(), ...withoutComponent].sort()).toEqual([...mjmlElements]);
  for (const [name, takesContent] of found) {
    const kind = takesContent && !silent.includes(name) ? 'content' : 'layout';
    expect(`${name}: ${mjmlKind(name)}`).toBe(`${name}: ${kind}`);
  }
});

test('the attributes that editors offer are those of the installed MJML', () => {
  const found = [...installed()].flatMap(([name, component]) => {
    if (name === 'mj-attributes' || typeof component !== 'function') return [];
    const allowed: unknown = Reflect.get(component, 'allowedAttributes');
    return [[name, Object.keys(isObject(allowed) ? allowed : {}).sort()] as const];
  });
  const offered = new Map(mjmlReference.map(({ name, attributes }) => [name, [...attributes].sort()]));
  expect(found.map(([name]) => [name, offered.get(name)])).toEqual(found);
  const known = new Set(mjmlElements);
  expect(mjmlReference.flatMap(({ children }) => children).filter((name) => !known.has(name))).toEqual([]);
});
