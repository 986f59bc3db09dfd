import type { mongo } from 'mongoose';

import { isObject } from '../../domain/json.ts';
import { schemas } from '../../server/stores/schemas.ts';

/** A command as it was sent. */
export type Sent = { readonly name: string; readonly command: mongo.Document };

/** The commands that look for documents. */
export const looking: ReadonlySet<string> = new Set([
  'find',
  'update',
  'delete',
  'findAndModify',
  'aggregate',
]);

/** The stages of a plan, whatever server explains it. */
export const stagesIn = (plan: unknown): string[] => {
  if (Array.isArray(plan)) return plan.flatMap(stagesIn);
  if (!isObject(plan)) return [];
  const own = typeof plan['stage'] === 'string' ? [plan['stage']] : [];
  return [...own, ...Object.values(plan).flatMap(stagesIn)];
};

/** The plans that a server chose, within its answer to `explain`. */
export const winning = (answer: unknown): unknown => {
  if (Array.isArray(answer)) return answer.map(winning);
  if (!isObject(answer)) return [];
  const { winningPlan } = answer;
  return winningPlan === undefined ? Object.values(answer).map(winning) : winningPlan;
};

/** The filters of a command. */
export const filtersOf = ({ name, command }: Sent): readonly unknown[] => {
  if (name === 'find') return [command['filter']];
  if (name === 'findAndModify') return [command['query']];
  if (name === 'aggregate') return [command['pipeline'][0]['$match']];
  const statements: readonly mongo.Document[] = command['updates'] ?? command['deletes'] ?? [];
  return statements.map((statement) => statement['q']);
};

/** True for a clause that an index narrows little. */
const isOpen = (clause: unknown): boolean => isObject(clause) && ('$ne' in clause || '$exists' in clause);

/** How many fields at the start of an index a filter gives one value. */
const fixed = (fields: readonly string[], filter: Record<string, unknown>): number => {
  const end = fields.findIndex((field) => isObject(filter[field]));
  return end === -1 ? fields.length : end;
};

/** The clauses of a filter that the index covers which narrows most: by single values first, then by any. */
export const coveredPart = (input: {
  collection: string;
  filter: Record<string, unknown>;
}): mongo.Document => {
  const schema = schemas.find((one) => one.get('collection') === input.collection);
  const indexes = [['_id'], ...(schema?.indexes() ?? []).map(([key]) => Object.keys(key))];
  const prefixes = indexes.map((fields) => {
    const end = fields.findIndex((field) => !(field in input.filter) || isOpen(input.filter[field]));
    return end === -1 ? fields : fields.slice(0, end);
  });
  const [best = []] = prefixes.toSorted(
    (a, b) => fixed(b, input.filter) - fixed(a, input.filter) || b.length - a.length,
  );
  return Object.fromEntries(best.map((field) => [field, input.filter[field]]));
};

/** True for a range of ids, or of elements of a list. */
export const isRange = (covered: mongo.Document): boolean =>
  isObject(covered['_id']) || Object.values(covered).some((one) => isObject(one) && '$elemMatch' in one);
