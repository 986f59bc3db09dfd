import type { Checked, Problem } from '../../problem.ts';
import {
  childrenOf,
  type AskedParams,
  askedParamsOf,
  isLeaf,
  type Condition,
  type Conditions,
  type Leaf,
} from '../condition-shape.ts';
import { toQuery, toRecordsQuery } from '../decide/evaluation.ts';
import { toExpected } from '../decide/expected.ts';
import { factTypes, noEvents, type EventsQuery, type RecordsQuery } from '../facts.ts';
import { allOf } from './mongo-combine.ts';
import { eventsFilter, eventsSummaryStages, type MongoStage } from './mongo-events.ts';
import { recordRoot, recordsFilter } from './mongo-records.ts';
import { profileRoot, type MongoFilter, type MongoRoot } from './mongo-field.ts';
import { toMongoFilter } from './mongo-filter.ts';
import { positiveOf } from '../operator-names.ts';
import { tests } from '../decide/operators.ts';
import { parsePath, readPath } from '../path.ts';

/** How the documents are called and tied together. */
export type MongoLayout = {
  /** Names of the collections. */
  readonly profiles: string;
  readonly events: string;
  readonly records: string;
  /** The field of a profile that events name as `profileId`, and records as `person`. */
  readonly profileKey: string;
};

/** An aggregation over one of the collections; it gives a document for each person found, whose `id` is the person's. */
export type MongoPlan = {
  readonly collection: string;
  readonly stages: readonly MongoStage[];
  readonly id: string;
};

type Query =
  | { readonly about: 'event'; readonly query: EventsQuery }
  | { readonly about: 'record'; readonly query: RecordsQuery };

type Question = { readonly text: string; readonly asked: Query; readonly answers: ReadonlySet<string> };

type PlanInput = {
  conditions: Conditions;
  now: number;
  zone: string;
  tenant: string;
  layout: MongoLayout;
  /** What else must hold of a profile, such as not to be merged away. */
  base?: MongoFilter;
};

type Work = {
  readonly input: PlanInput;
  readonly questions: readonly Question[];
  readonly problems: Problem[];
};

const leavesOf = (condition: Condition): readonly Leaf[] =>
  isLeaf(condition) ? [condition] : childrenOf(condition).flatMap(leavesOf);

const isAsked = ({ fact }: Leaf): boolean => factTypes.get(fact)?.inDocuments.kind === 'answer';

const asks = (condition: Condition): boolean => leavesOf(condition).some(isAsked);

/** The field of a profile that a comparison looks at. */
const fieldOf = ({ fact, path = '$' }: Leaf): string => {
  const there = factTypes.get(fact)?.inDocuments;
  return there?.kind === 'field' ? there.field : String(parsePath(path)?.[0] ?? 'id');
};

/** Conditions that must all hold, none of which is an `all` itself. */
const conjuncts = (condition: Condition): readonly Condition[] =>
  !isLeaf(condition) && 'all' in condition ? condition.all.flatMap(conjuncts) : [condition];

const toText = (params: AskedParams | undefined): string => JSON.stringify(params);

const queryOf = (params: AskedParams, input: PlanInput): Query | undefined => {
  const { now, zone } = input;
  if ('kind' in params) return { about: 'record', query: toRecordsQuery({ params, facts: { now, zone } }) };
  const events = () => Promise.resolve(noEvents);
  const facts = { now, zone, profile: undefined, segments: [], events };
  const query = toQuery({ params, facts });
  return query === undefined ? undefined : { about: 'event', query };
};

const questionsOf = (input: PlanInput): readonly Question[] => {
  const found = new Map<string, { asked: Query; answers: Set<string> }>();
  for (const leaf of leavesOf(input.conditions)) {
    const { path } = leaf;
    const params = askedParamsOf(leaf);
    const asked = params === undefined ? undefined : queryOf(params, input);
    if (asked === undefined) continue;
    const known = found.get(toText(params)) ?? { asked, answers: new Set() };
    known.answers.add(String(parsePath(path ?? '')?.[0]));
    found.set(toText(params), known);
  }
  return [...found].map(([text, { asked, answers }]) => ({ text, asked, answers }));
};

const matching = (input: {
  work: Work;
  conditions: readonly Condition[];
  profile?: MongoRoot;
  answerOf?: (leaf: Leaf) => MongoRoot;
}): MongoFilter => {
  const { work, conditions, profile, answerOf } = input;
  const { now, zone } = work.input;
  if (conditions.length === 0) return {};
  const filter = toMongoFilter({
    conditions: { all: [...conditions] },
    now,
    zone,
    ...(profile === undefined ? {} : { roots: { profile } }),
    ...(answerOf === undefined ? {} : { answerOf }),
  });
  if (filter.ok) return filter.value;
  work.problems.push(...filter.problems);
  return {};
};

/** The collection a question is asked of. */
const collectionOf = ({ asked }: Question, { events, records }: MongoLayout): string =>
  asked.about === 'event' ? events : records;

