import type { Row } from '../../../domain/transfer/row.ts';
import { bagsIn, fault, type ReadCall, textIn, whoColumns, whoIn, workOnCalls } from './call-rows.ts';
import type { MakeKind } from './made-kinds.ts';

const typeOf = (row: Row): string => textIn(row, 'type') ?? 'track';

const readCall =
  (zone: string) =>
  (row: Row): ReadCall => {
    const who = whoIn(row, zone);
    const { bags, problems } = bagsIn(row, ['properties', 'traits', 'context']);
    const type = typeOf(row);
    const event = textIn(row, 'event') ?? textIn(row, 'name');
    const missing =
      type === 'track' && event === undefined
        ? [fault('event', '`event` is missing.', 'Name what happened, such as "Order Completed".')]
        : [];
    const all = [...who.problems, ...problems, ...missing];
    if (all.length > 0) return { ok: false, problems: all };
    const named = event === undefined || type !== 'track' ? {} : { event };
    return { ok: true, id: undefined, call: { type, ...named, ...bags, ...who.fields } };
  };

/** Events of any name; columns beside the known ones are properties. */
export const eventsKind: MakeKind = ({ accept, events, setting }) => ({
  columns: {
    columns: [
      ...whoColumns,
      ...['event', 'name', 'type', 'properties', 'traits', 'context'].map((name) => ({ name })),
      { name: 'source', isPassed: true },
      { name: 'backfill', isPassed: true },
    ],
    others: 'properties.',
  },
  work: (page) => workOnCalls({ deps: { accept, events }, page, readCall: readCall(setting.zone) }),
});
