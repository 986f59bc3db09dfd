import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { messageOf } from '../../../domain/errors.ts';
import type { Log } from '../../../platform/log.ts';
import { bundlePlugin } from '../../../platform/plugin-code/bundle.ts';
import { createGuest, type EndsLimit, type Guest, usualEnds } from '../../../platform/plugin-code/guest.ts';
import {
  startThread,
  type Thread,
  type ThreadLimits,
  usualLimits,
} from '../../../platform/plugin-code/thread.ts';
import type { Plugin } from '../../../plugins/contract.ts';
import type { Log as PluginLog } from '../../../plugins/contract/context.ts';
import { lostCall } from '../../../plugins/runtime/lost-call.ts';
import { aboutSchema } from './about.ts';
import { apartPlugin } from './apart-plugin.ts';
import { isLogSaid } from './questions.ts';

/** A plugin that was loaded into a thread, or why it cannot be used, in one sentence. */
export type LoadedApart =
  | { readonly ok: true; readonly plugin: Plugin; readonly close: () => Promise<void> }
  | { readonly ok: false; readonly why: string };

export type ApartOptions = {
  readonly limits?: Partial<ThreadLimits> | undefined;
  readonly ends?: EndsLimit | undefined;
  readonly allowPrivate?: boolean | undefined;
  /** Hears of what a plugin leaves behind while no instance is asked. */
  readonly log?: Pick<Log, 'error'> | undefined;
};

const lengthMax = 500;
const no = (why: string): LoadedApart => ({ ok: false, why: why.slice(0, lengthMax) });

const compiled = async (input: { dir: string; entry: string }): Promise<string> => {
  const own = await mkdtemp(join(tmpdir(), 'ciclo-plugin-'));
  try {
    const file = join(own, 'plugin.mjs');
    await bundlePlugin({ ...input, file, served: true });
    return await readFile(file, 'utf8');
  } finally {
    await rm(own, { recursive: true, force: true });
  }
};

const stray =
  'The plugin threw an error that nothing waits for. Await its promises, and listen to the errors of what it opens.';

/** Makes what starts guests of one plugin. */
const createStart = (input: { id: string; code: string; limits: ThreadLimits; options: ApartOptions }) => {
  const { id, code, limits, options } = input;
  const run = (
    log: Pick<PluginLog, 'error'>,
    more: { onEnd: (why: string) => void; onSaid?: (about: unknown) => void },
  ) =>
    startThread({
      code,
      limits,
      onSaid: more.onSaid ?? (() => undefined),
      onStray: (error) => log.error({ code: 'plugin-misbehaved', error }, stray),
      onEnd: more.onEnd,
    });
  const guest = (given: {
    log: Pick<PluginLog, 'error'>;
    start: (onEnd: (why: string) => void) => Thread;
    first?: Thread;
  }) =>
    createGuest({
      start: ({ onEnd }) => given.start(onEnd),
      first: given.first,
      ends: options.ends ?? usualEnds,
      now: Date.now,
      onEnd: ({ why, isOff }) =>
        given.log.error(
          { code: isOff ? 'plugin-off' : 'plugin-ended', plugin: id, why },
          isOff ? 'The plugin is off: its thread ended too often.' : 'The thread of the plugin ended.',
        ),
      lost: ({ why, begun, isOff }) => {
        const message = isOff
          ? `The plugin "${id}" is off. ${why}`
          : `The thread of the plugin "${id}" ended. ${why}`;
        return lostCall({ message, begun, isOff });
      },
    });
  return { run, guest };
};

const quiet: Pick<PluginLog, 'error'> = { error: () => undefined };

/**
 * Compiles a plugin, TypeScript or JavaScript, and loads it into a thread of its own: code that throws, hangs, ends the process or eats the memory
 * when it is imported is found out and left. Each instance has a thread of its own besides, from its first call on. Never rejects.
 */
export const loadApart = async (
  input: { readonly dir: string; readonly entry: string; readonly id: string } & ApartOptions,
): Promise<LoadedApart> => {
  const { dir, entry, id, log = quiet, allowPrivate = false } = input;
  const limits = { ...usualLimits, ...input.limits };
  try {
    const code = await compiled({ dir, entry });
    const { run, guest } = createStart({ id, code, limits, options: input });
    const guests = new Set<Guest>();
    const held: { host?: ReturnType<typeof guest> } = {};
    const first = run(log, { onEnd: (why) => held.host?.onEnd(why) });
    const ready = await first.ready;
    const about = ready.ok ? aboutSchema.parse(ready.about) : ready;
    if (!about.ok) {
      await first.end();
      return no(about.why);
    }
    const host = guest({ log, first, start: (onEnd) => run(log, { onEnd }) });
    held.host = host;
    guests.add(host);
    const start = (own: { log: PluginLog }): Guest => {
      const made = guest({
        log: own.log,
        start: (onEnd) =>
          run(own.log, {
            onEnd,
            onSaid: (said) => {
              if (isLogSaid(said)) own.log[said.level](said.fields, said.message);
            },
          }),
      });
      const counted: Guest = {
        ...made,
        end: async () => {
          guests.delete(counted);
          await made.end();
        },
      };
      guests.add(counted);
      return counted;
    };
    return {
      ok: true,
      plugin: apartPlugin({ about, threads: { host, start, computeMs: limits.computeMs }, allowPrivate }),
      close: async () => {
        await Promise.all([...guests].map((one) => one.end()));
      },
    };
  } catch (thrown) {
    return no(`It cannot be compiled: ${messageOf(thrown)}`);
  }
};
