import { CicloError } from '../../domain/errors.ts';

const boundMs = 8000;

/**
 * What the work answers, or `unavailable` when that takes longer than eight seconds. For what somebody outside
 * waits for: a call to the database may otherwise outlast an election. The work itself goes on, so what is done
 * this way must be safe to repeat.
 */
export const inTime = async <T>(work: Promise<T>, ms: number = boundMs): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new CicloError({ code: 'unavailable', message: 'The database did not answer in time.' }));
    }, ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
