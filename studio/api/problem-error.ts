import type { components } from './schema.ts';

/** What the API says is wrong, as RFC 9457 writes it. */
export type Problem = components['schemas']['Problem'];

/** A call that the API refused, with everything it said about it. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

/** A problem of our own: nobody answered, or not in the form of the API. */
export const unreachable = (status: number): Problem => ({
  type: 'urn:ciclo:problem:unavailable',
  title: 'The engine does not answer.',
  status,
  code: 'unavailable',
  detail: 'The engine does not answer.',
});
