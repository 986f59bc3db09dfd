import type { Money } from '../../domain/objects/fields/money.ts';

/** What a journey or a broadcast did for a campaign. */
export type SourceSums = {
  readonly journey: string;
  /** How often people came in; those held out are left out. */
  readonly entered: number;
  readonly converted: number;
  /** Minor units by currency, before refunds. An order that reached the goals of several is in each of them. */
  readonly revenue: readonly Money[];
  readonly messages: readonly {
    readonly channel: string;
    readonly sent: number;
    readonly opened: number;
    readonly clicked: number;
    readonly unsubscribed: number;
  }[];
};

/** People who came into the journeys of a campaign in its time, and what came of them. */
export type CampaignReads = {
  readonly sums: (input: {
    tenant: string;
    journeys: readonly string[];
    /** When journeys count, in epoch milliseconds, the end left out; broadcasts always do. */
    from: number | undefined;
    until: number | undefined;
  }) => Promise<{
    readonly sources: readonly SourceSums[];
    /** People who reached the goal of any of them. */
    readonly people: number;
    /** Each order once, whatever number of goals it reached. */
    readonly revenue: readonly Money[];
    /** What of it was given back since. */
    readonly refunded: readonly Money[];
  }>;
};
