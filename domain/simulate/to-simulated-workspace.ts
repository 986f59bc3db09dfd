import type { CompiledMessage } from '../messages/compiled-message.ts';
import { loadMessage } from '../messages/load-message.ts';
import type { SimulatedWorkspace } from './simulation.ts';
import { toSimulatedMessage } from './to-simulated-message.ts';

/** A checked workspace as simulations play with it; made once, it serves any number of them. */
export const toSimulatedWorkspace = (
  workspace: Omit<SimulatedWorkspace, 'messages'> & { readonly messages: readonly CompiledMessage[] },
): SimulatedWorkspace => {
  const { settings, offers, catalog, segments, lists, rules } = workspace;
  return {
    settings,
    messages: new Map(
      workspace.messages.map((message) => [message.key, toSimulatedMessage(loadMessage(message))]),
    ),
    ...(offers === undefined ? {} : { offers }),
    ...(catalog === undefined ? {} : { catalog }),
    ...(segments === undefined ? {} : { segments }),
    ...(lists === undefined ? {} : { lists }),
    ...(rules === undefined ? {} : { rules }),
  };
};
