import type { JsonObject } from '../../domain/json.ts';
import type { ReadyObject } from '../../domain/objects/ready-object.ts';
import type { Problem } from '../../domain/problem.ts';
import { type Reference, referencesOf } from '../../domain/records/references.ts';
import { livingOf } from '../people/follow-merges.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { RecordStore } from './ports.ts';

const missing = (reference: Reference, living: string | undefined): Problem => {
  const { path, id } = reference;
  const shown = JSON.stringify(id.slice(0, 60));
  const fault = { code: 'unknown-reference', path, severity: 'error' } as const;
  if (reference.to === 'record') {
    const { kind } = reference;
    const hint = `Write the id of a record, as \`GET /api/records/${kind}\` shows it.`;
    return { ...fault, message: `There is no record ${shown} of \`${kind}\`.`, hint };
  }
  if (living !== undefined)
    return {
      ...fault,
      message: `The profile ${shown} was merged into another.`,
      hint: `Write \`${living}\`.`,
    };
  const hint = 'Write the id of a profile, as `GET /api/profiles` shows it.';
  return { ...fault, message: `There is no profile ${shown}.`, hint };
};

/** What of the changed fields of a record refers to what is not there. */
export const checkReferences = async (input: {
  records: Pick<RecordStore, 'many'>;
  profiles: ProfileStore;
  object: ReadyObject;
  tenant: string;
  data: JsonObject;
  /** Fields that are new or changed; others are as they were. */
  fields: readonly string[];
}): Promise<readonly Problem[]> => {
  const { records, profiles, object, tenant, data, fields } = input;
  const changed = Object.fromEntries(Object.entries(data).filter(([key]) => fields.includes(key)));
  const references = referencesOf({ object, data: changed });
  const ids = references.flatMap((one) => (one.to === 'record' ? [one.id] : []));
  const found = ids.length === 0 ? [] : await records.many({ tenant, ids: [...new Set(ids)] });
  const kinds = new Map(found.filter((row) => row.deletedAt === undefined).map((row) => [row.id, row.kind]));
  const people = new Set(references.flatMap((one) => (one.to === 'person' ? [one.id] : [])));
  const living = new Map(
    await Promise.all(
      [...people].map(async (profileId): Promise<[string, string | undefined]> => [
        profileId,
        (await livingOf({ profiles, tenant, profileId }))?.id,
      ]),
    ),
  );
  return references.flatMap((one) => {
    const isThere = one.to === 'record' ? kinds.get(one.id) === one.kind : living.get(one.id) === one.id;
    return isThere ? [] : [missing(one, living.get(one.id))];
  });
};
