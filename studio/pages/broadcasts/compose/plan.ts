import type { Broadcast } from '../broadcast-state.tsx';

type Given = Broadcast['plan'];
type Audience = Required<Omit<NonNullable<Given['audience']>, 'when'>> &
  Pick<NonNullable<Given['audience']>, 'when'>;

/** A plan with everything said that has a usual value. */
export type Plan = Omit<Given, 'audience'> & { readonly audience: Audience } & Required<
    Pick<Given, 'channel' | 'variants' | 'onCap' | 'onQuiet' | 'holdout' | 'goal' | 'schedule'>
  >;
export type Variant = Plan['variants'][number];
export type Schedule = Plan['schedule'];

/** The plan of a draft, with its usual values. */
export const wholePlan = (plan: Given): Plan => ({
  ...plan,
  channel: plan.channel ?? 'email',
  audience: { everybody: false, segments: [], exclude: [], ...plan.audience },
  variants: plan.variants ?? [],
  onCap: plan.onCap ?? 'skip',
  onQuiet: plan.onQuiet ?? 'wait',
  holdout: plan.holdout ?? 0,
  goal: plan.goal ?? { on: 'Order Completed', within: '7 days', value: '$.properties.revenue' },
  schedule: plan.schedule ?? { kind: 'now' },
});

/** Units of a length of time, as a plan writes them. */
export const units = ['minutes', 'hours', 'days', 'weeks'] as const;
export type Unit = (typeof units)[number];
export type Span = { readonly count: number; readonly unit: Unit };

/** `4 hours` as a number and its unit; undefined for a length that is written otherwise. */
export const spanOf = (text: string): Span | undefined => {
  const [, count = '', word = ''] = /^(\d+) (minute|hour|day|week)s?$/.exec(text) ?? [];
  const unit = units.find((one) => one === `${word}s`);
  return unit === undefined ? undefined : { count: Number(count), unit };
};

/** A number and its unit as a plan writes them: `1 hour`, `4 hours`. */
export const spanText = ({ count, unit }: Span): string =>
  `${count} ${count === 1 ? unit.slice(0, -1) : unit}`;

/** The name of the next variant: `a`, `b`, whichever is free first. */
export const nextName = (variants: readonly Variant[]): string => {
  const taken = new Set(variants.map(({ name }) => name));
  return ['a', 'b', 'c', 'd', 'e', 'f'].find((name) => !taken.has(name)) ?? 'g';
};

/** Puts a message in the place of a variant, or at the end; the first decides the channel. */
export const withMessage = (input: {
  plan: Plan;
  at: number;
  message: { readonly key: string; readonly channel: string };
}): Plan => {
  const { plan, at, message } = input;
  const { variants } = plan;
  const before = variants[at];
  const next: Variant =
    before === undefined
      ? { name: nextName(variants), message: message.key, weight: 1 }
      : { ...before, message: message.key };
  return {
    ...plan,
    variants: variants.toSpliced(at, 1, next),
    ...(at === 0 && variants.length < 2 ? { channel: message.channel } : {}),
  };
};

/** Leaves a variant out; a test of a single one makes no sense. */
export const withoutVariant = (plan: Plan, at: number): Plan => {
  const variants = plan.variants.toSpliced(at, 1);
  const { test, ...rest } = plan;
  return { ...rest, variants, ...(test === undefined || variants.length < 2 ? {} : { test }) };
};

/** The part of composing in which what a problem names is filled in. */
export const partOfProblem = (path: string): 'message' | 'audience' | 'time' | 'measure' => {
  if (path.startsWith('audience')) return 'audience';
  if (path.startsWith('schedule') || path.startsWith('perMinute')) return 'time';
  return path.startsWith('goal') || path.startsWith('holdout') ? 'measure' : 'message';
};
