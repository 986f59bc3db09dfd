import { toDuration } from '../../time/duration.ts';
import { readInstant } from '../../time/instant.ts';
import { comesNear, comesOfAge } from '../../time/shift.ts';
import {
  askedParamsOf,
  childrenOf,
  conditionsIn,
  eventsParamsOf,
  isFactValue,
  isLeaf,
  itemsParamsOf,
  type Condition,
  type Conditions,
  type FactValue,
  type Leaf,
} from '../condition-shape.ts';
import { askStore } from './evaluation.ts';
import { type EventsSummary, type FactSource, factTypes } from '../facts.ts';
import { itemsOf } from '../items/items-of.ts';
import { operatorTable } from '../operator-names.ts';
import { readPath } from '../path.ts';

type Ask = (value: FactValue) => Promise<EventsSummary>;
type At = { leaf: Leaf; facts: FactSource; ask: Ask };

const leavesOf = (condition: Condition): readonly Leaf[] =>
  isLeaf(condition) ? [condition] : childrenOf(condition).flatMap(leavesOf);

const valueOf = async (input: { value: FactValue; facts: FactSource; ask: Ask }): Promise<unknown> => {
  const { value, facts } = input;
  const read = factTypes.get(value.fact)?.read;
  const root = read === undefined ? await input.ask(value) : read(facts);
  return readPath({ value: root, path: value.path ?? '$' });
};

/** When the answer of one comparison can change because of what it says about time. */
const flipsOfOperator = async ({ leaf, facts, ask }: At): Promise<readonly number[]> => {
  const { now, zone } = facts;
  const kind = operatorTable[leaf.operator].value;
  if (kind !== 'age' && kind !== 'instant') return [];
  if (kind === 'instant' && !touchesNow(leaf)) return [];
  const instant = readInstant({ value: await valueOf({ value: leaf, facts, ask }), zone });
  if (kind === 'age') {
    if (instant === undefined || typeof leaf.value !== 'string') return [];
    const ageing = { instant, duration: toDuration(leaf.value), zone };
    return leaf.operator === 'withinNext' ? [comesNear(ageing), instant] : [comesOfAge(ageing)];
  }
  const there = isFactValue(leaf.value) ? await valueOf({ value: leaf.value, facts, ask }) : leaf.value;
  const other = readInstant({ value: there, zone });
  const fixed = isNow(leaf) ? other : instant;
  return fixed === undefined ? [] : [fixed, fixed + 1].filter((at) => at > now);
};

/** Whether the present instant is meant. */
const isNow = ({ fact }: FactValue): boolean => fact === 'now';

/** Whether a comparison is one of `now` with something else. */
const touchesNow = (leaf: Leaf): boolean => isNow(leaf) !== (isFactValue(leaf.value) && isNow(leaf.value));

/** When the oldest event counted leaves the window of a question. */
const flipsOfWindow = async (input: {
  value: FactValue;
  facts: FactSource;
  ask: Ask;
}): Promise<readonly number[]> => {
  const { value, facts } = input;
  const within = eventsParamsOf(value)?.within;
  if (within === undefined) return [];
  const { first } = await input.ask(value);
  if (first === null) return [];
  return [comesOfAge({ instant: first, duration: toDuration(within), zone: facts.zone })];
};

/** Lists whose items a comparison looks at, with the conditions on each item. */
const listsOf = (leaf: Leaf): readonly { value: FactValue; conditions: Conditions }[] => {
  const references = isFactValue(leaf.value) ? [leaf, leaf.value] : [leaf];
  const asked = references.map((value) => ({ value, conditions: itemsParamsOf(value)?.where }));
  return [...asked, { value: leaf, conditions: conditionsIn(leaf.value) }].flatMap(({ value, conditions }) =>
    conditions === undefined ? [] : [{ value, conditions }],
  );
};

const isAboutTime = (leaf: Leaf): boolean => {
  const kind = operatorTable[leaf.operator].value;
  return (
    kind === 'age' ||
    kind === 'instant' ||
    listsOf(leaf).some(({ conditions }) => leavesOf(conditions).some(isAboutTime))
  );
};

/** Whether the passing of time alone can change the answer of conditions for anybody. */
export const mayFlip = (conditions: Conditions): boolean =>
  leavesOf(conditions).some(
    (leaf) =>
      isAboutTime(leaf) ||
      (isFactValue(leaf.value) ? [leaf, leaf.value] : [leaf]).some(
        (value) => eventsParamsOf(value)?.within !== undefined,
      ),
  );

/** When the answer of one comparison can change because of what it says about the items of a list. */
const flipsOfItems = async ({ leaf, facts, ask }: At): Promise<readonly number[]> => {
  const flips: number[] = [];
  for (const { value, conditions } of listsOf(leaf)) {
    const leaves = leavesOf(conditions).filter(isAboutTime);
    if (leaves.length === 0) continue;
    for (const item of itemsOf(await valueOf({ value, facts, ask }))) {
      for (const one of leaves)
        flips.push(...(await flipsOfLeaf({ leaf: one, facts: { ...facts, item }, ask })));
    }
  }
  return flips;
};

const flipsOfLeaf = async (at: At): Promise<readonly number[]> => [
  ...(await flipsOfOperator(at)),
  ...(await flipsOfItems(at)),
];

/**
 * The earliest instant after `facts.now` (epoch milliseconds) at which conditions can come out otherwise by the
 * passing of time alone; undefined when only something that happens can change them. Until then nobody needs
 * to look.
 */
export const nextFlip = async (input: {
  conditions: Conditions;
  facts: FactSource;
}): Promise<number | undefined> => {
  const { facts } = input;
  const answers = new Map<string, Promise<EventsSummary>>();
  const ask: Ask = (value) => {
    const params = askedParamsOf(value);
    if (params === undefined) return Promise.reject(new TypeError('a question without params'));
    const question = JSON.stringify(params);
    const answer = answers.get(question) ?? askStore({ params, facts });
    answers.set(question, answer);
    return answer;
  };
  const flips: number[] = [];
  for (const leaf of leavesOf(input.conditions)) {
    flips.push(...(await flipsOfLeaf({ leaf, facts, ask })));
    for (const value of isFactValue(leaf.value) ? [leaf, leaf.value] : [leaf]) {
      flips.push(...(await flipsOfWindow({ value, facts, ask })));
    }
  }
  const coming = flips.filter((at) => at > facts.now);
  return coming.length === 0 ? undefined : Math.min(...coming);
};
