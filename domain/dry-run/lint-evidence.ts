import type { EventFact } from '../events/event.ts';
import { reservedNames } from '../events/reserved-names.ts';
import { entryNames, eventListeners, goalPlace, type JourneyDefinition } from '../journey/definition.ts';
import { walkSteps } from '../journey/graph.ts';
import { textAt } from '../journey/reduce/match-event.ts';
import type { Match } from '../journey/steps.ts';
import { canonicalLocale } from '../messages/locales.ts';
import type { Problem } from '../problem.ts';
import { readPath } from '../rules/path.ts';
import type { Tally } from './tally.ts';
import { type TraitsSeen, unsetTraits } from './unset-traits.ts';

/** What is known of the people and events there are, to judge a journey by. */
export type Evidence = {
  /** The latest events of each name the journey listens for; none when none ever came. */
  readonly latest: ReadonlyMap<string, readonly EventFact[]>;
  /** People by their language, of so many. */
  readonly languages: ReadonlyMap<string, number>;
  readonly traits: TraitsSeen;
  /** The traits of the schema, if there is one. */
  readonly declaredTraits: readonly string[];
  readonly messages: ReadonlyMap<string, { readonly locales: Readonly<Record<string, unknown>> }>;
  /** Of the people who could enter, how many were lately in each other live journey that sends marketing. */
  readonly others: ReadonlyMap<string, number>;
  /** How many people the shares are of. */
  readonly people: number;
  /** What a dry run with some of them came to. */
  readonly tally: Tally;
};

/** Below these nothing is said: a few people prove nothing. */
const peopleMin = 20;
const eventsMin = 5;
const languageShare = 0.05;
const overlapShare = 0.25;

const doubt = (fault: Omit<Problem, 'severity'>): Problem => ({ ...fault, severity: 'warning' });

type Listener = {
  readonly on: string;
  readonly path: string;
  readonly step?: string;
  readonly match?: Match | undefined;
  readonly what: string;
};

const listenersOf = ({ entry, exit, goal, steps }: JourneyDefinition): readonly Listener[] => [
  ...entryNames(entry).map((on) => ({ on, path: 'entry.on', what: 'nobody enters' })),
  ...eventListeners({ exit, goal }).map(({ on, match, path }) => ({
    on,
    match,
    path,
    what: path === goalPlace ? 'nobody reaches this goal' : 'this exit never happens',
  })),
  ...[...walkSteps({ steps })].flatMap(({ step, stepType, path }): Listener[] =>
    (stepType.awaits?.(step) ?? []).map(({ on, match, field }) => ({
      on,
      match,
      path: `${path}.${field}`,
      step: step.id,
      what: 'nothing is heard here',
    })),
  ),
];

/** The names of the events a journey listens for. */
export const heardNames = (journey: JourneyDefinition): readonly string[] => [
  ...new Set(listenersOf(journey).map(({ on }) => on)),
];

/** Events of messages and of the engine itself come only when a journey runs: that none came yet says nothing. */
const isOurs = (name: string): boolean =>
  reservedNames.has(name) ||
  ['Email Delivered', 'Email Opened', 'Link Clicked', 'Unsubscribed', 'Order Delivered'].includes(name);

const pathOfMatch = (match: Match | undefined): string | undefined => {
  if (typeof match === 'object') return match.event;
  return match?.startsWith('$') === true ? match : undefined;
};

const ofListener = (input: { listener: Listener; evidence: Evidence }): readonly Problem[] => {
  const { on, path, step, match, what } = input.listener;
  const at = step === undefined ? {} : { step };
  const came = input.evidence.latest.get(on) ?? [];
  if (came.length === 0) {
    if (isOurs(on)) return [];
    return [
      doubt({
        ...at,
        code: 'event-never-came',
        path,
        message: `No \`${on}\` has ever come: so far ${what}.`,
        hint: 'Look how your shop spells it, or send it.',
      }),
    ];
  }
  const matched = pathOfMatch(match);
  if (matched === undefined || came.length < eventsMin) return [];
  if (came.some((event) => textAt({ value: event, path: matched }) !== undefined)) return [];
  return [
    doubt({
      ...at,
      code: 'match-finds-nothing',
      path: `${path}.match`,
      message: `None of the last ${came.length} \`${on}\` has anything at \`${matched}\`: ${what}.`,
      hint: 'Name a property these events have.',
    }),
  ];
};

