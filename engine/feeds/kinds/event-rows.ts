import { isRefusedByContext } from '../../../domain/feeds/feed-consent.ts';
import type { FeedSettings } from '../../../domain/feeds/feed-settings.ts';
import { isJsonObject, type JsonObject, own } from '../../../domain/json.ts';
import { withoutTraits } from '../../../domain/profiles/personal-traits.ts';
import type { EventRow } from '../../events/ports.ts';
import { rowOf } from '../../exports/kinds/export-kind.ts';
import { plain } from '../../exports/kinds/people.ts';
import { eventToPut } from './event-to-put.ts';
import type { FeedPage, FeedRow, LeftOutReason, ReadFeed } from './feed-kind.ts';
import { hiddenTraits } from './hidden-traits.ts';
import type { WhoseRows } from './who.ts';

/** The rows of some events that go out by a feed, and why those of the others do not. */
export type RowsOfEvents = (
  input: Pick<Parameters<ReadFeed>[0], 'tenant' | 'settings' | 'workspace' | 'now'> & {
    events: readonly EventRow[];
  },
) => Promise<Required<Pick<FeedPage, 'rows' | 'leftOut'>>>;

const iso = (at: number): string => new Date(at).toISOString();

const fieldsOf = (event: EventRow) => {
  const { id, type, name, messageId, timestamp, receivedAt, source, trust, properties, traits } = event;
  const times = { timestamp: iso(timestamp), receivedAt: iso(receivedAt) };
  return { id, type, event: name, messageId, ...times, source, trust, properties, traits };
};

const saidNo = ({ consent }: FeedSettings, { context }: EventRow): LeftOutReason | undefined =>
  consent !== undefined && isRefusedByContext({ consent, context }) ? 'noConsent' : undefined;

/** The event without traits that are hidden, which calls of other types bring in their context. */
const withoutHidden = (event: EventRow, hidden: ReadonlySet<string>): EventRow => {
  const { traits, context } = event;
  const inContext = own(context, 'traits');
  const shown = isJsonObject(inContext) ? { traits: withoutTraits(inContext, hidden) } : {};
  return { ...event, traits: withoutTraits(traits, hidden), context: { ...context, ...shown } };
};

const rowOfEvent = (input: { event: EventRow; who: JsonObject; settings: FeedSettings }): FeedRow => {
  const { event, who, settings } = input;
  return {
    ...rowOf(plain({ ...who, ...fieldsOf(event) })),
    at: event.receivedAt,
    key: event.id,
    event: eventToPut({ event, who, instance: settings.plugin }),
  };
};

/** Makes the rows of events: once they were dispatched, without those of a name that is not wanted, set aside, or that named an erased person. */
export const createRowsOfEvents =
  (use: { whoseRows: WhoseRows }): RowsOfEvents =>
  async ({ events, ...asking }) => {
    const { settings } = asking;
    const wanted = events.filter(
      ({ state, name }) =>
        (state === 'done' || state === 'recorded') && (settings.names?.includes(name) ?? true),
    );
    const whose = await use.whoseRows({ ...asking, rows: wanted });
    const hidden = hiddenTraits(asking);
    const rows: FeedRow[] = [];
    const leftOut: LeftOutReason[] = [];
    for (const event of wanted) {
      const { who, held } = whose(event.profileId);
      const reason = held ?? saidNo(settings, event);
      if (reason === undefined) rows.push(rowOfEvent({ event: withoutHidden(event, hidden), who, settings }));
      else leftOut.push(reason);
    }
    return { rows, leftOut };
  };
