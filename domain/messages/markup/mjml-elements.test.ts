import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { isObject } from '../../json.ts';
import { mjmlElements, mjmlKind } from './mjml-elements.ts';

/** The elements that the installed MJML registers, and whether it takes their content as it stands. */
const registered = (): ReadonlyMap<string, boolean> => {
  const here = createRequire(import.meta.url);
  const core: unknown = createRequire(here.resolve('mjml'))('mjml-core');
  // Loading MJML registers its components with the core.
  here('mjml');
  const whole = typeof core === 'function' || isObject(core) ? core : {};
  const components: unknown = Reflect.get(whole, 'components');
  return new Map(
    Object.entries(isObject(components) ? components : {}).map(([name, component]) => [
      name,
      typeof component === 'function' && Reflect.get(component, 'endingTag') === true,
    ]),
  );
};

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
