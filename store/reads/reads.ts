import type { Connection } from 'mongoose';

import type { WorkspaceStore } from '../../activities/ports/workspaces.ts';
import type { Reads } from '../../api/ports/reads.ts';
import { guarded } from '../guarded.ts';
import { createJourneys } from './journeys.ts';
import { createLists } from './lists.ts';
import { createPeople } from './people.ts';

/** What people look at: journeys, runs, decisions, messages, events and profiles. */
export const createReads = (deps: { connection: Connection; workspaces: WorkspaceStore }): Reads =>
  guarded<Reads>({ ...createLists(deps), ...createPeople(deps), ...createJourneys(deps) });
