import {
  marketingPausesOf,
  pausingRecords,
  type OpenRecords,
  type PausingRecord,
} from '../../domain/service/marketing-pause.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import type { OpenRecordStore } from '../records/open-records-port.ts';

/** Looks for an open record that stops marketing to a person; one indexed read for each kind that does. */
export type FindPause = (input: {
  readonly live: LiveWorkspace;
  readonly profileId: string;
}) => Promise<PausingRecord | undefined>;

const openRecordsOf = (live: LiveWorkspace): readonly OpenRecords[] =>
  pausingRecords({
    pauses: marketingPausesOf(live.published.settings),
    objectOf: (kind) => live.objects.get(kind)?.definition,
  });

/** Makes the look for an open complaint, or for what else the tenant says stops marketing. */
export const createFindPause = (deps: { openRecords: Pick<OpenRecordStore, 'about'> }): FindPause => {
  return async ({ live, profileId }) => {
    for (const of of openRecordsOf(live)) {
      const found = await deps.openRecords.about({ tenant: live.tenant, profileId, of });
      if (found !== undefined) return found;
    }
    return undefined;
  };
};
