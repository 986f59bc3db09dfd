import type { AuditTrail } from '../../api/ports/audit.ts';
import type { WarehouseFolder } from '../../domain/warehouse/folder.ts';
import type { Manifest } from '../../domain/warehouse/manifest.ts';
import { type ErasurePlace, erasureLines, isBehind } from '../privacy/erasure-lines.ts';

/**
 * After so long nothing that was under way when somebody was erased can write of them, clocks of machines that differ included: the second
 * look of an erasure is over.
 */
const settledMs = 15 * 60_000;
const batch = 1000;
const beginning: ErasurePlace = { at: 0, id: '' };

const later = (a: ErasurePlace, b: ErasurePlace): ErasurePlace => (isBehind(a, b) ? a : b);

/**
 * Has the files of a folder follow every erasure, whichever process or machine carried it out; true when there was one. Each folder keeps in
 * its manifest how far it has come in the audit trail. An erasure is followed at once, and once more when what was under way is over: a part
 * that was read before the erasure and written after it loses the person then.
 */
export type FollowErasures = (tenant: string) => Promise<boolean>;

/** Makes what has the folder of this process follow erasures. */
export const createFollowErasures = (use: {
  warehouseFolder: Pick<WarehouseFolder, 'manifest' | 'change' | 'forget'> | undefined;
  audit: Pick<AuditTrail, 'list'>;
  systemTime: () => number;
}): FollowErasures => {
  return async (tenant) => {
    const { warehouseFolder: folder, audit } = use;
    if (folder === undefined) return false;
    const { erasures } = await folder.manifest(tenant);
    const { seen, settled } = erasures ?? { seen: beginning, settled: beginning };
    const now = use.systemTime();
    const lines = await erasureLines({ audit, tenant, after: settled, before: Infinity });
    const fresh = lines.filter((line) => isBehind(line, seen));
    const ripe = lines.filter(({ at }) => at < now - settledMs);
    const ids = [...new Set([...fresh, ...ripe].flatMap(({ profileId }) => profileId ?? []))];
    if (ids.length === 0) return false;
    for (let from = 0; from < ids.length; from += batch)
      await folder.forget({ tenant, profileIds: ids.slice(from, from + batch) });
    const come = (known: Manifest['erasures']): NonNullable<Manifest['erasures']> => ({
      seen: later(fresh.at(-1) ?? seen, known?.seen ?? beginning),
      settled: later(ripe.at(-1) ?? settled, known?.settled ?? beginning),
    });
    await folder.change({ tenant, change: (known) => ({ ...known, erasures: come(known.erasures) }) });
    return true;
  };
};
