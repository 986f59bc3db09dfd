import { CicloError } from '../../domain/errors.ts';
import type { WarehouseFolder } from '../../domain/warehouse/folder.ts';
import type { Manifest, Todo } from '../../domain/warehouse/manifest.ts';
import { personalTraitsIn } from '../../domain/profiles/personal-traits.ts';
import type { Cell, TableShape } from '../../domain/warehouse/shape.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import { planPass } from './plan-pass.ts';
import type { WarehouseReads } from './ports.ts';

type Deps = {
  readonly warehouseFolder: WarehouseFolder | undefined;
  readonly warehouseReads: WarehouseReads;
  readonly live: Pick<LiveWorkspaces, 'of'>;
  readonly clock: Clock;
};

export type ExportWarehouse = {
  /** Asks for a pass at once; one that is under way reads everything from then on where `isFull`. */
  readonly begin: (input: { tenant: string; isFull: boolean }) => Promise<Manifest>;
  /** One piece of work: a part is written, or a pass begun that is due. True when there is more to do at once. */
  readonly step: (tenant: string) => Promise<boolean>;
};

/** Between two passes (real time). */
const everyMs = 15 * 60_000;

/** The folder, where this process has one. Throws `unprocessable` where the warehouse is off. */
export const folderOf = (folder: WarehouseFolder | undefined): WarehouseFolder => {
  if (folder !== undefined) return folder;
  throw new CicloError({
    code: 'unprocessable',
    message: 'This process has no warehouse. Set `CICLO_WAREHOUSE` to a folder and start it again.',
  });
};

/** Rows whose columns of personal traits are empty. */
async function* withoutPersonal(
  table: TableShape,
  personal: ReadonlySet<string>,
  rows: AsyncIterable<readonly Cell[]>,
): AsyncGenerator<readonly Cell[]> {
  const hidden = table.columns.map(({ trait }) => trait !== undefined && personal.has(trait));
  for await (const row of rows) {
    yield hidden.includes(true) ? row.map((cell, index) => (hidden[index] === true ? undefined : cell)) : row;
  }
}

/**
 * Makes the export: a pass is a list of parts in the manifest, of which one after the other is read and written. Each part
 * leaves the list with its file, so a crash loses none, and a part that is written twice is the same file.
 */
export const createExportWarehouse = (deps: Deps): ExportWarehouse => {
  const { warehouseReads: reads, clock } = deps;
  const tables: ReadonlyMap<string, TableShape> = new Map(reads.tables.map((table) => [table.name, table]));

  const begin: ExportWarehouse['begin'] = async ({ tenant, isFull }) => {
    const folder = folderOf(deps.warehouseFolder);
    const manifest = await folder.manifest(tenant);
    if (manifest.pass !== undefined && !isFull) return manifest;
    const now = clock.now(tenant);
    const todo = await planPass({ reads, manifest, tenant, now, isFull });
    const pass = { startedAt: clock.systemTime(), now, todo: [...todo] };
    return folder.change({
      tenant,
      change: (known) => (known.pass === undefined || isFull ? { ...known, pass } : known),
    });
  };

  /** The manifest when a part of a pass is done; the pass ends with its last part. */
  const withoutPart = (manifest: Manifest, done: Todo): Manifest => {
    const { pass, ...rest } = manifest;
    if (pass === undefined) return manifest;
    const todo = pass.todo.filter(({ table, part }) => table !== done.table || part.name !== done.part.name);
    if (todo.length > 0) return { ...rest, pass: { ...pass, todo } };
    return { ...rest, cursor: pass.now, asOf: pass.now, endedAt: clock.systemTime() };
  };

  const writePart = async (input: { folder: WarehouseFolder; tenant: string; todo: Todo }): Promise<void> => {
    const { folder, tenant, todo } = input;
    const { part } = todo;
    const table = tables.get(todo.table);
    const change = (manifest: Manifest): Manifest => withoutPart(manifest, todo);
    // A table of another version of the engine.
    if (table === undefined) {
      await folder.change({ tenant, change });
      return;
    }
    const personal = personalTraitsIn((await deps.live.of(tenant)).published.settings.traits);
    await folder.write({
      tenant,
      table,
      part: part.name,
      rows: withoutPersonal(table, personal, reads.rows({ tenant, table: table.name, part })),
      readAt: clock.now(tenant),
      // The days of a month go when the month is one part.
      replaces: (names) => names.filter((name) => name.startsWith(`${part.name}-`)),
      change,
    });
  };

  return {
    begin,
    step: async (tenant) => {
      const folder = deps.warehouseFolder;
      if (folder === undefined) return false;
      const { pass, endedAt } = await folder.manifest(tenant);
      const todo = pass?.todo[0];
      if (todo !== undefined) {
        await writePart({ folder, tenant, todo });
        return true;
      }
      const isDue = endedAt === undefined || clock.systemTime() >= endedAt + everyMs;
      if (isDue) await begin({ tenant, isFull: false });
      return isDue;
    },
  };
};
