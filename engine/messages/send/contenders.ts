import type { Contender } from '../../../domain/gate/give-way.ts';
import type { Graph } from '../../../domain/journey/graph.ts';
import type { RunState } from '../../../domain/journey/reduce/run-state.ts';
import type { SendStep } from '../../../domain/journey/steps.ts';
import type { Session } from '../../runs/burst/session.ts';
import type { LiveWorkspaces } from '../../journeys/live-workspace.ts';
import type { Run, RunStore } from '../../runs/ports.ts';
import { channelsOf, topicOf } from './choose-channel.ts';

/** The step a run comes to when what it waits for is over by time. */
const dueStep = (input: { graph: Graph; state: RunState }): string | null => {
  const { graph, state } = input;
  const node = state.at === null ? undefined : graph.nodes.get(state.at);
  if (node === undefined || state.frozen !== null) return null;
  switch (state.waiting?.kind) {
    case 'effect':
      return node.step.id;
    case 'time':
      return node.next;
    case 'events':
      return node.branches['otherwise'] ?? node.next;
    default:
      return null;
  }
};

const sendAt = (graph: Graph, step: string | null): SendStep | undefined => {
  const found = step === null ? undefined : graph.nodes.get(step)?.step;
  return found?.type === 'send' ? found : undefined;
};

/**
 * Makes the look for marketing messages that journeys of higher priority are about to send to the same person: runs that
 * wake by time and then send. Nothing is read where no journey has a higher priority.
 */
export const createContenders = (deps: { runs: RunStore; live: LiveWorkspaces }) => {
  const ofRun = async (input: { session: Session; run: Run }): Promise<readonly Contender[]> => {
    const { session, run } = input;
    const { tenant, live, profile, now } = session;
    const { graph } = await deps.live.journey({ tenant, journey: run.journey, version: run.version });
    const step = sendAt(graph, dueStep({ graph, state: run.state }));
    if (step === undefined || run.wakeAt === undefined) return [];
    const [choice] = channelsOf({ profile, live, step, now });
    const message = choice === undefined ? undefined : live.messages.get(choice.message);
    if (choice === undefined || message?.compiled.class !== 'marketing') return [];
    const topic = topicOf({ step, live });
    return [{ journey: run.journey, at: run.wakeAt, channel: choice.channel, topic }];
  };

  return async (session: Session): Promise<readonly Contender[]> => {
    const { tenant, live } = session;
    const own = session.journey.definition.priority;
    const higher = new Set(
      [...live.journeys.values()].filter(({ definition }) => definition.priority > own).map(({ key }) => key),
    );
    if (higher.size === 0 || live.published.settings.caps.length === 0) return [];
    const { profileId } = session.run;
    const runs = await deps.runs.activeOf({ tenant, profileId });
    const others = runs.filter((run) => run.wakeAt !== undefined && higher.has(run.journey));
    return (await Promise.all(others.map((run) => ofRun({ session, run })))).flat();
  };
};
