import type { SteerJourney } from '../journeys/steer-journey.ts';
import type { AuditStore } from '../access/audit-port.ts';

/** The steering of a journey by a guard, which stands in the audit trail once for each trip. */
export const auditedSteer = (deps: {
  steer: SteerJourney;
  audit: AuditStore;
  systemTime: () => number;
}): SteerJourney => {
  return async (input) => {
    const steered = await deps.steer(input);
    const { tenant, journey, steering, trip } = input;
    await deps.audit.append({
      tenant,
      at: deps.systemTime(),
      actor: { kind: 'engine', id: 'guard' },
      action: `journey.${steering.kind}`,
      subject: journey,
      ...(trip === undefined ? {} : { once: trip, details: { trip } }),
    });
    return steered;
  };
};
