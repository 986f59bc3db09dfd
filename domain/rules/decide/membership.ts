import type { Because } from './because.ts';
import { askedParamsOf, type Conditions, factsIn } from '../condition-shape.ts';
import { createDecider } from './decider.ts';
import { refuseBroken } from '../compile.ts';
import {
  type EventsQuery,
  type EventsSummary,
  type FactSource,
  factTypes,
  type RecordsQuery,
} from '../facts.ts';
import { compileItems } from '../items/item-conditions.ts';
import { mayFlip, nextFlip } from './next-flip.ts';

/** Whether somebody is in a segment, and when that can change by the passing of time alone. */
export type Standing = {
  readonly isMember: boolean;
  /** Epoch milliseconds; left out when only something that happens can change it. */
  readonly changesAt?: number;
};

/** The same, and why. */
export type Membership = Standing & { readonly because: readonly Because[] };

/** The same facts, which ask the store each question once. */
export const withMemory = (facts: FactSource): FactSource => {
  const answers = new Map<string, Promise<EventsSummary>>();
  const once = (
    query: EventsQuery | RecordsQuery,
    ask: () => Promise<EventsSummary>,
  ): Promise<EventsSummary> => {
    const question = JSON.stringify(query);
    const answer = answers.get(question) ?? ask();
    answers.set(question, answer);
    return answer;
  };
  const { records } = facts;
  return {
    ...facts,
    events: (query) => once(query, () => facts.events(query)),
    ...(records === undefined ? {} : { records: (query) => once(query, () => records(query)) }),
  };
};

/**
 * Makes what decides the membership of a segment, once. Give it the tenant's zone, not the person's: a query
 * over everybody knows one zone only, and the two must agree.
 * Throws `broken-definition` when conditions are not as `checkConditions` wants them.
 */
export const createMembership = (input: {
  when: Conditions;
}): ((facts: FactSource) => Promise<Membership>) => {
  const decider = createDecider({ cases: [input.when] });
  return async (given) => {
    const facts = withMemory(given);
    const { matched, because } = await decider.decide({ facts });
    const changesAt = await nextFlip({ conditions: input.when, facts });
    return { isMember: matched === 0, because, ...(changesAt === undefined ? {} : { changesAt }) };
  };
};

/**
 * Makes what decides the membership of a segment without saying why, as `createMembership` does. Where nothing has to be asked of the
 * store, it decides at once, and not by json-rules-engine, which copies the conditions and waits for each comparison: a change of
 * somebody is held against all segments there are.
 */
export const createStanding = (input: { when: Conditions }): ((facts: FactSource) => Promise<Standing>) => {
  const { when } = input;
  if (factsIn(when).some((value) => askedParamsOf(value) !== undefined)) return createMembership(input);
  refuseBroken(when);
  const holds = compileItems(when, factTypes);
  const flips = mayFlip(when);
  return async (facts) => {
    const isMember = holds(facts)(undefined);
    const changesAt = flips ? await nextFlip({ conditions: when, facts }) : undefined;
    return { isMember, ...(changesAt === undefined ? {} : { changesAt }) };
  };
};

const seenPath = /^\$(?:$|\.(?:lastSeenAt|applied)\b)/;

/**
 * Whether an event that changes nothing else of a person can change the answer: it looks at events, at records, whose changes are events, or at when
 * the person was seen.
 */
export const looksAtEvents = (when: Conditions): boolean =>
  factsIn(when).some(
    (value) =>
      askedParamsOf(value) !== undefined || (value.fact === 'profile' && seenPath.test(value.path ?? '$')),
  );
