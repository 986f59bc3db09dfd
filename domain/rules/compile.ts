import {
  Engine,
  Operator,
  Rule,
  type Almanac,
  type RuleResult,
  type TopLevelCondition,
} from 'json-rules-engine';

import { CicloError } from '../errors.ts';
import { checkConditions } from './check-conditions.ts';
import {
  childrenOf,
  isFactValue,
  isLeaf,
  type Condition,
  type Conditions,
  conditionsIn,
  type AskedParams,
  askedParamsOf,
  type FactValue,
  type ItemsParams,
  itemsParamsOf,
  type Leaf,
} from './condition-shape.ts';
import { isFixed, toExpected } from './decide/expected.ts';
import { type FactName, type FactSource, type FactTypes, factTypes } from './facts.ts';
import { type AboutItem, compileAnswer, compileItems } from './items/item-conditions.ts';
import { operatorNames, positiveOf } from './operator-names.ts';
import { isExpected, tests, type Expected } from './decide/operators.ts';
import { createPathResolver, readPath } from './path.ts';

/**
 * One comparison of a compiled set: as written; its value made ready when that never changes; how json-rules-engine finds its value in
 * another fact; and its conditions on the items of a list.
 */
export type CompiledLeaf = {
  readonly leaf: Leaf;
  readonly fixed: Expected | undefined;
  readonly other: Reference | undefined;
  readonly items: AboutItem<boolean> | undefined;
};

/** How json-rules-engine finds a value: at a path of a fact, or as the numbered answer of one. */
export type Reference = {
  readonly fact: FactName;
  readonly path?: string;
  readonly params?: { readonly question: number } | { readonly answer: number };
};

/** One case made ready for json-rules-engine. */
export type EvaluableRule = { readonly evaluate: (almanac: Almanac) => Promise<RuleResult> };

/** What is asked of `events` or `records`, and its conditions on each of them made ready. */
export type Question = { readonly params: AskedParams; readonly where: Compiled | undefined };

/** Conditions made ready: rules that share one engine, and what they refer to by number. */
export type Compiled = {
  readonly rules: readonly EvaluableRule[];
  readonly leaves: readonly CompiledLeaf[];
  readonly questions: readonly Question[];
  /** What is asked of lists, by number. */
  readonly answers: readonly ((facts: FactSource) => unknown)[];
  /** The facts of their language. */
  readonly types: FactTypes;
  /** The facts they look at. */
  readonly facts: ReadonlySet<FactName>;
  readonly pathResolver: (value: unknown, path: string) => unknown;
};

/** The name under which json-rules-engine finds what a comparison compares with. */
export const expectedFact = '$expected';

/** Comparisons that ask the store are made after, and only if the others leave the matter open. */
const cheapFirst = 2;
const askingLast = 1;

/** Our operators, and no others. A value that never changes comes as the number of its comparison. */
const operatorsOver = (leaves: readonly CompiledLeaf[]): Operator[] =>
  operatorNames.map((name) => {
    const { operator, negated } = positiveOf(name);
    const test = tests[operator];
    return new Operator(name, (actual: unknown, value: unknown) => {
      const expected = typeof value === 'number' ? leaves[value]?.fixed : value;
      const holds = isExpected(expected) && test(actual, expected);
      return negated ? !holds : holds;
    });
  });

const isEvaluable = (rule: object): rule is EvaluableRule =>
  'evaluate' in rule && typeof rule.evaluate === 'function';

