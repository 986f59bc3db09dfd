import { own } from '../../../domain/json.ts';
import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import type { RecordWork, SeenKinds, WorkItem } from '../../work/ports.ts';
import { type RecordDoc, recordSchema } from './record-schema.ts';

const undatedFrom = '9';

const seenBy = ({ all, team, own: owned, viewer }: SeenKinds) => {
  const { user = '', teams = [] } = viewer ?? {};
  return [
    { shelf: { $in: [...all] } },
    ...(team.length === 0
      ? []
      : [
          { shelf: { $in: [...team] }, 'work.owner': user },
          { shelf: { $in: [...team] }, 'work.team': { $in: [...teams] } },
        ]),
    ...(owned.length === 0 ? [] : [{ shelf: { $in: [...owned] }, 'work.owner': user }]),
  ];
};

/** Records that are work, each by the key that its index has. */
export const createRecordWork = (deps: { collections: Collections }): RecordWork => {
  const records = deps.collections.of<RecordDoc>(recordSchema);
  return guarded<RecordWork>({
    list: async ({ tenant, of, after = '', limit, seen, titles }) => {
      const { assignee, team, isFree } = of;
      const docs = await records
        .find(
          {
            'work.tenant': tenant,
            ...(isFree === true ? { 'work.owner': { $exists: false } } : {}),
            ...(assignee === undefined ? {} : { 'work.owner': assignee }),
            ...(team === undefined ? {} : { 'work.team': team }),
            'work.key': { $gt: after },
            $or: seenBy(seen),
          },
          { maxTimeMS: 10_000 },
        )
        .sort({ 'work.key': 1 })
        .limit(limit)
        .toArray();
      return docs.flatMap((doc): readonly WorkItem[] => {
        const { id, kind, person, owner, stage, data, work } = doc;
        if (work === undefined) return [];
        const title = own(data, titles.get(kind) ?? '');
        const dueAt = work.key < undatedFrom ? Number(work.key.slice(0, 16)) : undefined;
        return [
          {
            type: 'record',
            id,
            key: work.key,
            kind,
            since: Date.parse(doc.createdAt),
            ...(typeof title === 'string' ? { title } : {}),
            ...(person === undefined ? {} : { profileId: person }),
            ...(stage === undefined ? {} : { stage }),
            ...(owner === undefined ? {} : { assignee: owner }),
            ...(doc.team === undefined ? {} : { team: doc.team }),
            ...(dueAt === undefined ? {} : { dueAt }),
          },
        ];
      });
    },
  });
};
