import type { WayLabel } from '../outline.ts';
import type { Path } from '../../../parts/editor/splice-json.ts';

type Thing = Readonly<Record<string, unknown>>;

const isThing = (value: unknown): value is Thing =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands at a place of a document. */
export const stepAt = (value: unknown, path: Path): unknown => {
  let at = value;
  for (const key of path) {
    if (Array.isArray(at)) at = typeof key === 'number' ? at[key] : undefined;
    else at = isThing(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }
  return at;
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The ways that may leave a step of a type when they are written, beside those in lists. */
const further: ReadonlyMap<string, readonly (readonly [string, WayLabel])[]> = new Map([
  ['branch', [['otherwise', { kind: 'otherwise' }]]],
  ['wait-for', [['otherwise', { kind: 'otherwise' }]]],
  ['offer', [['otherwise', { kind: 'otherwise' }]]],
  ['points', [['otherwise', { kind: 'otherwise' }]]],
  ['recommend', [['otherwise', { kind: 'otherwise' }]]],
  ['send', [['onFailure', { kind: 'failure' }]]],
  ['action', [['onFailure', { kind: 'failure' }]]],
  ['repeat', [['steps', { kind: 'round' }]]],
]);

const listed = (step: Thing, field: string): readonly Thing[] => {
  const list = step[field];
  return Array.isArray(list) ? list.filter(isThing) : [];
};

/** The lists of steps that a step leads into, by their place within it. */
export const waysAt = (
  step: Thing,
): readonly { readonly key: string; readonly label: WayLabel; readonly path: Path }[] => {
  const more = further.get(textOf(step['type'])) ?? [];
  return [
    ...listed(step, 'cases').map((_one, n) => ({
      key: `cases-${n}`,
      label: { kind: 'case', number: n + 1, conditions: '' } as const,
      path: ['cases', n, 'then'],
    })),
    ...listed(step, 'events').map(({ on }, n) => ({
      key: `events-${n}`,
      label: { kind: 'event', name: textOf(on) } as const,
      path: ['events', n, 'then'],
    })),
    ...listed(step, 'arms').map(({ name }, n) => ({
      key: `arms-${n}`,
      label: { kind: 'arm', name: textOf(name), weight: undefined } as const,
      path: ['arms', n, 'then'],
    })),
    ...more.map(([field, label]) => ({ key: field, label, path: [field] })),
  ];
};
