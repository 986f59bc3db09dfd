import type { Checked, Problem } from '../problem.ts';
import {
  childrenOf,
  isLeaf,
  type Condition,
  type Conditions,
  type EventsParams,
  type Leaf,
} from './condition-shape.ts';
import { toExpected } from './expected.ts';
import { toQuery } from './evaluation.ts';
import { noEvents, type EventsQuery } from './facts.ts';
import { allOf } from './mongo-combine.ts';
import { eventsFilter, eventsSummaryStages, type MongoStage } from './mongo-events.ts';
import { profileRoot, type MongoFilter, type MongoRoot } from './mongo-field.ts';
import { toMongoFilter } from './mongo-filter.ts';
import { positiveOf } from './operator-names.ts';
import { tests } from './operators.ts';
import { readPath } from './path.ts';

/** How the documents are called and tied together. */
export type MongoLayout = {
  /** Names of the collections. */
  readonly profiles: string;
  readonly events: string;
  /** The field of a profile that events name as `profileId`. */
  readonly profileKey: string;
};

/** An aggregation over one of the two collections; it gives documents `{ id }`, one for each person found. */
export type MongoPlan = { readonly collection: string; readonly stages: readonly MongoStage[] };

type Work = {
  readonly input: PlanInput;
  readonly questions: readonly { readonly text: string; readonly query: EventsQuery }[];
  readonly problems: Problem[];
};

type PlanInput = {
  conditions: Conditions;
  now: number;
  zone: string;
  tenant: string;
  layout: MongoLayout;
  /** What else must hold of a profile, such as not to be merged away. */
  base?: MongoFilter;
};

const leavesOf = (condition: Condition): readonly Leaf[] =>
  isLeaf(condition) ? [condition] : childrenOf(condition).flatMap(leavesOf);

const asks = (condition: Condition): boolean => leavesOf(condition).some((leaf) => leaf.fact === 'events');

/** Conditions that must all hold, none of which is an `all` itself. */
const conjuncts = (condition: Condition): readonly Condition[] =>
  !isLeaf(condition) && 'all' in condition ? condition.all.flatMap(conjuncts) : [condition];

const toText = (params: EventsParams | undefined): string => JSON.stringify(params);

const questionsOf = (input: PlanInput): Work['questions'] => {
  const { now, zone, conditions } = input;
  const found = new Map<string, EventsQuery>();
  for (const { fact, params } of leavesOf(conditions)) {
    const query =
      fact === 'events' && params !== undefined
        ? toQuery({
            params,
            facts: { now, zone, profile: undefined, segments: [], events: () => Promise.resolve(noEvents) },
          })
        : undefined;
    if (query !== undefined) found.set(toText(params), query);
  }
  return [...found].map(([text, query]) => ({ text, query }));
};

const filterOf = (input: {
  work: Work;
  conditions: readonly Condition[];
  answerOf?: (leaf: Leaf) => MongoRoot;
}): MongoFilter => {
  const { work, conditions, answerOf } = input;
  const { now, zone } = work.input;
  if (conditions.length === 0) return {};
  const filter = toMongoFilter({
    conditions: { all: [...conditions] },
    now,
    zone,
    ...(answerOf === undefined ? {} : { answerOf }),
  });
  if (filter.ok) return filter.value;
  work.problems.push(...filter.problems);
  return {};
};

const matching = (input: { work: Work; query: EventsQuery }): MongoFilter => {
  const filter = eventsFilter(input.query);
  if (filter.ok) return filter.value;
  input.work.problems.push(...filter.problems);
  return {};
};

const answerRoot = (prefix: string): MongoRoot => ({ ...profileRoot, prefix });

/** Stages that put the answer to each question beside the profile, and then decide. */
const askingStages = (input: { work: Work; conditions: readonly Condition[] }): readonly MongoStage[] => {
  const { work, conditions } = input;
  if (conditions.length === 0) return [];
  const { layout, tenant } = work.input;
  const needed = new Set(conditions.flatMap(leavesOf).map((leaf) => toText(leaf.params)));
  const stages = work.questions.flatMap(({ text, query }, index): MongoStage[] => {
    if (!needed.has(text)) return [];
    const as = `answer${index}`;
    const pipeline = [
      { $match: allOf([{ tenant }, matching({ work, query })]) },
      ...eventsSummaryStages({ query, by: null }),
    ];
    const lookup = {
      from: layout.events,
      localField: layout.profileKey,
      foreignField: 'profileId',
      pipeline,
      as,
    };
    const answer = { $ifNull: [{ $arrayElemAt: [`$${as}`, 0] }, { $literal: noEvents }] };
    return [{ $lookup: lookup }, { $addFields: { [as]: answer } }];
  });
  const numberOf = (leaf: Leaf): number =>
    work.questions.findIndex((question) => question.text === toText(leaf.params));
  const answerOf = (leaf: Leaf): MongoRoot => answerRoot(`answer${numberOf(leaf)}.`);
  return [...stages, { $match: filterOf({ work, conditions, answerOf }) }];
};

