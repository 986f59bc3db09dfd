import { setTimeout as pause } from 'node:timers/promises';

import type { EmbeddedServers } from '../../platform/embedded/start.ts';
import type { EngineProcess } from '../harness/engine-process.ts';
import { numberFrom, type Random } from '../harness/random.ts';
import type { Mood, SlowServer } from './slow-server.ts';

/** A process that was ended without warning. */
export type Kill = { readonly process: string; readonly at: number };

export const usualMood: Mood = { slowMs: 400, busy: 3 };

type Named = { readonly name: string; readonly process: EngineProcess };

type Deps = {
  readonly processes: readonly Named[];
  readonly servers: EmbeddedServers;
  readonly mail: SlowServer;
  readonly random: Random;
  readonly say: (line: string) => void;
  /** False: servers get slow and are restarted, and no process is killed. */
  readonly kills: boolean;
};

const betweenMs = 12_000;

/** Makes trouble until it is told to stop: one thing after the other, each made good before the next. */
export const makeTrouble = (deps: Deps) => {
  const kills: Kill[] = [];
  const counts = new Map<string, number>();
  const state = { isOver: false };

  const killOne = async (): Promise<void> => {
    const one = deps.processes[numberFrom({ random: deps.random, to: deps.processes.length })];
    if (one === undefined) return;
    await one.process.kill();
    kills.push({ process: one.name, at: Date.now() });
    await pause(numberFrom({ random: deps.random, to: 3_000 }));
    await one.process.start();
  };
  const mood = async (bad: Mood): Promise<void> => {
    deps.mail.be(bad);
    await pause(betweenMs);
    deps.mail.be(usualMood);
  };
  const troubles: Readonly<Record<string, () => Promise<void>>> = {
    ...(deps.kills ? { 'kill of a process': killOne, 'another kill of a process': killOne } : {}),
    'slow mail server': () => mood({ slowMs: 4_000, busy: 0 }),
    'busy mail server': () => mood({ slowMs: 100, busy: 80 }),
    'restart of Temporal': () => deps.servers.temporal.restart(),
    'restart of MongoDB': () => deps.servers.mongo.restart(),
  };
  const names = Object.keys(troubles);

  /** Each kind once, in another order each round, so that none is left out for long. */
  const round = (): readonly string[] =>
    names
      .map((name) => ({ name, place: deps.random() }))
      .toSorted((a, b) => a.place - b.place)
      .map(({ name }) => name);
  const left: string[] = [];

  const run = async (): Promise<void> => {
    while (!state.isOver) {
      if (left.length === 0) left.push(...round());
      const name = left.shift() ?? '';
      deps.say(name);
      counts.set(name, (counts.get(name) ?? 0) + 1);
      await troubles[name]?.();
      if (!state.isOver) await pause(numberFrom({ random: deps.random, to: betweenMs }));
    }
  };
  const running = run();
  return {
    kills,
    counts,
    stop: async () => {
      state.isOver = true;
      await running;
      deps.mail.be({ slowMs: 20, busy: 0 });
    },
  };
};
