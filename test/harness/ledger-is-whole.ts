import { expect } from 'vitest';

import type { Stores } from '../../server/stores/stores.ts';

/**
 * Waits until the rows that a run decided are in the ledger. The run is written first, then its rows: it can have ended
 * before they can be read.
 */
export const ledgerIsWhole = async (input: {
  stores: Pick<Stores, 'runs' | 'ledger'>;
  tenant: string;
  run: string;
}): Promise<void> => {
  const { stores, tenant, run } = input;
  const missing = async (): Promise<readonly string[]> => {
    const decided = (await stores.runs.get({ tenant, run }))?.decided ?? [];
    const present = await stores.ledger.present({ tenant, ids: decided.map(({ id }) => id) });
    return decided.flatMap(({ id, kind }) => (present.has(id) ? [] : [kind]));
  };
  await expect.poll(missing, { interval: 20 }).toEqual([]);
};
