import type { AuditStore } from '../access/audit-port.ts';
import type { SuppressionStore } from './ports.ts';

/**
 * The suppressions that the engine makes by itself, after a bounce or a complaint: each stands in the audit trail, under
 * the keyed hash of the address. An address that is suppressed already is not noted again.
 */
export const auditedSuppressions = (deps: {
  suppressions: SuppressionStore;
  audit: AuditStore;
  systemTime: () => number;
}): SuppressionStore => ({
  ...deps.suppressions,
  add: async (input) => {
    const { tenant, channel, addressHashes, reason, at } = input;
    if ((await deps.suppressions.find(input)) !== undefined) return;
    const subject = `${channel}:${addressHashes[0]}`;
    await deps.audit.append({
      tenant,
      at: deps.systemTime(),
      actor: { kind: 'engine', id: 'feedback' },
      action: 'suppression.add',
      subject,
      details: { reason },
      once: `${subject}:${at}`,
    });
    await deps.suppressions.add(input);
  },
});
