import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { WorkspaceStore } from '../../journeys/ports.ts';
import type { Reads } from '../../../api/ports/reads.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { createDecisionReads } from '../../runs/store/read-decisions.ts';
import { createEventReads } from '../../events/store/read-events.ts';
import { createFunnelReads } from '../../journeys/store/read-funnel.ts';
import { createJourneyReads } from '../../journeys/store/read-journeys.ts';
import { createMessageReads } from '../../messages/store/read-messages.ts';
import { createPeopleReads } from '../../people/store/read-people.ts';
import { createRunReads } from '../../runs/store/read-runs.ts';
import { createStandingReads } from '../../runs/store/read-standing.ts';
import { createTaskReads } from '../../tasks/store/read-tasks.ts';

/** What the API, the CLI and the studio read. */
export type StoreReads = Reads & Pick<ReturnType<typeof createPeopleReads>, 'referral'>;

/** Makes what people look at. Nothing here is asked at every event; every query has a limit or sums up. */
export const createReads = (deps: { collections: Collections; workspaces: WorkspaceStore }): StoreReads =>
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
