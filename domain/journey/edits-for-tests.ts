import type { DecisionKind } from './decisions.ts';
import type { BuiltInStep } from './steps.ts';

/** A step as a user writes it. */
export type Draft = { readonly id: string; readonly type: string; readonly [field: string]: unknown };

/** The types of step that a run comes to; a `go-to` is passed over (reduce-joins.test.ts), a `fragment` expanded. */
export type StepType = Exclude<BuiltInStep['type'], 'go-to' | 'fragment'>;

const update = (id: string): Draft => ({ id, type: 'update', set: { [id]: true } });
const arms = [
  { name: 'a', weight: 1, then: [] },
  { name: 'b', weight: 1, then: [] },
];

/** One step of every type, `subject`, with `inner` in it where it holds steps that are always taken. */
export const subjects: Readonly<Record<StepType, Draft>> = {
  wait: { id: 'subject', type: 'wait', for: '4 days' },
  'wait-for': {
    id: 'subject',
    type: 'wait-for',
    timeout: '4 days',
    events: [{ on: 'Answered', then: [] }],
    otherwise: [update('inner')],
  },
  send: { id: 'subject', type: 'send', channel: 'email', message: 'welcome' },
  branch: {
    id: 'subject',
    type: 'branch',
    cases: [
      {
        when: { all: [{ fact: 'profile', path: '$.tags', operator: 'contains', value: 'nobody-has-this' }] },
        then: [],
      },
    ],
    otherwise: [update('inner')],
  },
  split: { id: 'subject', type: 'split', arms },
  experiment: {
    id: 'subject',
    type: 'experiment',
    arms: arms.map((arm) => (arm.name === 'a' ? { ...arm, control: true } : arm)),
    metric: { on: 'Order Completed', within: '7 days' },
  },
  update: { id: 'subject', type: 'update', increment: { seen: 1 } },
  score: { id: 'subject', type: 'score', kind: 'engagement', by: 5 },
  find: {
    id: 'subject',
    type: 'find',
    list: '$.entry.properties.products',
    where: { all: [{ fact: 'item', path: '$.price', operator: 'greaterThan', value: 5 }] },
  },
  record: { id: 'subject', type: 'record', create: 'case', set: { subject: 'Call' } },
  points: { id: 'subject', type: 'points', program: 'club', by: 50, reason: 'A present' },
  membership: { id: 'subject', type: 'membership', program: 'club', membership: 'plus' },
  credit: { id: 'subject', type: 'credit', amount: 5, reason: 'A present' },
  reply: { id: 'subject', type: 'reply', text: 'We have your message.' },
  offer: { id: 'subject', type: 'offer', offer: 'ten-percent' },
  recommend: { id: 'subject', type: 'recommend' },
  action: {
    id: 'subject',
    type: 'action',
    plugin: 'mail',
    action: 'send',
    input: {
      to: 'team@shop.example',
      from: 'shop@shop.example',
      subject: 'Look',
      html: '<p>Look.</p>',
      text: 'Look.',
      messageId: '<look@shop.example>',
      date: '2026-06-01T10:00:00Z',
    },
  },
  task: { id: 'subject', type: 'task', title: 'Call', wait: true, timeout: '4 days' },
  enrol: { id: 'subject', type: 'enrol', journey: 'other' },
  exit: { id: 'subject', type: 'exit', outcome: 'gone' },
  repeat: {
    id: 'subject',
    type: 'repeat',
    atMost: 2,
    steps: [{ id: 'inner', type: 'wait', for: '4 days' }],
  },
};

const before: Draft = { id: 'before', type: 'wait', for: '2 days' };
const after = update('after');
const last: Draft = { id: 'last', type: 'wait', for: '1 day' };
const added = update('added');

/** The journey before the edit: a wait, the step, and two more. */
export const original = (subject: Draft): readonly Draft[] => [before, subject, after, last];

const withLength = (subject: Draft, length: string): Draft => {
  const edited: Draft = JSON.parse(JSON.stringify(subject).replaceAll('4 days', length));
  return edited;
};

const ofOtherType = (subject: Draft): Draft =>
  subject.type === 'wait'
    ? { id: 'subject', type: 'score', kind: 'fit', by: 1 }
    : { id: 'subject', type: 'wait', for: '3 days' };

const fork = (subject: Draft): Draft => ({
  id: 'fork',
  type: 'branch',
  cases: [
    {
      when: { all: [{ fact: 'profile', path: '$.tags', operator: 'contains', value: 'nobody-has-this' }] },
      then: [],
    },
  ],
  otherwise: [subject],
});

/** A version that differs from the original by one edit, and the step map a plan for it would have. */
export type Edit = {
  readonly steps: (subject: Draft) => readonly Draft[];
  readonly map: Readonly<Record<string, string>>;
};

/** Every kind of edit. */
export const edits = {
  removed: { steps: () => [before, after, last], map: { subject: 'after', inner: 'after' } },
  'removed without a map': { steps: () => [before, after, last], map: {} },
  moved: { steps: (subject) => [before, after, subject, last], map: {} },
  renamed: {
    steps: (subject) => [before, { ...subject, id: 'renamed' }, after, last],
    map: { subject: 'renamed' },
  },
  shorter: { steps: (subject) => original(withLength(subject, '1 day')), map: {} },
  longer: { steps: (subject) => original(withLength(subject, '9 days')), map: {} },
  'of another type': { steps: (subject) => original(ofOtherType(subject)), map: { inner: 'after' } },
  'with a step before it': { steps: (subject) => [before, added, subject, after, last], map: {} },
  'with a step after it': { steps: (subject) => [before, subject, added, after, last], map: {} },
  'nested into a branch': { steps: (subject) => [before, fork(subject), after, last], map: {} },
} satisfies Readonly<Record<string, Edit>>;
export type EditName = keyof typeof edits;

