import { threadId } from 'node:worker_threads';

/** Stands for the compiler in tests; the key of a message says how it goes. */
export const compileMessage = async ({ key }) => {
  if (key === 'throws') throw new Error('the compiler broke.');
  if (key === 'hangs') for (;;);
  if (key === 'fills-the-memory') {
    const held = [];
    for (;;) held.push(Array.from({ length: 100_000 }, (_item, index) => ({ index })));
  }
  return {
    ok: false,
    problems: [{ code: 'done', path: String(threadId), message: key, hint: '', severity: 'error' }],
  };
};
