/** What the names in a piece of a template refer to. */
type Scope = {
  /** Full name of what `this` is; undefined when it cannot be told before rendering. */
  readonly self: string | undefined;
  /** Names given with `as |item|`. */
  readonly given: ReadonlyMap<string, string | undefined>;
};

type Resolved =
  | { readonly kind: 'variable'; readonly name: string }
  /** Known only while rendering, or always there (`@index`). */
  | { readonly kind: 'local'; readonly name: string }
  | { readonly kind: 'bad'; readonly code: string; readonly message: string; readonly hint: string };

/** Resolves names to full ones, through `each`, `with`, `../` and `as |item|`. */
export type Scopes = {
  readonly resolve: (path: hbs.AST.PathExpression) => Resolved;
  readonly inside: (input: { self: string | undefined; given: readonly string[]; isList: boolean }) => Scopes;
  /** The same names, where these variables are known to have a value. */
  readonly where: (known: readonly string[]) => Scopes;
  /** Whether a condition around this place sees to it that a variable has a value, or its step a result. */
  readonly isGuarded: (name: string) => boolean;
};

const loopData = ['index', 'key', 'first', 'last'];
const forbidden = ['__proto__', 'constructor', 'prototype'];

const join = (self: string, parts: readonly string[]): string =>
  [self, ...parts].filter((part) => part !== '').join('.');

const bad = (code: string, message: string, hint: string): Resolved => ({ kind: 'bad', code, message, hint });

const resolveData = (path: hbs.AST.PathExpression): Resolved => {
  const [first = '', ...rest] = path.parts;
  if (first === 'root' && rest.length > 0) return { kind: 'variable', name: rest.join('.') };
  if (loopData.includes(first) && rest.length === 0) return { kind: 'local', name: path.original };
  return bad(
    'unknown-variable',
    `\`${path.original}\` is not known.`,
    'After `@` there can be `index`, `key`, `first`, `last`, and `root.` with a name.',
  );
};

const stepOf = (name: string): string | undefined => /^steps\.[^.[]+/.exec(name)?.[0];

const makeScopes = (stack: readonly Scope[], known: readonly string[]): Scopes => ({
  isGuarded: (name) =>
    known.some((each) => each === name || (stepOf(each) !== undefined && stepOf(each) === stepOf(name))),
  where: (more) => makeScopes(stack, [...known, ...more]),
  resolve: (path) => {
    if (path.parts.some((part) => forbidden.includes(part))) {
      return bad('forbidden-name', `\`${path.original}\` is a reserved name.`, 'Use another name.');
    }
    if (path.data) return resolveData(path);
    const scope = stack[path.depth];
    if (scope === undefined) {
      return bad('unknown-variable', `\`${path.original}\` leads out of the template.`, 'Remove a `../`.');
    }
    const [first = ''] = path.parts;
    const giver =
      path.depth === 0 && !/^(this|\.)/.test(path.original)
        ? stack.find((each) => each.given.has(first))
        : undefined;
    const self = giver === undefined ? scope.self : giver.given.get(first);
    const parts = giver === undefined ? path.parts : path.parts.slice(1);
    if (self === undefined) return { kind: 'local', name: path.original };
    return { kind: 'variable', name: join(self, parts) };
  },
  inside: ({ self, given, isList }) => {
    const item = self === undefined || !isList ? self : `${self}[]`;
    const names = new Map<string, string | undefined>(
      given.map((name, index) => [name, index === 0 ? item : undefined]),
    );
    return makeScopes([{ self: item, given: names }, ...stack], known);
  },
});

/** The scope of a whole template: names start at the context. */
export const createScopes = (): Scopes => makeScopes([{ self: '', given: new Map() }], []);
