import { hashId } from '../../domain/hash.ts';
import type { Command } from '../../domain/journey/reduce/commands.ts';
import type { Told } from '../runs/burst/burst.ts';
import type { ReviveWorkflow } from '../runs/workflow-starter.ts';
import type { Job } from './ports.ts';
import type { CancelPlanned } from '../messages/cancel-planned.ts';
import type { RunStore } from '../runs/ports.ts';
import type { TellRun } from '../runs/tell-run.ts';

/** What a job came to for one run. */
export type Worked =
  | { readonly kind: 'done' }
  /** There was nothing to do any more. */
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly message: string };

const done: Worked = { kind: 'done' };
const passed: Worked = { kind: 'passed' };

const outcomeOfMigration = (input: { told: Extract<Told, { kind: 'told' }>; version: number }): Worked => {
  const { run } = input.told;
  const { moveTo, outcome } = run.state;
  if (outcome !== null || run.version === input.version || moveTo?.version === input.version) return done;
  const message = `Its step ${run.step ?? ''} is not in version ${input.version}; it goes on in version ${run.version}.`;
  return { kind: 'failed', message };
};

const reviveRun = async (input: {
  deps: { runs: Pick<RunStore, 'get'>; revive: ReviveWorkflow };
  tenant: string;
  run: string;
}): Promise<Worked> => {
  const run = await input.deps.runs.get(input);
  if (run === undefined || run.status === 'ended') return passed;
  return (await input.deps.revive(run)) === 'started' ? done : passed;
};

/**
 * Makes what a job does to one run. The command has an id that follows from the job and the run, so a run that
 * was dealt with before a crash is not dealt with again.
 */
export const createWorkOnRun = (deps: {
  runs: Pick<RunStore, 'get'>;
  cancelPlanned: CancelPlanned;
  tell: TellRun;
  revive: ReviveWorkflow;
}) => {
  /** What the action of a job is for this run; null: it only has to look. */
  const commandFor = async (input: { job: Job; run: string }): Promise<Command | null> => {
    const { action, tenant } = input.job;
    switch (action.kind) {
      case 'hold':
      case 'revive':
        return null;
      case 'release':
        return { kind: 'resume', policy: action.policy };
      case 'exit': {
        const { cancel: _cancel, ...exit } = action;
        return exit;
      }
      case 'migrate': {
        const { map, ...migrate } = action;
        const leaving = Object.values(map).includes(null);
        const at = leaving ? (await deps.runs.get({ tenant, run: input.run }))?.step : undefined;
        if (typeof at === 'string' && map[at] === null) return { kind: 'exit', outcome: 'removed' };
        const kept = Object.entries(map).flatMap(([from, to]) => (to === null ? [] : [[from, to]]));
        return { ...migrate, map: Object.fromEntries(kept) };
      }
      default:
        return action;
    }
  };

  return async (input: { job: Job; run: string }): Promise<Worked> => {
    const { job, run } = input;
    const { tenant, action } = job;
    if (action.kind === 'revive') return reviveRun({ deps, tenant, run });
    const command = await commandFor(input);
    const told = await deps.tell({
      tenant,
      run,
      ...(command === null ? {} : { command: { id: hashId('job', job.id, run), command } }),
    });
    if (told.kind === 'gone') return passed;
    if (action.kind === 'exit' && action.cancel) {
      const { profileId, id } = told.run;
      await deps.cancelPlanned({ tenant, profileId, run: id, reason: 'run-stopped' });
    }
    if (action.kind === 'hold') return told.run.state.frozen === null ? passed : done;
    if (action.kind === 'migrate') return outcomeOfMigration({ told, version: action.version });
    return done;
  };
};
