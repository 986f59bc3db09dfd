import type { Command } from './commands.ts';
import type { Decision } from '../decisions.ts';
import { thaw } from './adopt.ts';
import { mergedOutcome } from './reentry.ts';
import { reduceTaskDone } from './reduce-task-done.ts';
import {
  enter,
  finish,
  leave,
  nodeAt,
  prepend,
  type ReduceContext,
  type Reduced,
  renamed,
  stay,
} from './transitions.ts';
import type { RunState, Waiting } from './run-state.ts';

type Input<K extends Command['kind']> = {
  context: ReduceContext;
  state: RunState;
  command: Extract<Command, { kind: K }>;
};

/** What follows from an operator's command. A command that cannot apply is refused in the ledger. */
export const reduceCommand = (input: {
  context: ReduceContext;
  state: RunState;
  command: Command;
}): Reduced => {
  const { context, state, command } = input;
  switch (command.kind) {
    case 'exit':
      return finish({
        state,
        outcome: command.outcome,
        decision: decision({
          state,
          kind: 'exited',
          reason: 'operator',
          detail: { why: command.reason ?? null },
        }),
      });
    case 'merged':
      return finish({
        state,
        outcome: mergedOutcome,
        decision: decision({ state, kind: 'exited', reason: 'merged', detail: { run: command.into } }),
      });
    case 'skip':
      return skip({ context, state });
    case 'move':
      return move({ context, state, command });
    case 'restart':
      return restart({ context, state });
    case 'freeze':
      return freeze({ context, state });
    case 'resume':
      return resume({ context, state, command });
    default:
      return migrate({ state, command });
  }
};

const decision = (input: {
  state: RunState;
  kind: Decision['kind'];
  reason?: string;
  detail?: Decision['detail'];
}): Decision => ({
  kind: input.kind,
  step: input.state.at,
  visit: input.state.visit,
  ...(input.reason === undefined ? {} : { reason: input.reason }),
  ...(input.detail === undefined ? {} : { detail: input.detail }),
});

const refuse = (input: { state: RunState; reason: string; detail?: Decision['detail'] }): Reduced =>
  prepend([decision({ ...input, kind: 'refused' })], stay(input.state));

const skip = ({ context, state }: { context: ReduceContext; state: RunState }): Reduced => {
  if (state.at === null) return refuse({ state, reason: 'not-on-a-step' });
  const skipped = decision({ state, kind: 'skipped', reason: 'operator' });
  const branch = state.waiting?.kind === 'events' ? { branch: 'otherwise' } : {};
  return prepend(
    [skipped],
    leave({ context, state: { ...state, frozen: null }, since: context.now, ...branch }),
  );
};

const move = ({ context, state, command }: Input<'move'>): Reduced => {
  if (!context.graph.nodes.has(command.to)) {
    return refuse({ state, reason: 'no-such-step', detail: { to: command.to } });
  }
  const moved = decision({ state, kind: 'moved', reason: 'operator', detail: { to: command.to } });
  const from: RunState = { ...state, since: context.now, frozen: null, rounds: {} };
  return prepend([moved], enter({ context, state: from, step: command.to }));
};

const restart = ({ context, state }: { context: ReduceContext; state: RunState }): Reduced => {
  const moved = decision({ state, kind: 'moved', reason: 'restart' });
  const from: RunState = { ...state, since: context.now, frozen: null, rounds: {}, steps: {} };
  return prepend([moved], enter({ context, state: from, step: context.graph.start }));
};

const freeze = ({ context, state }: { context: ReduceContext; state: RunState }): Reduced => {
  if (state.frozen !== null) return stay(state);
  const frozen: RunState = { ...state, frozen: { at: context.now } };
  return prepend([decision({ state, kind: 'frozen', reason: 'operator' })], stay(frozen));
};

/**
 * Stands still with its whole journey: since the journey does, or since it came to where it stands if that was
 * later. A run that an operator stopped by itself stays stopped by itself.
 */
export const hold = (input: { context: ReduceContext; state: RunState; at: number }): Reduced => {
  const { context, state } = input;
  if (state.frozen !== null) return stay(state);
  const since = Math.min(context.now, Math.max(input.at, state.waiting?.from ?? 0));
  const frozen: RunState = { ...state, frozen: { at: since, journey: true } };
  return prepend([decision({ state, kind: 'frozen', reason: 'journey' })], stay(frozen));
};

/** The wait at hand, later by so much; what depends on a date or a window does not move. */
const shifted = (input: { context: ReduceContext; state: RunState; by: number }): Waiting | null => {
  const { context, state, by } = input;
  const { waiting } = state;
  if (waiting === null || waiting.until === null || by === 0) return waiting;
  const node = nodeAt({ context, state });
  if (node?.stepType.isFixed?.(node.step) === true) return waiting;
  return { ...waiting, from: waiting.from + by, until: waiting.until + by };
};

const resume = ({ context, state, command }: Input<'resume'>): Reduced => {
  const { frozen, waiting } = state;
  if (frozen === null) return stay(state);
  const { policy } = command;
  const row = decision({ state, kind: 'resumed', reason: policy });
  const by = policy === 'shift' ? Math.max(0, context.now - frozen.at) : 0;
  const thawed: RunState = {
    ...state,
    frozen: null,
    waiting: shifted({ context, state, by }),
    skipping: false,
  };
  const step = nodeAt({ context, state })?.step;
  // Also in another version it was taken to meanwhile, where it is a task still.
  if (waiting?.kind === 'task' && waiting.done !== undefined && step?.type === 'task') {
    const { output } = waiting.done;
    return prepend([row], reduceTaskDone({ context, state: thawed, taskId: waiting.taskId, output }));
  }
  const hasCrossed = frozen.crossed === true;
  return prepend(
    [row],
    thaw({ context, state: thawed, hasCrossed, told: waiting?.until, skips: policy === 'skip' }),
  );
};

const migrate = ({ state, command }: Omit<Input<'migrate'>, 'context'>): Reduced => {
  if (command.when === 'next-step') {
    const marked: RunState = { ...state, moveTo: { version: command.version, map: command.map } };
    return prepend(
      [decision({ state, kind: 'migrated', reason: 'at-next-step', detail: { version: command.version } })],
      stay(marked),
    );
  }
  const target = state.at === null ? null : (command.map[state.at] ?? state.at);
  return {
    state: { ...state, moveTo: null, rounds: renamed({ rounds: state.rounds, map: command.map }) },
    decisions: [
      decision({
        state,
        kind: 'migrated',
        reason: 'now',
        detail: { version: command.version, step: target },
      }),
    ],
    next: { kind: 'switch', version: command.version, step: target, how: 'adopt', orElse: state.at },
  };
};
