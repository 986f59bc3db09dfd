import * as fc from 'fast-check';

import type { Command } from '../../domain/journey/reduce/commands.ts';
import type { JourneyDefinition } from '../../domain/journey/definition.ts';
import { journeyOf, monday } from '../../domain/journey/play-for-tests.ts';
import {
  type Answer,
  endOf,
  type Happening,
  refer,
  taskIdOf,
} from '../../domain/journey/reference-for-tests.ts';
import { stories } from '../../domain/journey/stories-for-tests.ts';

const day = 86_400_000;
/** So much sooner things happen than in the stories, where most come after the end of a journey of few days. */
const haste = 24;
export const seedsFrom = (first: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, n) => first + n);
export type Cast = {
  readonly seed: number;
  readonly journey: JourneyDefinition;
  readonly happenings: readonly Happening[];
  readonly breaks: readonly boolean[];
  readonly person: string;
  readonly isSuppressed: boolean;
};

/** The journey of a story as the workspace of a test can have it; what takes seconds there takes hours here. */
const onTheEngine = (journey: JourneyDefinition, key: string): JourneyDefinition => {
  const json: Record<string, unknown> = JSON.parse(
    JSON.stringify(journey, (_name, value: unknown) => {
      const isAction =
        typeof value === 'object' && value !== null && 'type' in value && value.type === 'action';
      return isAction && 'id' in value ? { id: value.id, type: 'score', kind: 'fit', by: 1 } : value;
    })
      .replaceAll('"hello"', '"welcome"')
      .replaceAll('"journey":"welcome"', '"journey":"other"')
      .replaceAll(',"team":"sales"', '')
      .replaceAll('"1 second"', '"1 hour"')
      .replaceAll('"10 minutes"', '"2 hours"'),
  );
  const entry = { on: `Start ${key}`, key: '$.properties.checkout_id', again: 'never' };
  return journeyOf({ steps: [], ...json, key, name: key, entry });
};

export const castOf = (seed: number): Cast => {
  const story = fc.sample(stories, { seed, numRuns: 8 }).at(-1);
  if (story === undefined) throw new Error('no story');
  return {
    seed,
    journey: onTheEngine(story.journey, `seed-${seed}`),
    happenings: story.happenings
      .filter(({ kind }) => kind !== 'task-done')
      .map((one) => ({ ...one, at: monday + Math.round((one.at - monday) / haste) })),
    breaks: story.happenings.map((_one, n) => (story.crashes[n] ?? null) !== null),
    person: `person-${seed}`,
    isSuppressed: seed % 4 === 3,
  };
};

/** What comes of effects for somebody who never ordered anything. */
export const answersOf =
  (isSuppressed: boolean): Answer =>
  ({ kind, step, visit, now, arm }) => {
    switch (kind) {
      case 'decide':
        return {
          kind: 'decided',
          case: step.type === 'repeat' && step.while === undefined ? 0 : null,
          because: [],
        };
      case 'send':
        return isSuppressed || (step.type === 'send' && step.when !== undefined)
          ? { kind: 'skipped', reason: 'suppressed' }
          : { kind: 'sent', messageId: `${step.id}#${visit}`, channel: 'email' };
      case 'recommend':
        return { kind: 'none', reason: 'nothing-fits' };
      case 'expose':
        return { kind: 'done', output: { arm: arm ?? '' } };
      case 'task': {
        if (step.type !== 'task' || !step.wait) return { kind: 'done', output: null };
        const until = step.timeout === undefined ? null : endOf(now, step.timeout);
        return { kind: 'waits-for-task', taskId: taskIdOf(step.id, visit), until };
      }
      default:
        return { kind: 'done', output: null };
    }
  };

export const kindOf = (happening: Happening): string =>
  happening.kind === 'command' ? happening.command.kind : happening.kind;

export const commands: readonly Command['kind'][] = [
  'skip',
  'freeze',
  'resume',
  'restart',
  'exit',
  'migrate',
];

/** Only the first event of a wait can hold; the other asks for orders. */
export const onlyFirst = (happening: Happening): Happening =>
  happening.kind === 'event' && happening.branch > 0 ? { ...happening, branch: 99 } : happening;

/** What of this life meets a run that is under way, no matter who the person is; `suppressed`: a mail is not sent to them. */
const meetings = (cast: Cast): ReadonlySet<string> => {
  const of = (person: string): ReadonlySet<string> => {
    let sends = 0;
    const answer: Answer = (effect) => {
      if (effect.kind === 'send') sends += 1;
      return answersOf(cast.isSuppressed)(effect);
    };
    const refers = (happenings: readonly Happening[], end: number) =>
      refer({
        journey: cast.journey,
        happenings: happenings.map(onlyFirst),
        answer,
        start: monday,
        end,
        person,
      });
    const found = cast.happenings
      .filter(({ at }, n) => refers(cast.happenings.slice(0, n), at).outcome === null)
      .map(kindOf);
    sends = 0;
    refers(cast.happenings, monday + 60 * day);
    const breaks = cast.breaks.includes(true) ? ['break'] : [];
    return new Set([...found, ...breaks, ...(cast.isSuppressed && sends > 0 ? ['suppressed'] : [])]);
  };
  const [first = new Set<string>(), ...others] = ['a', 'b', 'c', 'd'].map(of);
  return new Set([...first].filter((kind) => others.every((other) => other.has(kind))));
};

/** Lives in which, together, everything happens that can, each at least twice where few are enough; see the last test. */
export const tellingCasts = (): readonly Cast[] => {
  const wanted = new Map(
    ['event', 'suppressed', 'break', ...commands].map((kind) => [kind, kind === 'break' ? 4 : 2]),
  );
  const pool = seedsFrom(1, 400).map((seed) => {
    const cast = castOf(seed);
    return { cast, kinds: meetings(cast) };
  });
  const chosen: Cast[] = [];
  const gain = (kinds: ReadonlySet<string>): number =>
    [...kinds].reduce((sum, kind) => sum + (wanted.get(kind) ?? 0), 0);
  while (chosen.length < 6 && [...wanted.values()].some((times) => times > 0)) {
    const [best] = pool
      .filter(({ cast }) => !chosen.includes(cast))
      .toSorted((a, b) => gain(b.kinds) - gain(a.kinds));
    if (best === undefined) break;
    chosen.push(best.cast);
    for (const kind of best.kinds) wanted.set(kind, Math.max(0, (wanted.get(kind) ?? 0) - 1));
  }
  return chosen;
};
