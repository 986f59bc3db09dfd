import type { JsonObject } from '../json.ts';
import type { CrmRecord } from './record.ts';

/** What a record has besides its fields. No field can have one of these keys. */
export const systemFields = [
  'id',
  'tenant',
  'kind',
  'revision',
  'data',
  'stage',
  'stageAt',
  'owner',
  'team',
  'person',
  'createdAt',
  'updatedAt',
  'createdBy',
  'updatedBy',
  'deletedAt',
  'links',
] as const;

/** What of it conditions can ask for, as paths of the fact `record`. */
export const systemPaths = [
  'id',
  'kind',
  'stage',
  'stageAt',
  'owner',
  'team',
  'person',
  'createdAt',
  'updatedAt',
] as const satisfies readonly (typeof systemFields)[number][];

/**
 * A record as conditions, templates and events see it: its fields by their keys, and beside them what every record has.
 * Instants are epoch milliseconds.
 */
export const recordFact = (
  record: Pick<CrmRecord, 'data'> & Partial<Pick<CrmRecord, (typeof systemPaths)[number]>>,
): JsonObject => {
  const own = systemPaths.flatMap((name): [string, string | number][] => {
    const value = record[name];
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries([...Object.entries(record.data), ...own]);
};
