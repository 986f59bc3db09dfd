import type { Json } from '../../../domain/json.ts';
import { withoutPersonal } from '../../../domain/records/personal-values.ts';
import type { CrmRecord } from '../../../domain/records/record.ts';
import type { Seen } from './record-body.ts';

/** A value as the title of a record; undefined for what is neither text nor number. */
const titleOf = (value: Json | undefined): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

/** What a record is called, for somebody who may see it; undefined when it has no title, or one that is personal. */
export const titleFor = ({ data }: Pick<CrmRecord, 'data'>, sight: Seen): string | undefined => {
  const { object, seesPersonal } = sight;
  return titleOf((seesPersonal ? data : withoutPersonal({ object, data }))[object.definition.title]);
};
