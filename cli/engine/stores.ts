import type { AudienceStore } from '../../activities/ports/audience.ts';
import type { HeldStore } from '../../activities/ports/channels.ts';
import type { CircuitStore } from '../../activities/ports/circuits.ts';
import type { DeliveryStore } from '../../activities/ports/deliveries.ts';
import type { EntryJobStore, PlaceStore } from '../../activities/ports/entries.ts';
import type { EventStore, StuckEventStore } from '../../activities/ports/events.ts';
import type { GuardCounts, TripStore } from '../../activities/ports/guards.ts';
import type { CrowdStore, JobStore } from '../../activities/ports/jobs.ts';
import type { DecidedStore, ExposureStore, ExposureSums } from '../../activities/ports/experiments.ts';
import type { MessageStore, RateSlotStore, SuppressionStore } from '../../activities/ports/messages.ts';
import type { OfferStore, ReferralStore } from '../../activities/ports/offers.ts';
import type { Reassigns } from '../../activities/ports/reassign.ts';
import type { ResendStore } from '../../activities/ports/resends.ts';
import type { OrderStore, ProfileStore } from '../../activities/ports/profiles.ts';
import type {
  CommandStore,
  EffectStore,
  LedgerStore,
  RunStore,
  TaskStore,
} from '../../activities/ports/runs.ts';
import type { DevClockStore, WorkspaceStore } from '../../activities/ports/workspaces.ts';

/** The stores the engine works on. */
export type Stores = {
  readonly events: EventStore;
  readonly stuckEvents: StuckEventStore;
  readonly profiles: ProfileStore;
  readonly orders: OrderStore;
  readonly runs: RunStore;
  readonly ledger: LedgerStore;
  readonly effects: EffectStore;
  readonly commands: CommandStore;
  readonly tasks: TaskStore & Reassigns;
  readonly exposures: ExposureStore;
  readonly exposureSums: ExposureSums;
  readonly decided: DecidedStore;
  readonly messages: MessageStore;
  readonly suppressions: SuppressionStore;
  readonly resends: ResendStore;
  readonly slots: RateSlotStore;
  readonly offers: OfferStore & Reassigns;
  readonly referrals: ReferralStore & Reassigns;
  readonly workspaces: WorkspaceStore;
  readonly devClock: DevClockStore;
  readonly deliveries: DeliveryStore;
  readonly audience: AudienceStore;
  readonly jobs: JobStore;
  readonly crowds: CrowdStore;
  readonly entryJobs: EntryJobStore;
  readonly places: PlaceStore;
  readonly guardCounts: GuardCounts;
  readonly trips: TripStore;
  readonly held: HeldStore;
  readonly circuits: CircuitStore;
  readonly erase: (input: { tenant: string; profileId: string }) => Promise<void>;
};
