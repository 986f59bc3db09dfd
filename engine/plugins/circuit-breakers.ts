import {
  callsIn,
  type CallWindow,
  coolDownAfter,
  noCalls,
  withCall,
} from '../../domain/guards/call-window.ts';
import type { PluginGuard } from '../../domain/guards/guard-settings.ts';
import { isOver } from '../../domain/guards/share.ts';
import { messageOf } from '../../domain/errors.ts';
import { nominalLength, toDuration } from '../../domain/time/duration.ts';
import type { Breaker } from '../../plugins/runtime/breaker.ts';
import type { Log } from '../events/dispatcher.ts';
import type { Circuit, CircuitStore } from './circuit-port.ts';

type Named = { readonly tenant: string; readonly instance: string };

type Deps = {
  readonly circuits: CircuitStore;
  /** Providers live in real time, also where a development clock is ahead. */
  readonly systemTime: () => number;
  readonly log: Log;
  readonly tell: (input: Named & { isOpen: boolean }) => void;
};

export type CircuitBreakers = {
  /** The breaker for the instances of a tenant with such a guard. */
  readonly with: (guard: PluginGuard) => Breaker;
  /** Looks which circuits are open, in all processes. */
  readonly refresh: () => Promise<void>;
};

/** How old what is known of the open circuits may be. */
const knownForMs = 1000;

const keyOf = ({ tenant, instance }: Named): string => JSON.stringify([tenant, instance]);
const lengthOf = (text: string): number => nominalLength(toDuration(text));

type Known = {
  readonly open: ReadonlyMap<string, Circuit>;
  readonly set: (circuit: Circuit) => void;
  readonly drop: (named: Named) => void;
  readonly refresh: (input: { force: boolean }) => Promise<void>;
};

/** What this process knows of the open circuits; `closed` hears of those that another process closed. */
const createKnown = (deps: Deps & { closed: (key: string) => void }): Known => {
  const open = new Map<string, Circuit>();
  const looked = { at: 0 };
  const drop = (named: Named): void => {
    if (!open.delete(keyOf(named))) return;
    deps.closed(keyOf(named));
    deps.tell({ ...named, isOpen: false });
  };
  const set = (circuit: Circuit): void => {
    open.set(keyOf(circuit), circuit);
    deps.tell({ tenant: circuit.tenant, instance: circuit.instance, isOpen: true });
  };
  return {
    open,
    set,
    drop,
    refresh: async ({ force }) => {
      if (!force && deps.systemTime() - looked.at < knownForMs) return;
      looked.at = deps.systemTime();
      const found = await deps.circuits.all();
      const keys = new Set(found.map(keyOf));
      for (const circuit of open.values()) if (!keys.has(keyOf(circuit))) drop(circuit);
      for (const circuit of found) set(circuit);
    },
  };
};

/** What a call tells: an open circuit stays open or closes by its one try, a closed one opens when too many fail. */
const createNotes = (deps: Deps & { known: Known; windows: Map<string, CallWindow> }) => {
  const { known, windows } = deps;

  const noteProbe = async (
    input: Named & { failed: boolean; why: string; coolDownMs: number },
  ): Promise<void> => {
    const { tenant, instance, failed, coolDownMs } = input;
    const circuit = known.open.get(keyOf(input));
    if (!failed) {
      known.drop({ tenant, instance });
      deps.log.info({ tenant, instance }, 'The provider answers again; calls go through.');
      await deps.circuits.close({ tenant, instance });
      return;
    }
    const tries = (circuit?.tries ?? 0) + 1;
    const why = `${tries} ${tries === 1 ? 'try' : 'tries'} in vain; the last: ${input.why}`.slice(0, 300);
    const probeAt = deps.systemTime() + coolDownAfter({ coolDownMs, tries });
    if (circuit !== undefined) known.set({ ...circuit, tries, probeAt, why });
    await deps.circuits.failed({ tenant, instance, probeAt, why });
  };

  const noteCall = async (
    input: Named & { failed: boolean; why: string; guard: PluginGuard },
  ): Promise<void> => {
    const { tenant, instance, failed: bad, guard } = input;
    const key = keyOf(input);
    // Begun before the circuit opened.
    if (known.open.has(key)) return;
    const now = deps.systemTime();
    const withinMs = lengthOf(guard.within);
    const window = withCall({ window: windows.get(key) ?? noCalls, at: now, bad, withinMs });
    windows.set(key, window);
    const calls = callsIn({ window, now, withinMs });
    if (!bad || !isOver({ limit: guard, ...calls })) return;
    windows.delete(key);
    const why =
      `${calls.bad} of ${calls.all} calls within ${guard.within} failed; the last: ${input.why}`.slice(
        0,
        300,
      );
    const circuit = {
      tenant,
      instance,
      openedAt: now,
      why,
      tries: 0,
      probeAt: now + lengthOf(guard.coolDown),
    };
    known.set(circuit);
    deps.log.warn({ tenant, instance }, `Calls are held: ${why}`);
    await deps.circuits.open(circuit);
  };

  return { noteProbe, noteCall };
};

/**
 * Makes the circuit breakers of plugin instances. What fails is counted in each process, so that no call waits for a
 * database to be counted; that a circuit is open is shared by the store, so that the first process that finds out
 * spares all others, one call of all of them tries, and every process can say why calls are held. A store that cannot
 * be reached leaves this process with what it knows: it holds or lets through, and never fails a call.
 */
export const createCircuitBreakers = (deps: Deps): CircuitBreakers => {
  const windows = new Map<string, CallWindow>();
  const known = createKnown({ ...deps, closed: (key) => windows.delete(key) });
  const { noteProbe, noteCall } = createNotes({ ...deps, known, windows });

  const quietly = async (named: Partial<Named>, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (thrown) {
      deps.log.warn({ ...named, error: messageOf(thrown) }, 'The state of a circuit cannot be shared now.');
    }
  };

  return {
    refresh: () => known.refresh({ force: true }),
    with: (guard) => {
      const coolDownMs = lengthOf(guard.coolDown);
      return {
        admit: async ({ tenant, instance }) => {
          const named = { tenant, instance };
          await quietly(named, () => known.refresh({ force: false }));
          const circuit = known.open.get(keyOf(named));
          if (circuit === undefined) return { kind: 'go' };
          const afterMs = circuit.probeAt - deps.systemTime();
          if (afterMs <= 0) return { kind: 'probe' };
          return {
            kind: 'held',
            afterMs: Math.min(afterMs, coolDownMs),
            spreadMs: coolDownMs / 2,
            why: circuit.why,
          };
        },
        takeProbe: async ({ tenant, instance, forMs }) => {
          const systemTime = deps.systemTime();
          const taken = { is: false };
          await quietly({ tenant, instance }, async () => {
            taken.is = await deps.circuits.takeProbe({
              tenant,
              instance,
              systemTime,
              until: systemTime + forMs,
            });
          });
          return taken.is;
        },
        note: ({ probe, ...call }) =>
          quietly({ tenant: call.tenant, instance: call.instance }, () =>
            probe ? noteProbe({ ...call, coolDownMs }) : noteCall({ ...call, guard }),
          ),
      };
    },
  };
};
