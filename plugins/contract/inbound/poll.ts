import type { z } from 'zod';

import type { ActionContext } from '../context.ts';
import type { InboundEvent } from './event.ts';
import type { InboundMessage } from './message.ts';
import type { InboundProduct } from './product.ts';
import type { Failure } from '../actions/outcome.ts';

/** A bookmark of the plugin's own, as JSON of at most 64 KB. */
export type Cursor = z.infer<ReturnType<typeof z.json>>;

/** What a look found. */
export type Polled =
  | {
      readonly kind: 'done';
      readonly found: readonly (InboundEvent | InboundMessage | InboundProduct)[];
      /** Where the next look goes on. It is kept once all that was found is stored. */
      readonly cursor: Cursor;
      /** True when there is more to fetch at once. */
      readonly more?: boolean;
    }
  | Failure;

/** What a look runs with. `failure` counts every call as safe to repeat. */
export type PollContext<Config, Resource> = Omit<ActionContext<Config, Resource>, 'idempotencyKey'>;

/**
 * A look at a provider that tells nothing by itself: what is new since the last one. One process looks at a time. What a look found is
 * stored before its cursor is; after a crash the next look begins at the cursor before, and what it finds again is taken once, by
 * the `messageId` of an event and the id of a message.
 */
export type Poll<Config, Resource> = {
  readonly title: string;
  /** How long after a look the next one begins, in milliseconds. */
  readonly everyMs: (config: Config) => number;
  /** How long a look may take, in milliseconds; 60,000 by default. */
  readonly timeoutMs?: number;
  /** `cursor` is undefined at the first look. The cursor that it is given is stored: whatever it stands for may be marked as taken there. */
  readonly run: (ctx: PollContext<Config, Resource>, cursor: Cursor | undefined) => Promise<Polled>;
};
