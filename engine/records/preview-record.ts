import type { JsonObject } from '../../domain/json.ts';
import type { Problem } from '../../domain/problem.ts';
import { prepareRecord } from '../../domain/records/change-record.ts';
import { recordFact } from '../../domain/records/record-fact.ts';
import type { Actor, RecordInput } from '../../domain/records/record.ts';
import { workOutFormulas } from '../../domain/records/work-out-formulas.ts';
import type { MomentOf } from './moment-of.ts';
import { objectOf, type ObjectsOf } from './objects-of.ts';

/**
 * Says what a record would be, and writes nothing: its values with all formulas worked out, as far as what is missing or wrong lets them,
 * and every problem of its fields. Whether unique values are free and references lead somewhere is not asked. Throws `not-found` for an unknown kind.
 */
export type PreviewRecord = (input: {
  readonly tenant: string;
  readonly kind: string;
  readonly actor: Actor;
  readonly given: RecordInput;
}) => Promise<{ readonly data: JsonObject; readonly problems: readonly Problem[] }>;

/** Makes the preview of records. */
export const createPreviewRecord =
  (deps: { objectsOf: ObjectsOf; momentOf: MomentOf }): PreviewRecord =>
  async ({ tenant, kind, actor, given }) => {
    const object = await objectOf({ objectsOf: deps.objectsOf, tenant, kind });
    const moment = await deps.momentOf(tenant);
    const made = await prepareRecord({ ...moment, object, actor, id: 'preview', tenant, given });
    if (made.ok) return { data: made.record.data, problems: [] };
    const stage = given.stage ?? object.definition.stages?.first;
    const around = recordFact({ data: {}, kind, ...(stage === undefined ? {} : { stage }) });
    const data = await workOutFormulas({ ...moment, object, data: given.data, around });
    return { data, problems: made.problems };
  };
