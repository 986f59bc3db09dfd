/** The task queues of an engine: the workflows of runs, and effects that take longer. */
export type Queues = { readonly runs: string; readonly effects: string };

/** The queues under a prefix; engines on one Temporal namespace that must not share work have different ones. */
export const queuesOf = (prefix: string): Queues => ({ runs: `${prefix}-runs`, effects: `${prefix}-effects` });
