import { stageOf, stagesOf } from '../../domain/objects/definition.ts';
import { moneyOf } from '../../domain/objects/fields.ts';
import { own } from '../../domain/json.ts';
import { fieldTo } from '../../domain/sales/converted-values.ts';
import type { Log } from '../events/dispatcher.ts';
import type { Records } from '../records/change-records.ts';
import type { FollowRecord } from '../records/follow-port.ts';
import type { ObjectsOf } from '../records/objects-of.ts';
import type { RecordStore } from '../records/ports.ts';
import { quoteKind } from './quotes.ts';

/**
 * Makes what follows from an accepted quote: its deal is won with the total of the quote as its amount. A deal that is over
 * already stays as it is; one that cannot be won is left alone, and the log says why.
 */
export const createFollowQuote =
  (use: {
    // Read when something follows: records are told of by the telling that this is a part of.
    readonly changeRecords: Records;
    readonly records: RecordStore;
    readonly objectsOf: ObjectsOf;
    readonly log: Log;
  }): FollowRecord =>
  async ({ tenant, kind, id, changes }) => {
    if (kind !== quoteKind) return;
    const to = changes.find(({ field }) => field === 'stage')?.to;
    if (typeof to !== 'string') return;
    const objects = await use.objectsOf(tenant);
    const [quotes, deals] = [objects.get(quoteKind), objects.get('deal')];
    if (quotes === undefined || deals === undefined) return;
    if (stageOf(quotes.definition, to)?.ends !== 'won') return;
    const quote = await use.records.get({ tenant, id });
    const dealId = own(quote?.data ?? {}, fieldTo(quotes, 'deal') ?? '');
    if (quote?.stage !== to || typeof dealId !== 'string') return;
    const deal = await use.records.get({ tenant, id: dealId });
    if (deal?.kind !== 'deal' || deal.deletedAt !== undefined) return;
    const stage = stagesOf(deals.definition).find(({ ends }) => ends === 'won')?.key;
    if (stage === undefined || stageOf(deals.definition, deal.stage)?.ends !== undefined) return;
    const total = moneyOf(own(quote.data, 'total') ?? null);
    const hasAmount = own(deals.definition.fields, 'amount')?.type === 'money';
    const set = total === undefined || !hasAmount ? {} : { amount: { ...total } };
    const actor = { kind: 'engine', id: 'quote' } as const;
    const outcome = await use.changeRecords.change({
      tenant,
      kind: 'deal',
      id: dealId,
      actor,
      change: { set, stage },
    });
    if (outcome.kind !== 'done')
      use.log.warn(
        { tenant, quote: id, deal: dealId, outcome: outcome.kind },
        'An accepted quote did not win its deal.',
      );
  };
