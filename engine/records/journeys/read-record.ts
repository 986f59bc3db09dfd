import type { JsonObject } from '../../../domain/json.ts';
import { recordFact } from '../../../domain/records/record-fact.ts';
import type { CrmRecord } from '../../../domain/records/record.ts';
import type { ProfileStore } from '../../people/ports.ts';
import type { RecordStore } from '../ports.ts';

/**
 * The record a run is about, as it is now and as conditions and templates see it. Undefined where the journey is about none, and
 * where there is none of its kind any more that is about this person.
 */
export type ReadRecord = (input: {
  readonly tenant: string;
  /** The object whose records the journey is about. */
  readonly kind: string | undefined;
  /** The entry key of the run. */
  readonly id: string;
  readonly profileId: string;
}) => Promise<JsonObject | undefined>;

type Deps = { readonly records: Pick<RecordStore, 'get'>; readonly profiles: Pick<ProfileStore, 'get'> };

/** Whether a record is about somebody; while people are merged it may still name the one that they were. */
const isAbout = async (input: { deps: Deps; record: CrmRecord; profileId: string }): Promise<boolean> => {
  const { deps, record, profileId } = input;
  const { tenant, person } = record;
  if (person === undefined || person === profileId) return person === profileId;
  const [named, other] = await Promise.all([
    deps.profiles.get({ tenant, profileId: person }),
    deps.profiles.get({ tenant, profileId }),
  ]);
  return named?.mergedInto === profileId || other?.mergedInto === person || other?.merging === person;
};

/** Makes the read of the record of a run. */
export const createReadRecord = (deps: Deps): ReadRecord => {
  return async ({ tenant, kind, id, profileId }) => {
    if (kind === undefined || id === '') return undefined;
    const record = await deps.records.get({ tenant, id });
    if (record?.kind !== kind || record.deletedAt !== undefined) return undefined;
    return (await isAbout({ deps, record, profileId })) ? recordFact(record) : undefined;
  };
};
