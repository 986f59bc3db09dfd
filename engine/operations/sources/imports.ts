import type { Import, ImportState, ImportStore } from '../../imports/ports.ts';
import type { Operation, OperationState } from '../operation.ts';
import { type OperationSource, placed } from '../source.ts';

/** An import waits for its file, and after a check for somebody who starts it. */
const stateOf = (state: ImportState): OperationState =>
  state === 'uploading' || state === 'checked' ? 'waiting' : state;

const shareOf = ({ state, size, place }: Import): number | undefined => {
  if (state === 'done' || state === 'checked') return 1;
  return size === 0 ? undefined : Math.min(1, place.offset / size);
};

const toOperation = (imported: Import): Operation => {
  const { id, kind: what, state, counts, createdAt, endedAt } = imported;
  return {
    id,
    kind: 'import',
    what,
    state: stateOf(state),
    done: counts.rows - counts.refused,
    failed: counts.refused,
    createdAt,
    share: shareOf(imported),
    endedAt,
  };
};

/** Imports of files. */
export const importOperations = (imports: Pick<ImportStore, 'list'>): OperationSource => ({
  kinds: ['import'],
  list: async (page) => (await imports.list(page)).map((imported) => placed(toOperation(imported))),
});
