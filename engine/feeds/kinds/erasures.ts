import type { AuditTrail } from '../../../api/ports/audit.ts';
import { rowOf } from '../../exports/kinds/export-kind.ts';
import type { FeedKind, FeedRow } from './feed-kind.ts';
import { placeIn } from './places.ts';

const pageRows = 200;

type Line = Awaited<ReturnType<AuditTrail['list']>>[number];

/** Lines of erasures behind a time, oldest first. */
const linesAfter = async (audit: Pick<AuditTrail, 'list'>, tenant: string, at: number): Promise<Line[]> => {
  const lines: Line[] = [];
  let after: { at: number; n: number; id: string } | undefined;
  for (;;) {
    const page = await audit.list({
      tenant,
      action: 'profile.erase',
      limit: pageRows,
      ...(after === undefined ? {} : { after }),
    });
    lines.push(...page.filter((line) => line.at >= at));
    const last = page.at(-1);
    if (last === undefined || page.length < pageRows || last.at < at) return lines.toReversed();
    after = { at: last.at, n: 0, id: last.id };
  }
};

/** The ids of people who were erased, by the audit trail, so that those who read the other files remove them as well. Times are real ones. */
export const createErasuresFeed = (use: {
  audit: Pick<AuditTrail, 'list'>;
  systemTime: () => number;
}): FeedKind => ({
  columns: ['profileId', 'erasedAt'],
  read: async ({ tenant, place, limit }) => {
    const after = placeIn(place);
    const before = use.systemTime();
    const lines = (await linesAfter(use.audit, tenant, after.at)).filter(
      ({ at, id }) => at < before && (at > after.at || id > after.id),
    );
    const page = lines.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)).slice(0, limit);
    const rows = page.flatMap(({ at, id, subject }): FeedRow[] =>
      subject === undefined
        ? []
        : [{ ...rowOf({ profileId: subject, erasedAt: new Date(at).toISOString() }), at, key: id }],
    );
    const last = page.at(-1) ?? after;
    return { rows, place: { at: last.at, id: last.id }, isEnd: page.length < limit };
  },
});
