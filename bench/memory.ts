import { addPeople, track } from './measures.ts';
import type { Row } from './rows.ts';
import type { Stage } from './stage.ts';

const few = 1_000;
const many = Number(process.env['BENCH_PARKED'] ?? '20000');
const megabyte = 1024 * 1024;

/** Memory of the whole process in MB, after a collection where the process allows one. */
const memoryNow = (): number => {
  global.gc?.();
  return process.memoryUsage().rss / megabyte;
};

const park = async (stage: Stage, from: number, to: number): Promise<void> => {
  const { accept, dispatcher } = stage.assembled.engine;
  for (let next = from; next < to; next += 500) {
    const events = Array.from({ length: Math.min(500, to - next) }, (_, n) =>
      track({ userId: `m${next + n}`, name: 'Parked' }),
    );
    await accept({ tenant: 'bench', events });
    await dispatcher.idle();
  }
};

/** Memory of a process with 20,000 waiting runs, against 1,000: flat, since they wait in Temporal. */
export const memory = async (stage: Stage): Promise<Row> => {
  await addPeople({ stage, prefix: 'm', count: few });
  await park(stage, 0, few);
  const before = memoryNow();
  await park(stage, few, many);
  const after = memoryNow();
  return {
    name: `memory with ${many} waiting runs, against ${few}`,
    ours: `${after.toFixed(0)} MB`,
    against: `${before.toFixed(0)} MB`,
    ratio: before / after,
    least: 0.7,
  };
};
