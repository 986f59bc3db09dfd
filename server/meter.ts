import type { EngineMeter } from '../engine/meter.ts';
import type { Metrics } from '../platform/metrics.ts';

/** Counts the engine's work in the metrics of this process. */
export const meterOf = (metrics: Metrics): EngineMeter => ({
  dispatched: ({ tenant, outcome, seconds }) => {
    metrics.dispatchSeconds.observe({ tenant }, seconds);
    if (outcome === 'done') metrics.eventsDispatched.inc({ tenant });
    if (outcome === 'dead') metrics.eventsDead.inc({ tenant });
  },
  burst: ({ tenant, outcome, seconds }) => {
    metrics.bursts.inc({ tenant, outcome });
    metrics.burstSeconds.observe({ tenant }, seconds);
  },
  message: (labels) => metrics.messages.inc(labels),
  pluginCall: ({ seconds, ...labels }) => {
    metrics.pluginCalls.inc(labels);
    metrics.pluginSeconds.observe({ plugin: labels.plugin, action: labels.action }, seconds);
  },
  delivery: (attempt) => metrics.deliveries.inc(attempt),
  tripped: (trip) => {
    metrics.guardTrips.inc({ tenant: trip.tenant, journey: trip.journey, guard: trip.guard });
  },
  circuit: ({ isOpen, tenant, instance }) => metrics.circuitOpen.set({ tenant, instance }, isOpen ? 1 : 0),
  stuck: ({ count, ...labels }) => metrics.stuck.set(labels, count),
});
