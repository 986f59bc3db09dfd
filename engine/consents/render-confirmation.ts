import { linkHostsOf } from '../../domain/messages/links/link-hosts.ts';
import type { LoadedMessage } from '../../domain/messages/load-message.ts';
import { renderMessage, type RenderResult } from '../../domain/messages/templates/render-message.ts';
import { tenantFacts } from '../runs/effects/template-context.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';

/** The key of the message of a workspace that asks for a confirmed opt-in. */
export const confirmationKey = 'confirm-subscription';

/** Fills the workspace's own confirmation; it sees nothing that the person who asked could have written. */
export const renderConfirmation = (input: {
  message: LoadedMessage;
  settings: LiveWorkspace['published']['settings'];
  locales: readonly string[];
  /** What the topic is called. */
  topic: string;
  /** Where the yes is given. */
  url: string;
}): RenderResult =>
  renderMessage({
    message: input.message,
    context: {
      profile: {},
      entry: { properties: { topic: input.topic } },
      event: {},
      steps: {},
      tenant: tenantFacts(input.settings),
      links: { confirm: input.url },
    },
    locales: input.locales,
    hosts: linkHostsOf(input.settings),
  });
