import type { Manifest, Todo } from '../../domain/warehouse/manifest.ts';
import { isOpen, type Part, partAt, partsOf } from '../../domain/warehouse/parts.ts';
import { signatureOf, type TableShape } from '../../domain/warehouse/shape.ts';
import type { WarehouseReads } from './ports.ts';

/** Events that were received so long before the last pass may still have been under way then. */
const overlapMs = 3_600_000;

const instantOfPart = (name: string): number | undefined => {
  const at = Date.parse(name.length === 7 ? `${name}-01` : name);
  return Number.isNaN(at) ? undefined : at;
};

/** Where a table begins: at its first row, or at the first part that has a file, whose rows may be gone since. */
const beginOf = (earliest: number | undefined, known: readonly string[]): number | undefined => {
  const all = [earliest, ...known.map(instantOfPart)].filter((at) => at !== undefined);
  return all.length === 0 ? undefined : Math.min(...all);
};

/** The parts of a table that changed by what events named since the last pass. */
const createTouchedParts = (reads: WarehouseReads, tenant: string) => {
  const all: ReadonlyMap<string, ReadonlySet<string>>[] = [];
  return {
    load: async (since: number | undefined): Promise<void> => {
      if (since === undefined) return;
      for await (const touched of reads.touched({ tenant, since: since - overlapMs })) all.push(touched);
    },
    of: async (table: string, parts: readonly Part[]): Promise<ReadonlySet<string>> => {
      const names = new Set<string>();
      for (const touched of all) {
        for (const at of await reads.births({ tenant, table, touched })) {
          const part = partAt(parts, at);
          if (part !== undefined) names.add(part.name);
        }
      }
      return names;
    },
  };
};

/** The part that was not read for the longest time. */
const oldestOf = (parts: readonly Part[], readAt: (part: Part) => number | undefined): Part | undefined =>
  parts.toSorted((a, b) => (readAt(a) ?? 0) - (readAt(b) ?? 0))[0];

/**
 * What a pass of the export has to read: parts that have no file of today's columns, those that time may have changed, those that an
 * event since the last pass names a row of, and of each table the one that was not read for the longest time. A
 * full pass reads everything.
 */
export const planPass = async (input: {
  reads: WarehouseReads;
  manifest: Manifest;
  tenant: string;
  now: number;
  isFull: boolean;
}): Promise<readonly Todo[]> => {
  const { reads, manifest, tenant, now, isFull } = input;
  const touched = createTouchedParts(reads, tenant);
  if (!isFull) await touched.load(manifest.cursor);
  const tables = new Map(Object.entries(manifest.tables));

  const todoOf = async (table: TableShape): Promise<readonly Part[]> => {
    const state = tables.get(table.name);
    const known = new Map(state?.signature === signatureOf(table) ? Object.entries(state.parts) : []);
    const { grain } = table;
    const earliest = beginOf(await reads.earliest({ tenant, table: table.name }), [...known.keys()]);
    const parts = partsOf({ grain, earliest, now });
    if (isFull) return parts;
    const dirty = await touched.of(table.name, parts);
    const readAt = ({ name }: Part): number | undefined => known.get(name)?.readAt;
    const isDue = (part: Part): boolean => {
      const at = readAt(part);
      return at === undefined || dirty.has(part.name) || isOpen({ grain, part, readAt: at });
    };
    const due = parts.filter(isDue);
    const rest = oldestOf(
      parts.filter((part) => !due.includes(part)),
      readAt,
    );
    return rest === undefined ? due : [...due, rest];
  };

  const todo: Todo[] = [];
  for (const table of reads.tables) {
    for (const part of await todoOf(table)) todo.push({ table: table.name, part });
  }
  return todo;
};
