import type { Command } from '../../domain/journey/reduce/commands.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { PageOf, SuppressionView, TaskOutputView, TaskView } from './views.ts';

/**
 * Starts a run by hand. The same `dedupeKey` again starts nothing new and answers the same. Throws `not-found`
 * when there is no such journey.
 */
export type Enrol = (input: {
  tenant: string;
  journey: string;
  profileId: string;
  /** Which cart, order or quote it is about; without one it is read from `properties` as from an event. */
  key?: string;
  properties: JsonObject;
  dedupeKey: string;
}) => Promise<
  { readonly kind: 'entered'; readonly run: string } | { readonly kind: 'refused'; readonly reason: string }
>;

/** Gives an operator's command to a run; undefined when there is no such run. Its answer is in the ledger. */
export type CommandRun = (input: {
  tenant: string;
  run: string;
  command: Command;
  /** The same id again is the same command. */
  id: string;
}) => Promise<{ readonly id: string } | undefined>;

/** Notes once that a task is done, and tells the run that waits for it; undefined when there is no such task. */
export type FinishTask = (input: {
  tenant: string;
  id: string;
  output: TaskOutputView;
}) => Promise<{ readonly kind: 'done' | 'already-done'; readonly task: Omit<TaskView, 'state'> } | undefined>;

/** Lets an event that was given up or set aside be dispatched again. */
export type RetryEvent = (input: {
  tenant: string;
  id: string;
}) => Promise<'requeued' | 'not-found' | 'not-stuck'>;

/** The same for those of a state, at most `limit`; how many it were. */
export type RetryEvents = (input: {
  tenant: string;
  state: 'dead' | 'quarantined';
  name?: string;
  limit: number;
}) => Promise<number>;

/** Moves a tenant's development clock on. Absent when the engine runs without one. */
export type AdvanceClock = (input: { tenant: string; byMs: number }) => Promise<{ readonly now: number }>;

/** Addresses nothing may be sent to. The addresses themselves are not kept, only a keyed hash of them. */
export type Suppressions = {
  readonly find: (input: {
    tenant: string;
    channel: string;
    address: string;
  }) => Promise<SuppressionView | undefined>;
  readonly add: (input: {
    tenant: string;
    channel: string;
    address: string;
    reason: string;
  }) => Promise<SuppressionView>;
  readonly remove: (input: { tenant: string; channel: string; address: string }) => Promise<boolean>;
  /** By `at`, then `addressHash`. */
  readonly list: (
    input: PageOf & { tenant: string; channel?: string },
  ) => Promise<readonly SuppressionView[]>;
};
