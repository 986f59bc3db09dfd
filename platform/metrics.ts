import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const makers = (registry: Registry) => ({
  counter: <L extends string>(input: { name: string; help: string; labels: L[] }) =>
    new Counter({
      name: `ciclo_${input.name}_total`,
      help: input.help,
      labelNames: input.labels,
      registers: [registry],
    }),
  gauge: <L extends string>(input: { name: string; help: string; labels: L[] }) =>
    new Gauge({
      name: `ciclo_${input.name}`,
      help: input.help,
      labelNames: input.labels,
      registers: [registry],
    }),
  duration: <L extends string>(input: { name: string; help: string; labels: L[] }) =>
    new Histogram({
      name: `ciclo_${input.name}_seconds`,
      help: input.help,
      labelNames: input.labels,
      buckets: SECONDS,
      registers: [registry],
    }),
});

/** Inbound webhooks, and what somebody should look at. */
const stuckMetrics = (registry: Registry) => {
  const { counter, gauge } = makers(registry);
  return {
    deliveries: counter({
      name: 'deliveries',
      help: 'Attempts to read inbound webhook requests, by outcome: read, failed (tried again), dead (given up)',
      labels: ['tenant', 'instance', 'outcome'],
    }),
    stuck: gauge({
      name: 'stuck',
      help: 'Events that are dead or quarantined and deliveries that are failing or dead, at most 10000 of each',
      labels: ['tenant', 'what', 'state'],
    }),
  };
};

/** What stopped by itself. */
const guardMetrics = (registry: Registry) => {
  const { counter, gauge } = makers(registry);
  return {
    guardTrips: counter({
      name: 'guard_trips',
      help: 'Journeys that were stopped by a guard',
      labels: ['tenant', 'journey', 'guard'],
    }),
    circuitOpen: gauge({
      name: 'plugin_circuit_open',
      help: '1 while the calls of a plugin instance are held, since its provider is not well',
      labels: ['tenant', 'instance'],
    }),
  };
};

const engineMetrics = (registry: Registry) => {
  const { counter, duration } = makers(registry);
  return {
    ...guardMetrics(registry),
    ...stuckMetrics(registry),
    eventsAccepted: counter({
      name: 'events_accepted',
      help: 'Events stored and acknowledged',
      labels: ['tenant', 'source'],
    }),
    eventsRefused: counter({
      name: 'events_refused',
      help: 'Events refused before they were stored, by reason',
      labels: ['tenant', 'reason'],
    }),
    eventsDispatched: counter({
      name: 'events_dispatched',
      help: 'Events whose rules, runs and waits have all been served',
      labels: ['tenant'],
    }),
    eventsDead: counter({
      name: 'events_dead',
      help: 'Events set aside after the last attempt to dispatch them',
      labels: ['tenant'],
    }),
    dispatchSeconds: duration({
      name: 'dispatch',
      help: 'From picking an event up to having dispatched it',
      labels: ['tenant'],
    }),
    bursts: counter({
      name: 'bursts',
      help: 'Bursts of journey runs, by how they left the run: done, waiting, pending, failed',
      labels: ['tenant', 'outcome'],
    }),
    burstSeconds: duration({ name: 'burst', help: 'One burst, sends included', labels: ['tenant'] }),
    messages: counter({
      name: 'messages',
      help: 'Messages by channel and outcome: sent, skipped, held, rejected, retried, unknown',
      labels: ['tenant', 'channel', 'outcome'],
    }),
    pluginCalls: counter({
      name: 'plugin_calls',
      help: 'Calls of plugin actions by outcome',
      labels: ['tenant', 'plugin', 'action', 'outcome'],
    }),
    pluginSeconds: duration({
      name: 'plugin',
      help: 'Calls of plugin actions',
      labels: ['plugin', 'action'],
    }),
    httpRequests: counter({
      name: 'http_requests',
      help: 'HTTP requests by route pattern, method and status',
      labels: ['route', 'method', 'status'],
    }),
    httpSeconds: duration({ name: 'http', help: 'HTTP requests', labels: ['route', 'method'] }),
  };
};

/** The engine's counters and histograms (durations in seconds) with the registry they live in. */
export type Metrics = ReturnType<typeof engineMetrics> & {
  readonly registry: Registry;
  readonly contentType: string;
  /** Everything in Prometheus' text format: ours, and the worker's when a reader for it was given. */
  readonly text: () => Promise<string>;
};

const asComment = (thrown: unknown): string =>
  `# worker metrics cannot be read: ${String(thrown).replaceAll('\n', ' ')}\n`;

/**
 * Makes a registry of its own (never the library's global one). `process: true` adds Node's memory, CPU and event
 * loop figures. `workerText` is merged in; when it cannot be read the page says so and still serves the rest.
 */
export const createMetrics = (
  input: { process?: boolean; workerText?: () => Promise<string> } = {},
): Metrics => {
  const { workerText } = input;
  const registry = new Registry();
  if (input.process === true) collectDefaultMetrics({ register: registry });
  const textOfWorker = async (): Promise<string> => {
    if (workerText === undefined) return '';
    try {
      return await workerText();
    } catch (thrown) {
      return asComment(thrown);
    }
  };
  return {
    ...engineMetrics(registry),
    registry,
    contentType: registry.contentType,
    text: async () => (await Promise.all([registry.metrics(), textOfWorker()])).join('\n'),
  };
};
