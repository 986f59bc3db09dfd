/** One thing to be done, and whom to tell how it came out. */
type Waiting<Job, Answer> = {
  readonly job: Job;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (thrown: unknown) => void;
};

/** What came of one job of a group; `later` puts it in front of the next group. */
export type JobOutcome<Answer> =
  | { readonly kind: 'done'; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly thrown: unknown }
  | { readonly kind: 'later' };

/**
 * Makes a queue for each name: jobs of one name that come while a group of it is under way make the next group, of `max` jobs at
 * most and only of those that may go together. Jobs of the same moment go together from the start.
 */
export const createQueues = <Job, Answer>(input: {
  max: number;
  goTogether: (first: Job, other: Job) => boolean;
  /** What came of each, in their order; the first is never `later`. When it throws, all have failed. */
  work: (jobs: readonly [Job, ...Job[]]) => Promise<readonly JobOutcome<Answer>[]>;
}): ((name: string, job: Job) => Promise<Answer>) => {
  type One = Waiting<Job, Answer>;
  const { max, goTogether, work } = input;
  const queues = new Map<string, One[]>();

  const take = (queue: One[]): readonly One[] => {
    const [first] = queue;
    if (first === undefined) return [];
    const end = queue.findIndex((one, index) => index >= max || !goTogether(first.job, one.job));
    return queue.splice(0, end === -1 ? queue.length : end);
  };
  const tell = (one: One, outcome: JobOutcome<Answer> | undefined): boolean => {
    if (outcome?.kind === 'done') one.resolve(outcome.answer);
    else if (outcome?.kind === 'failed') one.reject(outcome.thrown);
    return outcome?.kind === 'done' || outcome?.kind === 'failed';
  };
  const run = async (name: string, queue: One[]): Promise<void> => {
    await Promise.resolve();
    while (queue.length > 0) {
      const group = take(queue);
      const [first, ...others] = group.map(({ job }) => job);
      if (first === undefined) break;
      try {
        const outcomes = await work([first, ...others]);
        queue.unshift(...group.filter((one, index) => !tell(one, outcomes[index])));
      } catch (thrown) {
        for (const one of group) one.reject(thrown);
      }
    }
    queues.delete(name);
  };

  return (name, job) =>
    new Promise((resolve, reject) => {
      const one: One = { job, resolve, reject };
      const queue = queues.get(name);
      if (queue !== undefined) {
        queue.push(one);
        return;
      }
      const started = [one];
      queues.set(name, started);
      void run(name, started);
    });
};
