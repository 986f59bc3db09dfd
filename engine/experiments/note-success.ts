import { type EventFact, toEventFact } from '../../domain/events/event.ts';
import { type Exposure, reversals, withReversal, withSuccess } from '../../domain/experiments/exposure.ts';
import { CicloError } from '../../domain/errors.ts';
import type { EventRow } from '../events/ports.ts';
import type { ExposureRow, ExposureStore } from './ports.ts';
import type { OrderStore } from '../people/ports.ts';

type Deps = { readonly exposures: ExposureStore; readonly orders: OrderStore };

const triesMax = 20;
const takesBack: ReadonlySet<string> = new Set(reversals);

/** Writes what an event changes of an exposure; looks again when somebody else wrote meanwhile. */
const change = async (input: {
  deps: Deps;
  row: ExposureRow;
  apply: (exposure: Exposure) => Exposure;
}): Promise<void> => {
  const { deps, apply } = input;
  let found: ExposureRow | undefined = input.row;
  for (let tries = 0; tries < triesMax && found !== undefined; tries += 1) {
    const { rev, ...before } = found;
    const after = apply(before);
    if (after === before) return;
    if ((await deps.exposures.replace({ exposure: after, rev })) === 'replaced') return;
    found = await deps.exposures.get({ tenant: before.tenant, id: before.id });
  }
  if (found !== undefined) {
    throw new CicloError({
      code: 'unavailable',
      message: 'An exposure is being changed by too many at once.',
    });
  }
};

const orderOf = async (input: { deps: Deps; row: EventRow }) => {
  const orderId = input.row.properties['order_id'];
  if (typeof orderId !== 'string' && typeof orderId !== 'number') return undefined;
  return input.deps.orders.get({ tenant: input.row.tenant, orderId: String(orderId) });
};

/** Counts an event as a success of one exposure, once, if it falls into its window. */
export const noteSuccess = async (input: {
  deps: Deps;
  exposure: ExposureRow;
  row: EventRow;
}): Promise<void> => {
  const { deps, exposure, row } = input;
  const event: EventFact = toEventFact(row);
  const order = await orderOf({ deps, row });
  await change({ deps, row: exposure, apply: (before) => withSuccess({ exposure: before, event, order }) });
};

/**
 * Makes the part of the dispatch that counts what experiments are measured by: an event that a person's exposures
 * hear of, and what is taken back of an order that counted. Repeats change nothing.
 */
export const createNoteMetrics = (deps: Deps) => {
  return async (input: { row: EventRow; profileId: string }): Promise<void> => {
    const { row, profileId } = input;
    const hearing = await deps.exposures.hearing({ tenant: row.tenant, profileId, event: row.name });
    for (const exposure of hearing) {
      if (exposure.by === 'event' && exposure.metric.on === row.name) {
        await noteSuccess({ deps, exposure, row });
      }
      if (takesBack.has(row.name) && row.trust !== 'public') {
        const event = toEventFact(row);
        await change({ deps, row: exposure, apply: (before) => withReversal({ exposure: before, event }) });
      }
    }
  };
};
