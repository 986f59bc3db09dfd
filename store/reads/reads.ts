import type { Connection } from 'mongoose';

import type { WorkspaceStore } from '../../activities/ports/workspaces.ts';
import type { Reads } from '../../api/ports/reads.ts';
import { guarded } from '../guarded.ts';
import { createDecisionReads } from './decisions.ts';
import { createEventReads } from './events.ts';
import { createFunnelReads } from './funnel.ts';
import { createJourneyReads } from './journeys.ts';
import { createMessageReads } from './messages.ts';
import { createPeopleReads } from './people.ts';
import { createRunReads } from './runs.ts';
import { createStandingReads } from './standing.ts';
import { createTaskReads } from './tasks.ts';

/** What the API, the CLI and the studio read. */
export type StoreReads = Reads & Pick<ReturnType<typeof createPeopleReads>, 'referral'>;

/** Makes what people look at. Nothing here is asked at every event; every query has a limit or sums up. */
export const createReads = (deps: { connection: Connection; workspaces: WorkspaceStore }): StoreReads =>
  guarded<StoreReads>({
    ...createJourneyReads(deps),
    ...createFunnelReads(deps),
    ...createRunReads(deps),
    ...createStandingReads(deps),
    ...createDecisionReads(deps),
    ...createMessageReads(deps),
    ...createTaskReads(deps),
    ...createEventReads(deps),
    ...createPeopleReads(deps),
  });
