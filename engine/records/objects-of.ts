import { suggest } from '../../domain/documents/nearest.ts';
import { CicloError } from '../../domain/errors.ts';
import type { ReadyObject } from '../../domain/objects/ready-object.ts';

/** The objects that are published for a tenant, by key. */
export type ObjectsOf = (tenant: string) => Promise<ReadonlyMap<string, ReadyObject>>;

/** The object of a kind. Throws `not-found`, with the nearest name, when the tenant has none. */
export const objectOf = async (input: {
  objectsOf: ObjectsOf;
  tenant: string;
  kind: string;
}): Promise<ReadyObject> => {
  const objects = await input.objectsOf(input.tenant);
  const object = objects.get(input.kind);
  if (object !== undefined) return object;
  const hint = suggest({ word: input.kind, known: [...objects.keys()], none: 'Nothing is published.' });
  throw new CicloError({ code: 'not-found', message: `There is no such object. ${hint}` });
};
