import { Almanac, Fact } from 'json-rules-engine';

import { CicloError } from '../../errors.ts';
import { isObject } from '../../json.ts';
import { toDuration } from '../../time/duration.ts';
import { threshold } from '../../time/shift.ts';
import type { Because } from './because.ts';
import { expectedFact, type Compiled } from '../compile.ts';
import type { AskedParams, EventsParams, RecordsParams } from '../condition-shape.ts';
import { toExpected } from './expected.ts';
import {
  clockTolerance,
  type EventsQuery,
  type EventsSummary,
  type FactSource,
  noEvents,
  type RecordsQuery,
} from '../facts.ts';
import { reasonsOf } from './reasons.ts';

/** One decision at work: its own facts and memory, so that many can go on at the same time. */
export type Evaluation = {
  /** Evaluates one case. */
  readonly evaluate: (index: number) => Promise<{ held: boolean; because: readonly Because[] }>;
};

/**
 * The question `events` asks of the store; undefined when it is about a run that has not begun. `where` are
 * the conditions of the question made ready, if they are.
 */
export const toQuery = (input: {
  params: EventsParams;
  facts: FactSource;
  where?: Compiled | undefined;
}): EventsQuery | undefined => {
  const { params, facts, where } = input;
  const { now, zone, enteredAt } = facts;
  if (params.since === 'entry' && enteredAt === undefined) return undefined;
  const bounds = [
    ...(params.within === undefined ? [] : [threshold({ now, duration: toDuration(params.within), zone })]),
    ...(params.since === undefined || enteredAt === undefined ? [] : [enteredAt]),
  ];
  return {
    name: params.name,
    ...(bounds.length === 0 ? {} : { since: Math.max(...bounds) }),
    until: now + clockTolerance,
    ...(params.where === undefined ? {} : { where: params.where }),
    ...(where === undefined
      ? {}
      : { holds: (event) => holdsFor({ compiled: where, about: { event }, facts }) }),
    ...(params.sum === undefined ? {} : { sumPath: params.sum }),
    zone,
  };
};

/** The question `records` asks of the store. `where` are the conditions of the question made ready, if they are. */
export const toRecordsQuery = (input: {
  params: RecordsParams;
  facts: Pick<FactSource, 'now' | 'zone'>;
  where?: Compiled | undefined;
}): RecordsQuery => {
  const { params, facts, where } = input;
  const { now, zone } = facts;
  return {
    kind: params.kind,
    ...(params.where === undefined ? {} : { where: params.where }),
    ...(where === undefined
      ? {}
      : { holds: (record) => holdsFor({ compiled: where, about: { record }, facts }) }),
    ...(params.sum === undefined ? {} : { sumPath: params.sum }),
    now,
    zone,
  };
};

/** Whether conditions on an event or a record hold for it. */
const holdsFor = async (input: {
  compiled: Compiled;
  about: Pick<FactSource, 'event' | 'record'>;
  facts: Pick<FactSource, 'now' | 'zone'>;
}): Promise<boolean> => {
  const { compiled, about } = input;
  const { now, zone } = input.facts;
  const facts = {
    now,
    zone,
    profile: undefined,
    ...about,
    segments: [],
    events: () => Promise.resolve(noEvents),
  };
  return (await startEvaluation({ compiled, facts }).evaluate(0)).held;
};

/** The answer to a question of `events` or `records`. Throws `internal` where nobody gave a store of records. */
export const askStore = async (input: {
  params: AskedParams;
  facts: FactSource;
  where?: Compiled | undefined;
}): Promise<EventsSummary> => {
  const { params, facts, where } = input;
  if ('kind' in params) {
    if (facts.records === undefined)
      throw new CicloError({ code: 'internal', message: 'There is no store of records here.' });
    return facts.records(toRecordsQuery({ params, facts, where }));
  }
  const query = toQuery({ params, facts, where });
  return query === undefined ? noEvents : facts.events(query);
};

const numberIn = (params: unknown, key: string): number => {
  const value = isObject(params) ? params[key] : undefined;
  return typeof value === 'number' ? value : -1;
};

/** Starts a decision: an almanac of its own over the facts given. */
export const startEvaluation = (input: { compiled: Compiled; facts: FactSource }): Evaluation => {
  const { compiled, facts } = input;
  const { pathResolver } = compiled;
  const answers = new Map<number, Promise<EventsSummary>>();
  const almanac = new Almanac({ allowUndefinedFacts: true, pathResolver });
  const define = (name: string, value: (params: unknown) => unknown): void => {
    almanac.addFact(new Fact(name, value, { cache: false }));
  };
  const ask = (params: unknown): Promise<EventsSummary> => {
    const question = numberIn(params, 'question');
    const known = answers.get(question);
    if (known !== undefined) return known;
    const asked = compiled.questions[question];
    const answer = asked === undefined ? Promise.resolve(noEvents) : askStore({ ...asked, facts });
    answers.set(question, answer);
    return answer;
  };
  for (const name of compiled.facts) {
    const read = compiled.types.get(name)?.read;
    if (read === undefined) define(name, ask);
    else
      define(name, (params) => {
        const answer = compiled.answers[numberIn(params, 'answer')];
        return answer === undefined ? read(facts) : answer(facts);
      });
  }
  define(expectedFact, async (params) => {
    const found = compiled.leaves[numberIn(params, 'leaf')];
    if (found === undefined) return undefined;
    const { leaf, other, items } = found;
    const { operator, value } = leaf;
    if (items !== undefined) return { kind: 'items', holds: items(facts) };
    if (other === undefined) return toExpected({ operator, value, moment: facts });
    const there: unknown = await almanac.factValue(other.fact, { ...other.params }, other.path ?? '');
    return toExpected({ operator, value: there, moment: facts });
  });
  return {
    evaluate: async (index) => {
      const result = await compiled.rules[index]?.evaluate(almanac);
      if (result === undefined) return { held: false, because: [] };
      return { held: result.result === true, because: reasonsOf({ result, index, leaves: compiled.leaves }) };
    },
  };
};
