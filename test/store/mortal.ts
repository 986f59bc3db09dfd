import type { Collections } from '../../platform/mongo/collections/collection.ts';

const writes = [
  'insertOne',
  'insertMany',
  'updateOne',
  'updateMany',
  'findOneAndUpdate',
  'replaceOne',
  'bulkWrite',
  'deleteOne',
  'deleteMany',
];

/** The same collections for a process that is killed before one of its writes, and does nothing from then on. */
export const mortal = (collections: Collections, writesLeft: number): Collections => {
  let left = writesLeft;
  const watch = <T extends object>(collection: T): T =>
    new Proxy(collection, {
      get: (target, name): unknown => {
        const found: unknown = Reflect.get(target, name);
        if (typeof found !== 'function') return found;
        return (...given: unknown[]): unknown => {
          if (writes.includes(String(name))) left -= 1;
          if (left < 0) throw new Error('killed');
          return Reflect.apply(found, target, given);
        };
      },
    });
  return {
    of: (schema) => watch(collections.of(schema)),
    named: (name) => watch(collections.named(name)),
  };
};
