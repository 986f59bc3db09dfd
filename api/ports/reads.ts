import type { DecisionKind } from '../../domain/journey/decisions.ts';
import type { JourneyDefinition } from '../../domain/journey/definition.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import type {
  DecisionView,
  EventView,
  FunnelCounts,
  JourneyDetail,
  JourneyView,
  MessageView,
  PageOf,
  RunView,
  SegmentView,
  StandingView,
  TaskView,
} from './views.ts';

/**
 * What the admin API reads. Every query names its tenant and answers nothing of another one. Lists are newest
 * first, by the time and the tie-breaks named at each, and strictly behind `after`.
 */
export type Reads = {
  readonly journeys: (input: { tenant: string }) => Promise<readonly JourneyView[]>;
  /** The journey as it is published; undefined when there is none. */
  readonly journey: (input: { tenant: string; key: string }) => Promise<JourneyDetail | undefined>;
  /** The definition of a version, also one no longer published. */
  readonly definition: (input: {
    tenant: string;
    key: string;
    version: number;
  }) => Promise<JourneyDefinition | undefined>;
  /** Of all versions unless one is named. */
  readonly funnel: (input: { tenant: string; key: string; version?: number }) => Promise<FunnelCounts>;
  /** By `enteredAt`, then `id`. */
  readonly runs: (
    input: PageOf & {
      tenant: string;
      journey?: string;
      version?: number;
      profileId?: string;
      status?: 'active' | 'ended';
      outcome?: string;
      step?: string;
    },
  ) => Promise<readonly RunView[]>;
  readonly run: (input: { tenant: string; id: string }) => Promise<RunView | undefined>;
  /** By `at`, then `n`, then `id`; of one run or of one person, in these journeys and of these kinds if any are named. */
  readonly decisions: (
    input: PageOf & {
      tenant: string;
      run?: string;
      profileId?: string;
      journeys?: readonly string[];
      kinds?: readonly DecisionKind[];
    },
  ) => Promise<readonly DecisionView[]>;
  /** Of everybody, by `at`, then `n`, then `id`; `from` is included, `to` is not. */
  readonly ledger: (
    input: PageOf & {
      tenant: string;
      journey?: string;
      step?: string;
      kinds?: readonly DecisionKind[];
      reason?: string;
      from?: number;
      to?: number;
    },
  ) => Promise<readonly DecisionView[]>;
  /** Who stands on a step of a journey, of any version. By `since`, then `run`. */
  readonly standing: (
    input: PageOf & { tenant: string; journey: string; step: string },
  ) => Promise<readonly StandingView[]>;
  /** Published journeys that send a message. */
  readonly senders: (input: {
    tenant: string;
    message: string;
  }) => Promise<readonly { readonly key: string; readonly definition: JourneyDefinition }[]>;
  /** By `plannedAt`, then `id`. */
  readonly messages: (
    input: PageOf & {
      tenant: string;
      profileId?: string;
      run?: string;
      journey?: string;
      channel?: string;
      status?: MessageView['status'];
    },
  ) => Promise<readonly MessageView[]>;
  /** By `createdAt`, then `id`. */
  readonly tasks: (
    input: PageOf & { tenant: string; state?: TaskView['state']; profileId?: string; journey?: string },
  ) => Promise<readonly TaskView[]>;
  /** By `receivedAt`, then `id`. */
  readonly events: (
    input: PageOf & {
      tenant: string;
      profileId?: string;
      name?: string;
      state?: EventView['state'];
    },
  ) => Promise<readonly EventView[]>;
  /** A person by id; also by the id of one that was merged into them. */
  readonly profile: (input: { tenant: string; id: string }) => Promise<Profile | undefined>;
  /** The person with an identity `kind:value`, such as `email:ana@example.com`. */
  readonly profileWith: (input: { tenant: string; identity: string }) => Promise<Profile | undefined>;
  /** By `createdAt`, then `id`. */
  readonly profiles: (
    input: PageOf & { tenant: string; segment?: string; stage?: string },
  ) => Promise<readonly Profile[]>;
  readonly segments: (input: { tenant: string }) => Promise<readonly SegmentView[]>;
};
