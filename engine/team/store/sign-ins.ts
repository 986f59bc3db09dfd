import type { mongo } from 'mongoose';

import { CicloError } from '../../../domain/errors.ts';
import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import type { SignInRow, SignInStore, SignInWhere } from '../sign-in-ports.ts';
import { type SignInDoc, signInSchema } from './sign-in-schema.ts';

const operators = {
  eq: '$eq',
  ne: '$ne',
  lt: '$lt',
  lte: '$lte',
  gt: '$gt',
  gte: '$gte',
  in: '$in',
  not_in: '$nin',
} as const;

const isKnown = (operator: string): operator is keyof typeof operators => Object.hasOwn(operators, operator);

const clauseOf = ({ field, operator = 'eq', value }: SignInWhere): mongo.Document => {
  if (isKnown(operator)) return { [field]: { [operators[operator]]: value } };
  throw new CicloError({ code: 'internal', message: `Sign-in asks with ${operator}.` });
};

const filterOf = (tenant: string, model: string, where: readonly SignInWhere[]): mongo.Document => {
  const any = where.filter(({ connector }) => connector === 'OR').map(clauseOf);
  const all = where.filter(({ connector }) => connector !== 'OR').map(clauseOf);
  return { $and: [{ tenant, model }, ...all, ...(any.length === 0 ? [] : [{ $or: any }])] };
};

const toRow = (doc: mongo.Document): SignInRow => {
  const { _id, tenant: _tenant, model: _model, ...row } = doc;
  return row;
};

/** What signing in keeps of all tenants. */
export const createSignInStore = (deps: { collections: Collections }): SignInStore => {
  const rows = deps.collections.of<SignInDoc>(signInSchema);
  const add: SignInStore['add'] = async ({ tenant, model, row }) => {
    const id = String(row['id']);
    await rows.insertOne({ ...row, _id: `${tenant}:${model}:${id}`, tenant, model, id });
  };
  return guarded<SignInStore>({
    add,
    addOnce: async (input) => {
      try {
        await add(input);
        return true;
      } catch (thrown) {
        if (isDuplicate(thrown)) return false;
        throw thrown;
      }
    },
    find: async ({ tenant, model, where, limit }) => {
      const found = rows.find(filterOf(tenant, model, where));
      return (await (limit === undefined ? found : found.limit(limit)).toArray()).map(toRow);
    },
    change: async ({ tenant, model, where, set }) =>
      (await rows.updateMany(filterOf(tenant, model, where), { $set: set })).matchedCount,
    remove: async ({ tenant, model, where }) =>
      (await rows.deleteMany(filterOf(tenant, model, where))).deletedCount,
    take: async ({ tenant, model, where }) => {
      for (const doc of await rows
        .find(filterOf(tenant, model, where))
        .limit(1)
        .toArray()) {
        const { deletedCount } = await rows.deleteOne({ _id: doc._id });
        if (deletedCount === 1) return toRow(doc);
      }
      return undefined;
    },
  });
};
