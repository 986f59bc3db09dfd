import { CicloError } from '../domain/errors.ts';
import type { Factories, Factory, Module } from '../engine/module.ts';

/** What factories make, by the same names. */
export type Made<F extends Factories> = { readonly [Name in keyof F]: ReturnType<F[Name]> };

/** What is given, and what the factories make besides. */
export type Composed<Given extends object, F extends Factories> = Given & Omit<Made<F>, keyof Given>;

/**
 * The same factories, each of which finds all that it reads in `All`; a compile error names what is missing. A factory
 * that something given replaces needs nothing.
 */
export type Fitting<F extends Factories, All, Given = object> = {
  readonly [Name in keyof F]: Name extends keyof Given
    ? F[Name]
    : F[Name] extends (use: infer Use) => unknown
      ? [All] extends [Use]
        ? F[Name]
        : (use: All) => unknown
      : never;
};

type Taker<One> = One extends unknown ? (one: One) => void : never;
/** What is all of the members of a union at once. */
type AllOf<Union> = Taker<Union> extends (one: infer Every) => void ? Every : never;

type UseOf<One> = One extends (use: infer Use) => unknown ? Use : never;
/** All that factories read. */
export type NeedsOf<F extends Factories> = AllOf<UseOf<F[keyof F]>>;

type ModulePart = 'stores' | 'services' | 'loops' | 'routes';

/** The factories of one part of all modules, by name. */
export type FactoriesOf<Modules extends readonly Module[], Part extends ModulePart> = AllOf<
  Modules[number][Part]
>;

const broken = (message: string): CicloError => new CicloError({ code: 'internal', message });

/** A property that refuses to be read, as whatever spreads the object does. */
const refuseSpread = (making: readonly string[]): PropertyDescriptor => ({
  enumerable: true,
  configurable: true,
  get: () => {
    const by = making.at(-1) ?? '';
    throw broken(`The service \`${by}\` spreads what it is handed. A service reads what it needs by name.`);
  },
});

/**
 * Makes services of their factories, in whatever order they need each other. What is given is handed out as it is,
 * and replaces a factory of the same name. Throws `internal` for services that need each other while they are made
 * (it names the circle), and for a factory that spreads what it is handed, which would make everything.
 *
 * @example composeServices({ systemTime }, { clock: createDevClock, accept: createAccept }).accept
 */
export function composeServices<Given extends object, const F extends Factories>(
  given: Given,
  factories: F & Fitting<F, Composed<Given, F>, Given>,
): Composed<Given, F>;
export function composeServices(given: object, factories: Factories): object {
  const making: string[] = [];
  const services = Object.defineProperty({}, 'spread', refuseSpread(making));
  const set = (name: string, value: unknown): void => {
    Object.defineProperty(services, name, { value, configurable: true, enumerable: true });
  };
  const make = (name: string, factory: Factory): unknown => {
    if (making.includes(name)) {
      throw broken(`Services need each other while they are made: ${[...making, name].join(' -> ')}.`);
    }
    making.push(name);
    const service: unknown = Reflect.apply(factory, undefined, [services]);
    making.pop();
    set(name, service);
    return service;
  };
  const missing = Object.entries(factories).filter(([name]) => !Object.hasOwn(given, name));
  for (const [name, value] of Object.entries(given)) set(name, value);
  for (const [name, factory] of missing) {
    const get = (): unknown => make(name, factory);
    Object.defineProperty(services, name, { get, configurable: true, enumerable: true });
  }
  for (const [name] of missing) Reflect.get(services, name);
  Reflect.deleteProperty(services, 'spread');
  return services;
}

/** The factories of one part of all modules as one record. Throws `internal` when two modules make something of one name. */
export function factoriesOf<const Modules extends readonly Module[], Part extends ModulePart>(
  modules: Modules,
  part: Part,
): FactoriesOf<Modules, Part>;
export function factoriesOf(modules: readonly Module[], part: ModulePart): unknown {
  const all = new Map<string, Factory>();
  for (const [name, factory] of modules.flatMap((module) => Object.entries(module[part]))) {
    if (all.has(name)) throw broken(`Two modules make \`${name}\` of their ${part}.`);
    all.set(name, factory);
  }
  return Object.fromEntries(all);
}

/** Makes one thing of each factory, all of the same services. */
export function makeEach<Use extends object, const F extends Factories>(
  use: Use,
  factories: F & Fitting<F, Use>,
): Made<F>;
export function makeEach(use: object, factories: Factories): unknown {
  return Object.fromEntries(
    Object.entries(factories).map(([name, factory]): [string, unknown] => [
      name,
      Reflect.apply(factory, undefined, [use]),
    ]),
  );
}
