/** A way that leads on from a step, and the steps on it. */
export type Way = {
  readonly key: string;
  readonly label: WayLabel;
  readonly lines: readonly Line[];
};

/** Why somebody takes a way; `conditions` is written in symbols, so that it reads the same in every language. */
export type WayLabel =
  | { readonly kind: 'case'; readonly number: number; readonly conditions: string }
  | { readonly kind: 'event'; readonly name: string }
  | { readonly kind: 'arm'; readonly name: string; readonly weight: number | undefined }
  | { readonly kind: 'otherwise' | 'failure' | 'round' };

/** A step as a reader sees it: what it does, and the ways that leave it. */
export type Line = {
  readonly id: string;
  readonly type: string;
  /** What it does it with, as the file says it: `email`, `cart-reminder`. */
  readonly detail: readonly string[];
  readonly note: string | undefined;
  /** The step that people are sent to, where the step does that. */
  readonly goesTo?: string;
  /** A task that somebody has to do before people go on. */
  readonly waits?: true;
  readonly ways: readonly Way[];
};

type Thing = Readonly<Record<string, unknown>>;

const isThing = (value: unknown): value is Thing =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const things = (value: unknown): readonly Thing[] => (Array.isArray(value) ? value.filter(isThing) : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const symbols = new Map([
  ['equal', '='],
  ['notEqual', '≠'],
  ['greaterThan', '>'],
  ['greaterThanInclusive', '≥'],
  ['lessThan', '<'],
  ['lessThanInclusive', '≤'],
]);

const sayValue = (value: unknown): string =>
  isThing(value) && typeof value['fact'] === 'string' ? sayFact(value) : (JSON.stringify(value) ?? '');

const sayFact = (of: Thing): string => {
  const params = isThing(of['params']) ? of['params'] : {};
  const named = Object.values(params).filter((value) => typeof value === 'string');
  const fact = named.length === 0 ? textOf(of['fact']) : `${textOf(of['fact'])}(${named.join(', ')})`;
  return `${fact}${textOf(of['path']).replace(/^\$/, '')}`;
};

/** Conditions as one line: `profile.stage = "lead" ∧ events(Order Completed).count = 0`. */
export const sayConditions = (value: unknown): string => {
  if (!isThing(value)) return '';
  for (const [field, between] of [
    ['all', ' ∧ '],
    ['any', ' ∨ '],
  ] as const) {
    const inner = things(value[field]);
    if (inner.length === 1) return sayConditions(inner[0]);
    if (inner.length > 1)
      return inner
        .map((one) => ('all' in one || 'any' in one ? `(${sayConditions(one)})` : sayConditions(one)))
        .join(between);
  }
  if (isThing(value['not'])) return `¬ (${sayConditions(value['not'])})`;
  const operator = textOf(value['operator']);
  return [sayFact(value), symbols.get(operator) ?? operator, sayValue(value['value'])].join(' ').trim();
};

const told = [
  'channel',
  'message',
  'for',
  'offer',
  'membership',
  'title',
  'journey',
  'to',
  'outcome',
  'plugin',
  'action',
  'object',
  'list',
  'strategy',
  'fragment',
  'program',
  'stage',
  'team',
  'add',
  'atMost',
] as const;

const sayUntil = (value: unknown): readonly string[] => {
  if (!isThing(value)) return [];
  if (isThing(value['window'])) return [JSON.stringify(value['window']).replaceAll(/[{}"]/g, '')];
  return [[textOf(value['offset']), textOf(value['date'])].join(' ').trim()];
};

const detailOf = (step: Thing): readonly string[] => [
  ...told.flatMap((field) => {
    const value = step[field];
    return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
  }),
  ...sayUntil(step['until']),
];

const withSteps = (key: string, label: WayLabel, steps: unknown): readonly Way[] => {
  const lines = outlineOf(steps);
  return lines.length === 0 ? [] : [{ key, label, lines }];
};

const waysOf = (step: Thing): readonly Way[] => [
  ...things(step['cases']).map((one, n): Way => {
    const label = { kind: 'case', number: n + 1, conditions: sayConditions(one['when']) } as const;
    return { key: `case-${n}`, label, lines: outlineOf(one['then']) };
  }),
  ...things(step['events']).map((one, n): Way => {
    const label = { kind: 'event', name: textOf(one['on']) } as const;
    return { key: `event-${n}`, label, lines: outlineOf(one['then']) };
  }),
  ...things(step['arms']).map((one, n): Way => {
    const weight = typeof one['weight'] === 'number' ? one['weight'] : undefined;
    const label = { kind: 'arm', name: textOf(one['name']), weight } as const;
    return { key: `arm-${n}`, label, lines: outlineOf(one['then']) };
  }),
  ...withSteps('round', { kind: 'round' }, step['steps']),
  ...withSteps('otherwise', { kind: 'otherwise' }, step['otherwise']),
  ...withSteps('failure', { kind: 'failure' }, step['onFailure']),
];

/** The steps of a journey as its file has them, in order, each with the ways that leave it. */
export const outlineOf = (steps: unknown): readonly Line[] =>
  things(steps).map((step) => ({
    id: textOf(step['id']),
    type: textOf(step['type']),
    detail: detailOf(step),
    note: typeof step['note'] === 'string' ? step['note'] : undefined,
    ...(step['type'] === 'go-to' ? { goesTo: textOf(step['to']) } : {}),
    ...(step['type'] === 'task' && step['wait'] === true ? { waits: true } : {}),
    ways: waysOf(step),
  }));

/** The ids of all steps of an outline. */
export const stepsIn = (lines: readonly Line[]): ReadonlySet<string> =>
  new Set(lines.flatMap(({ id, ways }) => [id, ...ways.flatMap((way) => [...stepsIn(way.lines)])]));

/** The event that lets people in, and the one they are to reach. */
export const aimsOf = (
  definition: Thing,
): { entry: string | undefined; goal: { on: string; within: string | undefined } | undefined } => {
  const { entry, goal } = definition;
  const on = isThing(entry) && typeof entry['on'] === 'string' ? entry['on'] : undefined;
  if (!isThing(goal) || typeof goal['on'] !== 'string') return { entry: on, goal: undefined };
  const within = typeof goal['within'] === 'string' ? goal['within'] : undefined;
  return { entry: on, goal: { on: goal['on'], within } };
};
