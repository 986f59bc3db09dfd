import type { mongo } from 'mongoose';

import { placeBehind, workKey } from '../../../domain/work/work-key.ts';
import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { WorkItem, WorkOf } from '../../work/ports.ts';
import type { ApprovalViewer, ApprovalWork } from '../ports.ts';
import { type ApprovalDoc, approvalSchema } from './approval-schema.ts';

const toItem = ({ id, note, state, author, assignee, team, since }: ApprovalDoc): WorkItem => ({
  type: 'approval',
  id,
  key: workKey({ since, id }),
  title: note,
  stage: state,
  by: author.id,
  ...(assignee === undefined ? {} : { assignee }),
  ...(team === undefined || state === 'draft' ? {} : { team }),
  since,
});

const filterOf = ({ assignee, team, isFree }: WorkOf): mongo.Filter<ApprovalDoc> => ({
  ...(isFree === true ? { assignee: { $exists: false } } : {}),
  ...(assignee === undefined ? {} : { assignee }),
  ...(team === undefined ? {} : { team, state: { $ne: 'draft' } }),
});

/** What is back with the viewer; where they may decide, what others sent and what is approved. */
const seenBy = (viewer: ApprovalViewer | undefined): readonly mongo.Filter<ApprovalDoc>[] => {
  if (viewer === undefined) return [];
  const { id, mayDecide } = viewer;
  const own: mongo.Filter<ApprovalDoc> = { state: 'draft', authorId: id };
  if (!mayDecide) return [own];
  return [{ $or: [own, { state: 'review', authorId: { $ne: id } }, { state: 'approved' }] }];
};

/** Approvals that wait for somebody, as work: they have no date, the oldest come first. */
export const createApprovalWork = (deps: { collections: Collections }): ApprovalWork => {
  const approvals = deps.collections.of<ApprovalDoc>(approvalSchema);
  return guarded<ApprovalWork>({
    list: async ({ tenant, of, after, limit, viewer }) => {
      const { undated } = placeBehind(after);
      const place =
        undated === undefined
          ? []
          : [
              {
                $or: [
                  { since: { $gt: undated.since } },
                  { since: undated.since, _id: { $gt: keyOf(tenant, undated.id) } },
                ],
              },
            ];
      const both = [...seenBy(viewer), ...place];
      const docs = await approvals
        .find({
          tenant,
          isWork: true,
          since: { $gte: undated?.since ?? 0 },
          ...filterOf(of),
          ...(both.length === 0 ? {} : { $and: both }),
        })
        .sort({ since: 1, _id: 1 })
        .limit(limit)
        .toArray();
      return docs.map(toItem);
    },
    assign: async ({ tenant, id, assignee, team, isFree }) => {
      const _id = keyOf(tenant, id);
      const doc = await approvals.findOne({ _id });
      if (doc === null || (doc.state !== 'review' && doc.state !== 'approved')) return 'absent';
      if (isFree && doc.assignee !== undefined && doc.assignee !== assignee) return 'taken';
      const given = {
        ...(typeof assignee === 'string' ? { assignee, reviewer: assignee } : {}),
        ...(typeof team === 'string' ? { team } : {}),
      };
      const gone = {
        ...(assignee === null ? { assignee: 1 as const, reviewer: 1 as const } : {}),
        ...(team === null ? { team: 1 as const } : {}),
      };
      const { matchedCount } = await approvals.updateOne(
        { _id, rev: doc.rev },
        {
          $set: { ...given, rev: doc.rev + 1 },
          ...(Object.keys(gone).length === 0 ? {} : { $unset: gone }),
        },
      );
      return matchedCount === 1 ? 'assigned' : 'taken';
    },
  });
};
