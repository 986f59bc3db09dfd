import type { AuditTrail } from '../../api/ports/audit.ts';
import type { BroadcastStore, CountDealt } from '../broadcasts/ports.ts';
import type { DryRunStore } from '../dry-runs/kept/kept-port.ts';
import type { EventReads } from '../events/reads-port.ts';
import type { ImportStore } from '../imports/ports.ts';
import type { JobStore } from '../jobs/ports.ts';
import type { OperationSource } from './source.ts';
import { broadcastOperations } from './sources/broadcasts.ts';
import { dryRunOperations } from './sources/dry-runs.ts';
import { erasuresDone, erasuresUnderWay } from './sources/erasures.ts';
import { importOperations } from './sources/imports.ts';
import { jobOperations } from './sources/jobs.ts';

type Needs = {
  readonly jobs: JobStore;
  readonly dryRunStore: DryRunStore;
  readonly imports: ImportStore;
  readonly eventReads: EventReads;
  readonly audit: AuditTrail;
  readonly broadcasts: BroadcastStore;
  readonly countDealt: CountDealt;
};

/** Everything that goes on in the background, each kind as a list of its own. */
export const createOperations = (deps: Needs): readonly OperationSource[] => [
  jobOperations(deps.jobs),
  dryRunOperations(deps.dryRunStore),
  importOperations(deps.imports),
  erasuresUnderWay(deps.eventReads),
  erasuresDone(deps.audit),
  broadcastOperations(deps),
];