/** Stages over the events or records: an answer for each person of whom there are any, by their id. */
const answerStages = (input: { work: Work; question: Question }): readonly MongoStage[] => {
  const { work, question } = input;
  const { asked, answers } = question;
  const { sumPath } = asked.query;
  const filter = asked.about === 'event' ? eventsFilter(asked.query) : recordsFilter(asked.query);
  if (!filter.ok) work.problems.push(...filter.problems);
  const isOfSomebody = asked.about === 'event' ? {} : { person: { $exists: true } };
  const match = {
    $match: allOf([{ tenant: work.input.tenant }, isOfSomebody, filter.ok ? filter.value : {}]),
  };
  const summary = asked.about === 'event' ? { by: '$profileId' } : { by: '$person', root: recordRoot };
  return [match, ...eventsSummaryStages({ sumPath, answers, ...summary })];
};

const answerRoot = (prefix: string): MongoRoot => ({ ...profileRoot, prefix, numbers: /^/ });

/** Whether a comparison holds for somebody who never did what it asks about. */
const holdsForNone = (input: { leaf: Leaf; work: Work }): boolean => {
  const { leaf, work } = input;
  const { now, zone } = work.input;
  const { operator, negated } = positiveOf(leaf.operator);
  const expected = toExpected({ operator: leaf.operator, value: leaf.value, moment: { now, zone } });
  return tests[operator](readPath({ value: noEvents, path: leaf.path ?? '$' }), expected) !== negated;
};

/** The one question all is about, when nobody is meant of whom there are no such events: then profiles need not be read. */
const soleQuestion = (work: Work): Question | undefined => {
  const { conditions, base } = work.input;
  const [question, ...more] = work.questions;
  if (question === undefined || more.length > 0 || base !== undefined) return undefined;
  if (leavesOf(conditions).some((leaf) => !isAsked(leaf))) return undefined;
  const demands = conjuncts(conditions).filter(isLeaf);
  return demands.some((leaf) => !holdsForNone({ leaf, work })) ? question : undefined;
};

const fromQuestion = (input: { work: Work; question: Question }): MongoPlan => {
  const { work, question } = input;
  const { layout, conditions } = work.input;
  const found = matching({ work, conditions: [conditions], answerOf: () => answerRoot('') });
  const stages = [...answerStages({ work, question }), { $match: found }];
  return { collection: collectionOf(question, layout), stages, id: '_id' };
};

/**
 * Stages that lay the answers to all questions beside the profiles, each collection read once, and then decide. Of the
 * profiles only the fields are carried along that are still to be asked for.
 */
const joiningStages = (input: { work: Work; conditions: readonly Condition[] }): readonly MongoStage[] => {
  const { work, conditions } = input;
  const { layout } = work.input;
  const others = conditions.flatMap(leavesOf).filter((leaf) => !isAsked(leaf));
  const fields = others.map((leaf) => fieldOf(leaf));
  const carried = Object.fromEntries(fields.map((field) => [field, `$${field}`]));
  const unions = work.questions.map((question, index) => {
    const answer = Object.fromEntries([...question.answers].map((name) => [name, `$${name}`]));
    const pipeline = [...answerStages({ work, question }), { $project: { [`answer${index}`]: answer } }];
    return { $unionWith: { coll: collectionOf(question, layout), pipeline } };
  });
  const names = work.questions.map((_question, index) => `answer${index}`);
  const answerOf = (leaf: Leaf): MongoRoot =>
    answerRoot(
      `answer${work.questions.findIndex((question) => question.text === toText(askedParamsOf(leaf)))}.`,
    );
  const person = { ...carried, isThere: { $literal: true } };
  const group = Object.fromEntries(['person', ...names].map((name) => [name, { $max: `$${name}` }]));
  const none = Object.fromEntries(
    names.map((name) => [name, { $ifNull: [`$${name}`, { $literal: noEvents }] }]),
  );
  const profile: MongoRoot = { ...profileRoot, prefix: 'person.' };
  return [
    { $project: { _id: `$${layout.profileKey}`, person } },
    ...unions,
    { $group: { _id: '$_id', ...group } },
    { $match: { 'person.isThere': true } },
    { $addFields: none },
    { $match: matching({ work, conditions, profile, answerOf }) },
  ];
};

const fromProfiles = (work: Work): MongoPlan => {
  const { layout, tenant, conditions, base } = work.input;
  const parts = conjuncts(conditions);
  const plain = matching({ work, conditions: parts.filter((part) => !asks(part)) });
  const asking = parts.filter(asks);
  const match = { $match: allOf([{ tenant }, base ?? {}, plain]) };
  if (asking.length === 0) return { collection: layout.profiles, stages: [match], id: layout.profileKey };
  const joined = joiningStages({ work, conditions: asking });
  return { collection: layout.profiles, stages: [match, ...joined], id: '_id' };
};

/**
 * Makes an aggregation that finds everybody conditions hold for, those about past events and about records included. All documents
 * carry `tenant`; events carry `profileId`, `name` and `timestamp` in epoch milliseconds; records carry `person` and `shelf`. Where only one question
 * about events or records is asked, only they are read. Problems as `toMongoFilter`.
 */
export const toMongoPlan = (input: PlanInput): Checked<MongoPlan> => {
  const work: Work = { input, questions: questionsOf(input), problems: [] };
  const question = soleQuestion(work);
  const value = question === undefined ? fromProfiles(work) : fromQuestion({ work, question });
  return work.problems.length > 0
    ? { ok: false, problems: work.problems }
    : { ok: true, value, warnings: [] };
};
