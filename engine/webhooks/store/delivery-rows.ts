import { mongo } from 'mongoose';

import { isObject } from '../../../domain/json.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import {
  type AnyRow,
  mentionedRows,
  type PersonRows,
  type Reading,
} from '../../../platform/mongo/schema/person-rule.ts';
import type { DeliveryDoc } from './delivery-schema.ts';
import type { EventDoc } from '../../events/store/event-schema.ts';

const page = 500;

/** The keys of the requests that brought a person's events, page by page. */
async function* requestsOf(input: Omit<Reading, 'rows'>): AsyncGenerator<string[]> {
  const { collections, tenant, profileId } = input;
  const events = collections.named<EventDoc>('events');
  for (let after = ''; ;) {
    const docs = await events
      .find({ profileId, tenant, _id: { $gt: after } }, { projection: { delivery: 1 } })
      .sort({ _id: 1 })
      .limit(page)
      .toArray();
    const last = docs.at(-1);
    if (last === undefined) return;
    yield docs.flatMap(({ delivery }) => (delivery === undefined ? [] : [keyOf(tenant, delivery)]));
    if (docs.length < page) return;
    after = last._id;
  }
}

/** What a raw request says: its body as text, and the rest of it. */
const textOf = ({ request, ...rest }: AnyRow): string => {
  const { rawBody, ...parts }: Record<string, unknown> = isObject(request) ? request : {};
  const body = rawBody instanceof mongo.Binary ? Buffer.from(rawBody.value()).toString('utf8') : '';
  return `${JSON.stringify(rest)}\n${JSON.stringify(parts)}\n${body}`;
};

/** Raw requests: they are of whom their events are about; those that nobody could read, of whom they name. */
export const deliveryRows: PersonRows = {
  person: 'rows',
  turn: 'linked',
  ...mentionedRows({
    among: (tenant) => ({
      stuck: { $in: [keyOf(tenant, 'failing'), keyOf(tenant, 'dead')] },
    }),
    textOf,
  }),
  onErase: async (input) => {
    const deliveries = input.collections.named<DeliveryDoc>('deliveries');
    let count = 0;
    for await (const keys of requestsOf(input)) {
      if (keys.length > 0) count += (await deliveries.deleteMany({ _id: { $in: keys } })).deletedCount;
    }
    return count;
  },
  // They are found by their events, which go along.
  onMerge: async () => undefined,
  async *onExport(input) {
    const deliveries = input.collections.named<DeliveryDoc>('deliveries');
    for await (const keys of requestsOf(input)) {
      if (keys.length === 0) continue;
      const docs = deliveries.find(
        { _id: { $in: keys } },
        { projection: { _id: 0, instance: 1, topic: 1, receivedAt: 1, request: 1 } },
      );
      for await (const { request, ...doc } of docs) {
        // What the request says is theirs; how it was signed is not.
        yield { ...doc, body: Buffer.from(request.rawBody.value()).toString('utf8') };
      }
    }
  },
};