/** Gathers what conditions refer to: facts by name, questions and answers by number. */
const collectReferences = (types: FactTypes) => {
  const questions: Question[] = [];
  const answers: ((facts: FactSource) => unknown)[] = [];
  const facts = new Set<FactName>();
  const named = (fact: FactName): FactName => {
    facts.add(fact);
    return fact;
  };
  const questionOf = (params: AskedParams): number => {
    const text = JSON.stringify(params);
    const known = questions.findIndex((question) => JSON.stringify(question.params) === text);
    if (known >= 0) return known;
    const where = params.where === undefined ? undefined : compileCases([params.where], types);
    return questions.push({ params, where }) - 1;
  };
  const answerOf = (input: FactValue & { items: ItemsParams }): number => {
    const { fact, path = '$' } = input;
    const answer = compileAnswer(input.items, types);
    const read = types.get(fact)?.read;
    const of = (facts: FactSource): unknown => answer(facts)(readPath({ value: read?.(facts), path }));
    return answers.push(of) - 1;
  };
  const reference = (value: FactValue): Reference => {
    const { fact, path } = value;
    const [asked, items] = [askedParamsOf(value), itemsParamsOf(value)];
    if (items !== undefined) return { fact: named(fact), params: { answer: answerOf({ ...value, items }) } };
    return {
      fact: named(fact),
      ...(path === undefined ? {} : { path }),
      ...(asked === undefined ? {} : { params: { question: questionOf(asked) } }),
    };
  };
  return { facts, questions, answers, reference };
};

/** Throws `broken-definition` when conditions are not as `checkConditions` wants them. */
export const refuseBroken = (conditions: Conditions, types: FactTypes = factTypes): void => {
  const [problem] = checkConditions({ conditions, types });
  if (problem === undefined) return;
  throw new CicloError({ code: 'broken-definition', message: problem.message, details: { problem } });
};

/**
 * Makes conditions ready, once: one json-rules-engine rule per case, all in one engine with our operators alone.
 * Throws `broken-definition` when conditions are not as `checkConditions` wants them.
 *
 * The rules are evaluated one by one and not by `engine.run()`: the engine keeps a status of its own over all
 * runs, so that of two runs at the same time one can end the other before it has looked at its rules.
 */
export const compileCases = (cases: readonly Conditions[], types: FactTypes = factTypes): Compiled => {
  const leaves: CompiledLeaf[] = [];
  const engine = new Engine([], { allowUndefinedFacts: true });
  for (const operator of operatorsOver(leaves)) engine.addOperator(operator);

  const { reference, ...found } = collectReferences(types);
  const ofLeaf = (leaf: Leaf): NestedCondition => {
    const fixed = isFixed(leaf)
      ? toExpected({ operator: leaf.operator, value: leaf.value, moment: anyMoment })
      : undefined;
    const other = isFactValue(leaf.value) ? reference(leaf.value) : undefined;
    const conditions = conditionsIn(leaf.value);
    const items = conditions === undefined ? undefined : compileItems(conditions, types);
    const number = leaves.push({ leaf, fixed, other, items }) - 1;
    const value = fixed === undefined ? { fact: expectedFact, params: { leaf: number } } : number;
    return {
      ...reference(leaf),
      name: String(number),
      operator: leaf.operator,
      value,
      priority: priorityOf(leaf),
    };
  };
  const ofCondition = (condition: Condition): NestedCondition =>
    isLeaf(condition) ? ofLeaf(condition) : ofGroup(condition);
  const ofGroup = (conditions: Conditions): TopLevelCondition => {
    const priority = priorityOf(conditions);
    if ('all' in conditions) return { all: conditions.all.map(ofCondition), priority };
    if ('any' in conditions) return { any: conditions.any.map(ofCondition), priority };
    return { not: ofCondition(conditions.not), priority };
  };

  const rules = cases.map((conditions, index) => {
    refuseBroken(conditions, types);
    const rule = new Rule({ conditions: ofGroup(conditions), event: { type: String(index) } });
    engine.addRule(rule);
    if (!isEvaluable(rule))
      throw new CicloError({ code: 'internal', message: 'json-rules-engine has changed.' });
    return rule;
  });
  return { rules, leaves, types, ...found, pathResolver: createPathResolver() };
};

type NestedCondition = Extract<TopLevelCondition, { all: unknown }>['all'][number];

/** Values made ready once do not depend on the moment. */
const anyMoment = { now: 0, zone: 'UTC' };

const asks = (condition: Condition): boolean => {
  if (!isLeaf(condition)) return childrenOf(condition).some(asks);
  const { value } = condition;
  return askedParamsOf(condition) !== undefined || (isFactValue(value) && askedParamsOf(value) !== undefined);
};

const priorityOf = (condition: Condition): number => (asks(condition) ? askingLast : cheapFirst);
