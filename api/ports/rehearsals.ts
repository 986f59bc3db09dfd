import type { JourneyDefinition } from '../../domain/journey/definition.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Tally } from '../../domain/rehearse/tally.ts';
import type { Simulation } from '../../domain/simulate/simulation.ts';

/** Which journey, or a draft of it, and with how many people; strictly behind `after`. */
export type RehearsalQuery = {
  readonly tenant: string;
  readonly key: string;
  readonly definition?: unknown;
  readonly days: number;
  readonly sample: number;
  readonly after?: string;
};

/** One part of a rehearsal; `next` says where to go on. */
export type RehearsalPartView = {
  readonly journey: JourneyDefinition;
  readonly from: number;
  readonly until: number;
  readonly total?: number;
  readonly tally: Tally;
  readonly budgets: readonly {
    readonly offer: string;
    readonly needed: number;
    readonly left: number | null;
  }[];
  readonly people: readonly { readonly profileId: string; readonly simulation: Simulation }[];
  readonly next?: string;
};

/** What was asked for, or why the draft is refused. */
export type RehearsalAnswer =
  | { readonly kind: 'rehearsed'; readonly part: RehearsalPartView }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

/** Journeys tried with the people there are. Nothing is sent and nothing is written. Throws `not-found`. */
export type Rehearsals = {
  readonly dryRun: (query: RehearsalQuery) => Promise<RehearsalAnswer>;
  readonly replay: (query: RehearsalQuery) => Promise<RehearsalAnswer>;
  /** What is doubtful about a journey, also seen beside the people and events there are. */
  readonly lint: (query: {
    tenant: string;
    key: string;
    definition?: unknown;
  }) => Promise<readonly Problem[]>;
};
