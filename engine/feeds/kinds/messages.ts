import type { MessageView } from '../../../api/ports/views.ts';
import { rowOf } from '../../exports/kinds/export-kind.ts';
import { plain, whoColumns } from '../../exports/kinds/people.ts';
import type { FeedReads } from '../ports.ts';
import type { FeedKind, FeedRow, LeftOutReason } from './feed-kind.ts';
import { lastPlace, placeIn } from './places.ts';
import type { WhoseRows } from './who.ts';

const times = ['plannedAt', 'acceptedAt', 'openedAt', 'clickedAt', 'bouncedAt', 'complainedAt'].concat([
  'unsubscribedAt',
]);
const columns = ['id', 'run', 'journey', 'version', 'step', 'message', 'channel', 'class', 'topic'].concat([
  'locale',
  'status',
  'reason',
  ...times,
]);

/** A message without its subject, in which anything may stand. */
const fieldsOf = (view: MessageView) => {
  const { subject: _subject, profileId: _profile, attempts: _attempts, ...rest } = view;
  return Object.fromEntries(
    Object.entries(rest).map(([name, value]): [string, unknown] => [
      name,
      typeof value === 'number' && times.includes(name) ? new Date(value).toISOString() : value,
    ]),
  );
};

/** Messages in the order in which they were planned, each as it stands when it is read. */
export const createMessagesFeed = (use: {
  feedReads: Pick<FeedReads, 'messages'>;
  whoseRows: WhoseRows;
}): FeedKind => ({
  columns: [...whoColumns, ...columns],
  read: async ({ place, before, limit, ...asking }) => {
    const { tenant } = asking;
    const after = placeIn(place);
    const page = await use.feedReads.messages({ tenant, after, before, limit });
    const whose = await use.whoseRows({ ...asking, rows: page });
    const rows: FeedRow[] = [];
    const leftOut: LeftOutReason[] = [];
    for (const view of page) {
      const { profileId, plannedAt: at, id: key } = view;
      const { who, held } = whose(profileId);
      if (held === undefined)
        rows.push({ ...rowOf(plain({ profileId, ...who, ...fieldsOf(view) })), at, key });
      else leftOut.push(held);
    }
    const places = page.map(({ plannedAt, id }) => ({ at: plannedAt, id }));
    return { rows, leftOut, place: lastPlace(after, places), isEnd: page.length < limit };
  },
});