/** What becomes of the people inside. */
export const plans = ['finish', 'next-step', 'now'] as const;
export type Plan = (typeof plans)[number];

/** Where the person stands when the new version comes. */
export const standings = ['before it', 'on it'] as const;
export type Standing = (typeof standings)[number];

/** How a step of a type is passed: alone, with a branch of its own, in rounds, or it ends the run. */
const shapeOf = (type: StepType): 'plain' | 'branching' | 'rounds' => {
  if (type === 'wait-for' || type === 'branch') return 'branching';
  return type === 'repeat' ? 'rounds' : 'plain';
};

/** Nobody ever stands on these: they are passed at once. */
export const passedAtOnce: ReadonlySet<StepType> = new Set(['split', 'exit']);

const byShape = (plain: string, branching: string, rounds: string) => ({ plain, branching, rounds });
const forAll = (path: string) => byShape(path, path, path);

type Paths = Readonly<Record<Standing, ReturnType<typeof byShape>>>;

/** The steps a person passes in all, in order. `STEP` is the subject with what is in it. */
const untouched = forAll('before STEP after last');

const expected: Readonly<Record<EditName, Readonly<Record<'next-step' | 'now', Paths>>>> = {
  removed: {
    now: { 'before it': forAll('before after last'), 'on it': forAll('before after last') },
    // Who stands on it finishes it; what would come next inside of it is gone.
    'next-step': {
      'before it': forAll('before after last'),
      'on it': byShape('before subject after last', 'before subject after last', 'before inner after last'),
    },
  },
  // Nobody is taken to a step that does not exist: they stay on their version.
  'removed without a map': {
    now: { 'before it': forAll('before after last'), 'on it': untouched },
    'next-step': { 'before it': untouched, 'on it': untouched },
  },
  // They go on from where they stand: who has passed `after` does not come to it, who comes to the step again passes it again.
  moved: {
    now: { 'before it': forAll('before after STEP last'), 'on it': forAll('before STEP last') },
    'next-step': {
      'before it': forAll('before STEP last'),
      'on it': byShape('before subject after subject last', 'before STEP last', 'before STEP last'),
    },
  },
  renamed: {
    now: {
      'before it': forAll('before RENAMED after last'),
      'on it': forAll('before RENAMED after last'),
    },
    'next-step': {
      'before it': forAll('before RENAMED after last'),
      'on it': untouched,
    },
  },
  shorter: {
    now: { 'before it': untouched, 'on it': untouched },
    'next-step': { 'before it': untouched, 'on it': untouched },
  },
  longer: {
    now: { 'before it': untouched, 'on it': untouched },
    'next-step': { 'before it': untouched, 'on it': untouched },
  },
  'of another type': {
    now: {
      'before it': forAll('before subject after last'),
      'on it': byShape('before subject after last', 'before subject after last', 'before after last'),
    },
    'next-step': {
      'before it': forAll('before subject after last'),
      'on it': byShape(
        'before subject after last',
        'before subject after last',
        'before inner subject after last',
      ),
    },
  },
  'with a step before it': {
    now: { 'before it': forAll('before added STEP after last'), 'on it': untouched },
    'next-step': { 'before it': untouched, 'on it': untouched },
  },
  'with a step after it': {
    now: {
      'before it': forAll('before STEP added after last'),
      'on it': forAll('before STEP added after last'),
    },
    'next-step': {
      'before it': forAll('before STEP added after last'),
      'on it': byShape(
        'before STEP after last',
        'before STEP added after last',
        'before STEP added after last',
      ),
    },
  },
  'nested into a branch': {
    now: { 'before it': forAll('before fork STEP after last'), 'on it': untouched },
    'next-step': { 'before it': untouched, 'on it': untouched },
  },
};

const inShape = { plain: 'subject', branching: 'subject inner', rounds: 'inner inner' };

/** The steps the person passes, from the first to the last, when the version changes under them. */
export const expectedPath = (input: {
  type: StepType;
  edit: EditName;
  plan: Plan;
  standing: Standing;
}): readonly string[] => {
  const { type, edit, plan, standing } = input;
  const shape = shapeOf(type);
  const path = plan === 'finish' ? untouched[shape] : expected[edit][plan][standing][shape];
  const isExit = type === 'exit' && (plan === 'finish' || edit !== 'of another type');
  const ends = isExit ? / (subject|renamed) .*/ : /$^/;
  return path
    .replaceAll('STEP', inShape[shape])
    .replaceAll('RENAMED', inShape[shape].replace('subject', 'renamed'))
    .replace(ends, ' $1')
    .split(' ');
};

/** A row of the ledger that says that a step was passed. */
export const passing = new Set<DecisionKind>([
  'waited',
  'timed-out',
  'heard',
  'branched',
  'sent',
  'updated',
  'issued',
  'recommended',
  'acted',
  'none',
  'enrolled',
  'exited',
]);
