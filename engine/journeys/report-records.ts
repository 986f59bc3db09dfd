import type { ObjectDefinition } from '../../domain/objects/definition.ts';
import { withShipped } from '../../domain/objects/shipped.ts';
import { type Effect, planChange } from '../../domain/records/plan-change.ts';
import type { CountRecords } from '../records/count-port.ts';

/** What a changed object means for the records there are, and how many it concerns. */
export type RecordsReport = Effect & { readonly records: number };

/**
 * Says what publishing does to the records there are: effects that concern none are left out. An object that is no longer
 * the tenant's own is as it comes with Ciclo, or gone.
 */
export const reportRecords = async (input: {
  countRecords: CountRecords;
  tenant: string;
  before: readonly ObjectDefinition[];
  after: readonly ObjectDefinition[];
}): Promise<readonly RecordsReport[]> => {
  const { countRecords, tenant } = input;
  const [before, after] = [withShipped(input.before), withShipped(input.after)];
  const own = new Set([...input.before, ...input.after].map(({ key }) => key));
  const effects = [...own].flatMap((key) => planChange({ before: before.get(key), after: after.get(key) }));
  const reports: RecordsReport[] = [];
  for (const effect of effects) {
    const records = await countRecords.count({ tenant, kind: effect.object, count: effect.count });
    if (records > 0) reports.push({ ...effect, records });
  }
  return reports;
};
