import { afterEach, expect, test } from 'vitest';
import type { MessageSource } from '../../domain/messages/parse-message.ts';
import { type CompilePool, createCompilePool } from './compile-pool.ts';

const fixture = new URL('./compile-worker.fixture.mjs', import.meta.url);

const pools: CompilePool[] = [];
const start = (input: Parameters<typeof createCompilePool>[0]): CompilePool => {
  const pool = createCompilePool(input);
  pools.push(pool);
  return pool;
};
afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.close();
});

const sourceOf = (
  key: string,
  more: { body?: string; partials?: Record<string, string> } = {},
): MessageSource => ({
  key,
  file: `messages/${key}/message.json`,
  defaultLocale: 'en',
  definition: {
    channel: 'email',
    class: 'transactional',
    topic: 'orders',
    subject: { en: 'Hi' },
    whenMissing: 'default',
    track: { opens: true, clicks: true },
    sample: {},
  },
  bodies: {
    en: { file: `messages/${key}/body.mjml`, text: more.body ?? '<mjml><mj-body></mj-body></mjml>' },
  },
  texts: {},
  partials: Object.fromEntries(
    Object.entries(more.partials ?? {}).map(([name, text]) => [
      name,
      { file: `messages/_partials/${name}`, text },
    ]),
  ),
});

const said = async (pool: CompilePool, source: MessageSource): Promise<string> => {
  const result = await pool.compile(source);
  return result.ok ? 'compiled' : result.problems.map(({ code, message }) => `${code}: ${message}`).join();
};

test('a message that breaks, hangs or fills the memory is refused by name, and all others are compiled', async () => {
  const pool = start({ worker: fixture, threads: 2, limitMs: 8_000 });
  const bad = ['throws', 'hangs', 'fills-the-memory'];
  const good = Array.from({ length: 12 }, (_item, index) => `good-${index}`);
  const outcomes = await Promise.all([...bad, ...good].map((key) => said(pool, sourceOf(key))));
  expect(outcomes.slice(0, 2)).toEqual([
    'cannot-compile: The message `throws` could not be compiled: the compiler broke.',
    'cannot-compile: The message `hangs` could not be compiled: It took longer than 8 seconds.',
  ]);
  expect(outcomes[2]).toContain('cannot-compile: The message `fills-the-memory` could not be compiled:');
  expect(outcomes.slice(3)).toEqual(good.map((key) => `done: ${key}`));
});

test('threads that cannot begin refuse the message with the reason, and the next message tries again', async () => {
  const pool = start({ worker: new URL('./there-is-none.mjs', import.meta.url), threads: 1 });
  for (const key of ['one', 'two']) {
    expect(await said(pool, sourceOf(key))).toMatch(/^cannot-compile: .*there-is-none/);
  }
});

test('a content is compiled once: who asks again, or at the same time, gets what is known', async () => {
  const pool = start({ worker: fixture, threads: 1 });
  const partials = { 'head.mjml': '{{> logo}}', 'logo.mjml': 'a', 'other.mjml': 'b' };
  const body = '<mjml><mj-body>{{> head}}</mj-body></mjml>';
  await Promise.all([
    pool.compile(sourceOf('a', { body, partials })),
    pool.compile(sourceOf('a', { body, partials })),
  ]);
  expect(pool.compiled()).toBe(1);
  await pool.compile(sourceOf('a', { body, partials: { ...partials, 'other.mjml': 'changed' } }));
  expect(pool.compiled()).toBe(1);
  await pool.compile(sourceOf('a', { body, partials: { ...partials, 'logo.mjml': 'changed' } }));
  expect(pool.compiled()).toBe(2);
  await pool.compile(sourceOf('a', { body: `${body} `, partials }));
  expect(pool.compiled()).toBe(3);
});

test('a failure is not kept: the same content is tried again', async () => {
  const pool = start({ worker: fixture, threads: 1 });
  await pool.compile(sourceOf('throws'));
  await pool.compile(sourceOf('throws'));
  expect(pool.compiled()).toBe(2);
});

/** How often this thread was free for something else while a piece of work was done. */
const turnsDuring = async (work: () => Promise<unknown>): Promise<number> => {
  let isDone = false;
  const done = work().finally(() => {
    isDone = true;
  });
  let turns = 0;
  for (; !isDone; turns += 1) await new Promise((resolve) => setImmediate(resolve));
  await done;
  return turns;
};

test('while a large message compiles, this thread is free for requests', async () => {
  const section = '<mj-section><mj-column><mj-text>Text</mj-text></mj-column></mj-section>';
  const body = `<mjml><mj-body>${section.repeat(1_000)}</mj-body></mjml>`;
  const { compileMessage } = await import('../../domain/messages/compile-message.ts');
  const pool = start({ threads: 1 });
  await pool.compile(sourceOf('warm'));
  const source = sourceOf('large', { body });
  const here = await turnsDuring(() => compileMessage(source));
  const there = await turnsDuring(() => pool.compile(source));
  expect(there).toBeGreaterThan(20 * here);
});

test('the threads of the engine compile as this thread would', async () => {
  const pool = start({ threads: 1 });
  const source = sourceOf('real', {
    body: '<mjml><mj-body><mj-section></mj-section>{{> x}}</mj-body></mjml>',
  });
  const { compileMessage } = await import('../../domain/messages/compile-message.ts');
  expect(await pool.compile(source)).toEqual(await compileMessage(source));
  const sound = sourceOf('real');
  expect(await pool.compile(sound)).toEqual(await compileMessage(sound));
});
