import type { MongoLayout, MongoPlan } from '../../domain/rules/mongo/mongo-plan.ts';

/** Many people at once: who is in a segment, and who would be. */
export type AudienceStore = {
  /** How the documents are called and tied together, for `toMongoPlan`. */
  readonly layout: MongoLayout;
  /** Ids of the members of a segment, in order, strictly behind `after`. */
  readonly members: (input: {
    tenant: string;
    segment: string;
    after?: string;
    limit: number;
  }) => Promise<readonly string[]>;
  /** Ids of everybody, in order, strictly behind `after`. */
  readonly everybody: (input: {
    tenant: string;
    after?: string;
    limit: number;
  }) => Promise<readonly string[]>;
  readonly count: (input: { tenant: string; segment: string }) => Promise<number>;
  /** Ids of everybody a plan finds, in order, strictly behind `after`. */
  readonly find: (input: {
    tenant: string;
    plan: MongoPlan;
    after?: string;
    limit: number;
  }) => Promise<readonly string[]>;
  readonly size: (input: { tenant: string; plan: MongoPlan }) => Promise<number>;
};
