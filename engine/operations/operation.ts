export const operationKinds = ['job', 'dry-run', 'replay', 'import', 'erasure', 'broadcast'] as const;
export type OperationKind = (typeof operationKinds)[number];

export const operationStates = [
  'waiting',
  'queued',
  'running',
  'paused',
  'done',
  'cancelled',
  'failed',
] as const;
export type OperationState = (typeof operationStates)[number];

/** Something that is done to many people or documents in the background, in one shape whatever it is. Times are epoch milliseconds. */
export type Operation = {
  readonly id: string;
  readonly kind: OperationKind;
  /** What is done: the action of a job, what is imported, the name of a broadcast; `again`: the second look of an erasure. */
  readonly what?: string | undefined;
  /** The journey it is about. */
  readonly journey?: string | undefined;
  /** The profile it is about, by its opaque id. */
  readonly profile?: string | undefined;
  readonly state: OperationState;
  /** How many it has dealt with: people of jobs, dry runs and broadcasts, rows of imports, documents of erasures. */
  readonly done: number;
  /** Of how many, where that is known. */
  readonly total?: number | undefined;
  /** Those it could not deal with. */
  readonly failed: number;
  /** How much is done, from 0 to 1, where that is known. */
  readonly share?: number | undefined;
  readonly createdAt: number;
  readonly endedAt?: number | undefined;
};

/** How much is done of a number that may be known. */
export const shareOf = (done: number, total: number | undefined): number | undefined =>
  total === undefined || total === 0 ? undefined : Math.min(1, done / total);
