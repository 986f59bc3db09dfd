/** The task queues of an engine: the workflows of runs, and effects that take longer. */
export type Queues = { readonly runs: string; readonly effects: string };

/**
 * The queues of an engine, named after its database: engines on one database share their work, engines on
 * different ones must not, also where they share a Temporal namespace.
 */
export const queuesOf = (input: { mongoUri: string }): Queues => {
  const database = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(input.mongoUri)?.[1] ?? 'ciclo';
  return { runs: `${database}-runs`, effects: `${database}-effects` };
};
