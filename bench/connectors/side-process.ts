import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A process of its own beside the benchmarks, which answers each word that it is asked with one message. */
export type SideProcess = {
  /** What it said when it was ready. */
  readonly ready: unknown;
  readonly ask: (word: string) => Promise<unknown>;
  readonly stop: () => void;
};

/** Starts a file of this folder as a process of its own, and waits until it is ready. */
export const startSide = async (file: string, args: readonly string[] = []): Promise<SideProcess> => {
  const child = fork(join(import.meta.dirname, file), [...args], { execArgv: ['--import', 'tsx'] });
  const next = async (): Promise<unknown> => {
    const [message]: unknown[] = await once(child, 'message');
    return message;
  };
  const ready = await next();
  return {
    ready,
    ask: async (word) => {
      const answer = next();
      child.send(word);
      return answer;
    },
    stop: () => child.kill(),
  };
};
