import type { RetentionClass } from '../../domain/privacy/retention.ts';

/** What is over of a tenant, by class of retention. */
export type RetentionStore = {
  /** How many documents of a class are over: all of them, or those that were over before an instant. */
  readonly countOver: (input: {
    tenant: string;
    name: RetentionClass;
    /** Real time, epoch milliseconds. */
    before?: number;
  }) => Promise<number>;
};
