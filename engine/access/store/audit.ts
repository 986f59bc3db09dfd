import { randomUUID } from 'node:crypto';

import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { AuditStore } from '../audit-port.ts';
import type { AuditTrail } from '../../../api/ports/audit.ts';
import { hashId } from '../../../domain/hash.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { behind, keyAt, newestFirst } from '../../../platform/mongo/paging.ts';
import { type AuditDoc, auditSchema } from './audit-schema.ts';

const order = ['at', '_id'] as const;

/** The audit trail. There is no way to change a line. */
export const createAuditStore = (deps: {
  collections: Collections;
}): AuditStore & Pick<AuditTrail, 'list'> => {
  const lines = deps.collections.of<AuditDoc>(auditSchema);
  return guarded<AuditStore & Pick<AuditTrail, 'list'>>({
    append: async ({ tenant, at, actor, requestId, action, subject, details, once }) => {
      const id = once === undefined ? randomUUID() : hashId('audit', action, once);
      const line: AuditDoc = {
        _id: keyOf(tenant, id),
        id,
        tenant,
        at,
        actor: { kind: actor.kind, id: actor.id },
        action,
        overAt: new Date(),
        ...(requestId === undefined ? {} : { requestId }),
        ...(subject === undefined ? {} : { subject }),
        ...(details === undefined ? {} : { details }),
      };
      try {
        await lines.insertOne(line);
      } catch (thrown) {
        if (once === undefined || !isDuplicate(thrown)) throw thrown;
      }
    },
    list: async ({ tenant, action, subject, actor, limit, after }) => {
      const values = after === undefined ? undefined : [after.at, keyAt({ tenant, after })];
      const docs = await lines
        .find({
          tenant,
          ...(action === undefined ? {} : { action }),
          ...(subject === undefined ? {} : { subject }),
          ...(actor === undefined ? {} : { 'actor.id': actor }),
          ...behind({ order, values }),
        })
        .sort(newestFirst(order))
        .limit(limit)
        .toArray();
      return docs.map(({ _id, tenant: _tenant, overAt: _overAt, ...view }) => view);
    },
  });
};
