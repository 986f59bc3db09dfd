import type { Json } from '../json.ts';
import type { Because } from '../rules/decide/decider.ts';
import type { Step } from './steps.ts';

/** What an effect does: decide by conditions, note who takes part in an experiment, or what the type of the step does. */
export type EffectKind = 'decide' | 'expose' | Step['type'];

/** Something the reducer wants done in the world. The details are read from the step of the definition. */
export type Effect = {
  readonly kind: EffectKind;
  readonly step: string;
  readonly visit: number;
  /** For `expose`: the arm this person is drawn into. */
  readonly arm?: string;
  /** How often it was put off; a result belongs to one turn. */
  readonly turn?: number;
  /** The slot of a rate limit booked for it, epoch milliseconds. */
  readonly slot?: number;
  /** It waits for this channel to be switched on again. */
  readonly held?: string;
};

/** What came of an effect. `deferred` asks for the same effect again at `until`. */
export type EffectResult =
  | { readonly kind: 'decided'; readonly case: number | null; readonly because: readonly Because[] }
  | {
      readonly kind: 'sent';
      readonly messageId: string;
      readonly channel: string;
      /** Links and pictures of the data that were left out of it, each by its host or how it begins. */
      readonly dropped?: readonly string[];
    }
  | { readonly kind: 'skipped'; readonly reason: string; readonly detail?: Json }
  | {
      readonly kind: 'deferred';
      readonly until: number;
      readonly reason: string;
      readonly detail?: Json;
      /** Held until this channel is switched on again; `until` is when to look in any case. */
      readonly held?: string;
    }
  | { readonly kind: 'failed'; readonly reason: string; readonly detail?: Json }
  | { readonly kind: 'exit'; readonly outcome: string; readonly reason: string; readonly detail?: Json }
  | { readonly kind: 'none'; readonly reason: string; readonly detail?: Json }
  | { readonly kind: 'done'; readonly output: Json }
  | { readonly kind: 'waits-for-task'; readonly taskId: string; readonly until: number | null };
