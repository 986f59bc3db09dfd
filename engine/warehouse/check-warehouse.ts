import type { WarehouseFolder } from '../../domain/warehouse/folder.ts';
import { folderOf } from './export-warehouse.ts';
import type { WarehouseReads } from './ports.ts';

/** What is wrong with the files of a tenant. */
export type WarehouseCheck = {
  /** Files that are missing, cannot be read or nobody knows, in words. */
  readonly troubles: readonly string[];
  /** Rows of people who are not there any more, such as erased ones; they were removed. */
  readonly removed: number;
};

export type CheckWarehouse = (tenant: string) => Promise<WarehouseCheck>;

const batch = 1000;
const most = 5_000_000;

/**
 * Makes the check of a tenant's files: each is read and counted, and anyone who is named in them has to be there still. Rows of
 * others are removed: they were erased while this folder was away for longer than the audit trail is kept.
 */
export const createCheckWarehouse =
  (deps: { warehouseFolder: WarehouseFolder | undefined; warehouseReads: WarehouseReads }): CheckWarehouse =>
  async (tenant) => {
    const folder = folderOf(deps.warehouseFolder);
    const { warehouseReads: reads } = deps;
    const { tables } = reads;
    const troubles = await folder.check({ tenant, tables });
    const persons = tables.flatMap(({ name, columns }) =>
      columns.flatMap((column) =>
        column.isPerson === true ? [`select "${column.name}" as id from "${name}"`] : [],
      ),
    );
    const sql = `select distinct id from (${persons.join(' union all ')}) where id is not null`;
    const { rows } = await folder.query({ tenant, tables, sql, limit: most });
    const gone: string[] = [];
    for (let from = 0; from < rows.length; from += batch) {
      const ids = rows.slice(from, from + batch).map(([id]) => String(id));
      const present = await reads.profilesAmong({ tenant, ids });
      gone.push(...ids.filter((id) => !present.has(id)));
    }
    return { troubles, removed: await folder.forget({ tenant, profileIds: gone }) };
  };