const ofGoalValue = (input: { journey: JourneyDefinition; evidence: Evidence }): readonly Problem[] => {
  const { goal } = input.journey;
  if (goal === undefined || !('on' in goal) || goal.value === undefined) return [];
  const { on, value } = goal;
  const came = input.evidence.latest.get(on) ?? [];
  if (came.length < eventsMin) return [];
  if (came.some((event) => readPath({ value: event, path: value }) !== undefined)) return [];
  return [
    doubt({
      code: 'goal-without-value',
      path: 'goal.value',
      message: `None of the last ${came.length} \`${on}\` has anything at \`${value}\`: the goal is worth nothing.`,
      hint: 'Name the property that says what it is worth.',
    }),
  ];
};

const percent = (share: number): string => `${Math.round(share * 100)} %`;

const ofLanguages = (input: { journey: JourneyDefinition; evidence: Evidence }): readonly Problem[] => {
  const { languages, messages } = input.evidence;
  const bySpoken = new Map<string, number>();
  for (const [text, count] of languages) {
    const [language] = (canonicalLocale(text) ?? '').split('-');
    if (language === undefined || language === '') continue;
    bySpoken.set(language, (bySpoken.get(language) ?? 0) + count);
  }
  const all = [...bySpoken.values()].reduce((sum, count) => sum + count, 0);
  if (all < peopleMin) return [];
  return [...walkSteps({ steps: input.journey.steps })].flatMap(({ step, path }): Problem[] => {
    if (step.type !== 'send') return [];
    const locales = messages.get(step.message)?.locales;
    if (locales === undefined) return [];
    const written = new Set(Object.keys(locales).map((locale) => locale.split('-')[0]));
    return [...bySpoken].flatMap(([language, count]): Problem[] =>
      written.has(language) || count / all < languageShare
        ? []
        : [
            doubt({
              code: 'missing-locale',
              step: step.id,
              path: `${path}.message`,
              message: `${percent(count / all)} of people whose language we know read \`${language}\`, and \`${step.message}\` is not written in it.`,
              hint: `Write a subject and a body for \`${language}\`.`,
            }),
          ],
    );
  });
};

const ofOverlap = ({ others, people }: Evidence): readonly Problem[] =>
  people < peopleMin
    ? []
    : [...others]
        .filter(([, shared]) => shared / people >= overlapShare)
        .map(([other, shared]) =>
          doubt({
            code: 'overlap',
            path: 'entry',
            message: `${percent(shared / people)} of these people were lately in \`${other}\`, which also sends marketing.`,
            hint: 'Leave them out by a condition of the entry, or let caps and `priority` decide.',
          }),
        );

const cappedAt = (decisions: Readonly<Record<string, number>>): boolean =>
  (decisions['sent'] ?? 0) === 0 &&
  Object.keys(decisions).some((name) => name === 'skipped:capped' || name === 'exited:capped');

const ofTally = (input: { journey: JourneyDefinition; evidence: Evidence }): readonly Problem[] => {
  const { tally } = input.evidence;
  if (tally.people < peopleMin) return [];
  if (tally.runs === 0) {
    return [
      doubt({
        code: 'nobody-enters',
        path: 'entry',
        message: `Of ${tally.people} people who could enter none would.`,
        hint: 'Look at the conditions of the entry, and at `again`.',
      }),
    ];
  }
  return [...walkSteps({ steps: input.journey.steps })].flatMap(({ step, path }): Problem[] => {
    const seen = tally.steps[step.id];
    if (step.type !== 'send' || seen === undefined || seen.runs < peopleMin || !cappedAt(seen.decisions))
      return [];
    return [
      doubt({
        code: 'cap-always-reached',
        step: step.id,
        path: `${path}.onCap`,
        message: `\`${step.id}\` was never sent in ${seen.runs} plays: people have had as many messages as the cap allows.`,
        hint: 'Set `onCap` to `wait`, or send it later.',
      }),
    ];
  });
};

/** What is doubtful about a journey, seen beside the people and events there are. */
export const lintEvidence = (input: {
  journey: JourneyDefinition;
  evidence: Evidence;
}): readonly Problem[] => [
  ...listenersOf(input.journey).flatMap((listener) => ofListener({ listener, evidence: input.evidence })),
  ...ofGoalValue(input),
  ...ofTally(input),
  ...ofLanguages(input),
  ...ofOverlap(input.evidence),
  ...unsetTraits({
    journey: input.journey,
    seen: input.evidence.traits,
    declared: input.evidence.declaredTraits,
  }),
];
