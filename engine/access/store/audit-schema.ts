import type { AuditEntry } from '../audit-port.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { anyJson, defineSchema, type Over } from '../../../platform/mongo/schema/define.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';

/** A line of the audit trail. `_id` is tenant and line id. */
export type AuditDoc = Over & AuditEntry & { readonly _id: string; readonly id: string };

export const auditSchema = defineSchema<AuditDoc>({
  collection: 'auditLog',
  sharding: byId,
  person: nobody('Lines name opaque ids only: the trail says what was done, not to whom.'),
  retention: 'audit',
  fields: {
    id: String,
    tenant: String,
    at: Number,
    actor: anyJson,
    requestId: String,
    action: String,
    subject: String,
    details: anyJson,
  },
  indexes: [
    { name: 'listed', key: { tenant: 1, at: 1, _id: 1 } },
    { name: 'subject', key: { tenant: 1, subject: 1, at: 1, _id: 1 } },
    { name: 'actor', key: { tenant: 1, 'actor.id': 1, at: 1, _id: 1 } },
    { name: 'action', key: { tenant: 1, action: 1, at: 1, _id: 1 } },
  ],
});
