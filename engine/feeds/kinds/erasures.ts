import type { AuditTrail } from '../../../api/ports/audit.ts';
import { rowOf } from '../../exports/kinds/export-kind.ts';
import { erasureLines, type ErasurePlace } from '../../privacy/erasure-lines.ts';
import type { SentIds, SentIdsStore } from '../ports.ts';
import type { FeedKind, FeedRow } from './feed-kind.ts';
import { placeIn } from './places.ts';

/** The rows of an erasure: one for the profile, and one for each id under which it was sent out, as it was sent. */
const rowsOf = (
  line: ErasurePlace & { readonly profileId: string },
  sent: SentIds | undefined,
): readonly FeedRow[] => {
  const { at, id, profileId } = line;
  const erasedAt = new Date(at).toISOString();
  const users = (sent?.userIds ?? []).map((userId) => ({ userId }));
  const devices = (sent?.anonymousIds ?? []).map((anonymousId) => ({ anonymousId }));
  return [{}, ...users, ...devices].map((named, index) => ({
    ...rowOf({ profileId, ...named, erasedAt }),
    at,
    key: index === 0 ? id : `${id}:${index}`,
  }));
};

/**
 * Who was erased, by the audit trail, so that those who read the other files remove them as well: the ids of all their profiles, and
 * the user ids and anonymous ids under which they were sent. Times are real ones.
 */
export const createErasuresFeed = (use: {
  audit: Pick<AuditTrail, 'list'>;
  sentIds: Pick<SentIdsStore, 'of'>;
  systemTime: () => number;
}): FeedKind => ({
  columns: ['profileId', 'userId', 'anonymousId', 'erasedAt'],
  read: async ({ tenant, place, limit }) => {
    const after = placeIn(place);
    const before = use.systemTime();
    const lines = await erasureLines({ audit: use.audit, tenant, after, before });
    const page = lines.slice(0, limit);
    const profileIds = page.flatMap(({ profileId }) => profileId ?? []);
    const sent = await use.sentIds.of({ tenant, profileIds });
    const sentOf = new Map(sent.map((one) => [one.profileId, one]));
    const rows: FeedRow[] = [];
    let last = after;
    let read = 0;
    for (const { profileId, ...line } of page) {
      if (rows.length >= limit) break;
      if (profileId !== undefined) rows.push(...rowsOf({ ...line, profileId }, sentOf.get(profileId)));
      last = { at: line.at, id: line.id };
      read += 1;
    }
    return { rows, place: { at: last.at, id: last.id }, isEnd: read === page.length && page.length < limit };
  },
});