/** A question that must have an answer other than "none" for the whole to hold, so that events can be read first. */
const drivingQuestion = (work: Work): Work['questions'][number] | undefined => {
  const { now, zone, conditions } = work.input;
  for (const condition of conjuncts(conditions)) {
    if (!isLeaf(condition) || condition.fact !== 'events') continue;
    const { operator, negated } = positiveOf(condition.operator);
    const expected = toExpected({
      operator: condition.operator,
      value: condition.value,
      moment: { now, zone },
    });
    const actual = readPath({ value: noEvents, path: condition.path ?? '$' });
    const holdsForNone = tests[operator](actual, expected) !== negated;
    if (!holdsForNone) return work.questions.find((question) => question.text === toText(condition.params));
  }
  return undefined;
};

const fromEvents = (input: { work: Work; driving: Work['questions'][number] }): MongoPlan => {
  const { work, driving } = input;
  const { layout, tenant, conditions, base } = work.input;
  const parts = conjuncts(conditions);
  const isAbout = (condition: Condition): boolean =>
    leavesOf(condition).every((leaf) => leaf.fact === 'events' && toText(leaf.params) === driving.text);
  const about = parts.filter(isAbout);
  const rest = parts.filter((part) => !isAbout(part));
  const plain = filterOf({ work, conditions: rest.filter((part) => !asks(part)) });
  const stages: MongoStage[] = [
    { $match: allOf([{ tenant }, matching({ work, query: driving.query })]) },
    ...eventsSummaryStages({ query: driving.query, by: '$profileId' }),
    { $match: filterOf({ work, conditions: about, answerOf: () => answerRoot('') }) },
  ];
  if (rest.length === 0 && base === undefined) {
    return { collection: layout.events, stages: [...stages, { $project: { _id: 0, id: '$_id' } }] };
  }
  const pipeline = [{ $match: allOf([{ tenant }, base ?? {}, plain]) }];
  const lookup = {
    from: layout.profiles,
    localField: '_id',
    foreignField: layout.profileKey,
    pipeline,
    as: 'found',
  };
  stages.push({ $lookup: lookup }, { $match: { found: { $ne: [] } } });
  stages.push({ $replaceRoot: { newRoot: { $arrayElemAt: ['$found', 0] } } });
  stages.push(...askingStages({ work, conditions: rest.filter(asks) }));
  return {
    collection: layout.events,
    stages: [...stages, { $project: { _id: 0, id: `$${layout.profileKey}` } }],
  };
};

const fromProfiles = (work: Work): MongoPlan => {
  const { layout, tenant, conditions, base } = work.input;
  const parts = conjuncts(conditions);
  const plain = filterOf({ work, conditions: parts.filter((part) => !asks(part)) });
  const stages: MongoStage[] = [
    { $match: allOf([{ tenant }, base ?? {}, plain]) },
    ...askingStages({ work, conditions: parts.filter(asks) }),
    { $project: { _id: 0, id: `$${layout.profileKey}` } },
  ];
  return { collection: layout.profiles, stages };
};

/**
 * Makes an aggregation that finds everybody conditions hold for, those about past events included. It starts
 * from the events where only people with such events can be meant, else from the profiles. Profiles and events
 * carry `tenant`; events carry `profileId`, `name` and `timestamp` in epoch milliseconds. Problems as `toMongoFilter`.
 */
export const toMongoPlan = (input: PlanInput): Checked<MongoPlan> => {
  const work: Work = { input, questions: questionsOf(input), problems: [] };
  const driving = drivingQuestion(work);
  const value = driving === undefined ? fromProfiles(work) : fromEvents({ work, driving });
  return work.problems.length > 0
    ? { ok: false, problems: work.problems }
    : { ok: true, value, warnings: [] };
};
