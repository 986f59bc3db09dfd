import type { ReportSettings } from '../../domain/reports/report.ts';
import type { Position } from '../../domain/page.ts';

/** A report of a tenant. Times are the tenant's. */
export type ReportRow = ReportSettings & {
  readonly tenant: string;
  readonly id: string;
  readonly createdAt: number;
  /** Who made it: a user or a key. */
  readonly by: string;
  /** Which time of its schedule is next, or under way. */
  readonly slot: number;
  /** When it is looked at next: `slot`, or later where it did not work. */
  readonly due: number;
  /** How often `slot` was tried without getting through. */
  readonly attempts: number;
  /** Users who have got the one of `slot`. */
  readonly sent: readonly string[];
  /** How the last one went that is over. */
  readonly last?: ReportOutcome;
};

export type ReportOutcome = {
  readonly at: number;
  readonly sent: number;
  /** Why some, or all, did not get it. */
  readonly problem?: string;
};

type Named = { readonly tenant: string; readonly id: string };

/** The reports of all tenants. */
export type ReportStore = {
  readonly add: (report: ReportRow) => Promise<void>;
  readonly get: (report: Named) => Promise<ReportRow | undefined>;
  /** By `createdAt`, the newest first. */
  readonly list: (input: {
    tenant: string;
    after?: Position | undefined;
    limit: number;
  }) => Promise<readonly ReportRow[]>;
  /** What it says and when it is due; undefined when there is none. */
  readonly change: (
    input: Named & { settings: ReportSettings; slot: number },
  ) => Promise<ReportRow | undefined>;
  readonly remove: (report: Named) => Promise<boolean>;
  /** One that is due and nobody's; it is this token's until `lease` (real time). */
  readonly take: (input: {
    tenant: string;
    upTo: number;
    systemTime: number;
    lease: number;
    token: string;
  }) => Promise<ReportRow | undefined>;
  /** Notes who has got it, while it is this token's; false when it is not any more. */
  readonly noteSent: (input: Named & { token: string; user: string }) => Promise<boolean>;
  /** Ends a turn, while it is this token's. */
  readonly put: (
    input: Named & { token: string } & Pick<ReportRow, 'slot' | 'due' | 'attempts' | 'sent' | 'last'>,
  ) => Promise<void>;
  /** When the next is due. */
  readonly next: (tenant: string) => Promise<number | undefined>;
};
