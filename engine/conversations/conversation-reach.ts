import { CicloError, notFound } from '../../domain/errors.ts';
import { type Access, mayReach, reachOf, type Viewer } from '../../domain/objects/access.ts';
import { conversationSettingsOf } from '../../domain/workspace/conversation-settings.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { ConversationRow, ConversationStore } from './ports.ts';

/**
 * Reads a conversation that somebody may see, or answer (`write`), as `access` of `conversations` in `ciclo.json` says; keys go by their scopes
 * alone. Throws `not-found` for one that is not there or not to be seen, `forbidden` for one that is only to be looked at.
 */
export type ConversationReach = (input: {
  readonly tenant: string;
  readonly id: string;
  readonly viewer: Viewer | undefined;
  readonly act: 'read' | 'write';
}) => Promise<ConversationRow>;

/** What of all conversations somebody sees: everything, nothing, or those of a user and of teams. */
export type SeenConversations = 'all' | 'none' | { readonly user: string; readonly teams: readonly string[] };

/** What of the conversations of a workspace somebody sees in lists. */
export const seenConversations = (input: {
  access: Access | undefined;
  viewer: Viewer | undefined;
}): SeenConversations => {
  const { access, viewer } = input;
  const reach = viewer === undefined ? 'all' : reachOf({ access, act: 'read', viewer });
  if (viewer === undefined || reach === 'all') return 'all';
  return reach === 'none' ? 'none' : { user: viewer.id, teams: reach === 'team' ? viewer.teams : [] };
};

/**
 * Whether somebody may open a conversation that is assigned so; keys go by their scopes alone. Throws `forbidden` where they could not answer in it
 * afterwards.
 */
export type MayOpenConversation = (input: {
  readonly tenant: string;
  readonly viewer: Viewer | undefined;
  readonly assignee?: string;
  readonly team?: string;
}) => Promise<void>;

/** Makes the look whether somebody may open a conversation. */
export const createMayOpenConversation = (deps: { live: LiveWorkspaces }): MayOpenConversation => {
  return async ({ tenant, viewer, assignee, team }) => {
    if (viewer === undefined) return;
    const { access } = conversationSettingsOf((await deps.live.of(tenant)).published.settings);
    const record = {
      ...(assignee === undefined ? {} : { owner: assignee }),
      ...(team === undefined ? {} : { team }),
    };
    if (mayReach({ access, act: 'write', viewer, record })) return;
    throw new CicloError({
      code: 'forbidden',
      message: `The role ${viewer.role} may not open such a conversation: see \`access\` of \`conversations\`. Assign it to yourself or to your team.`,
    });
  };
};

/** Makes the look for a conversation in the name of somebody. */
export const createConversationReach = (deps: {
  conversations: Pick<ConversationStore, 'get'>;
  live: LiveWorkspaces;
}): ConversationReach => {
  return async ({ tenant, id, viewer, act }) => {
    const row = await deps.conversations.get({ tenant, id });
    const absent = notFound('conversation');
    if (row === undefined) throw absent;
    if (viewer === undefined) return row;
    const { access } = conversationSettingsOf((await deps.live.of(tenant)).published.settings);
    const { assignee, team } = row;
    const record = {
      ...(assignee === undefined ? {} : { owner: assignee }),
      ...(team === undefined ? {} : { team }),
    };
    if (!mayReach({ access, act: 'read', viewer, record })) throw absent;
    if (!mayReach({ access, act, viewer, record })) {
      const message = `The role ${viewer.role} may not change this conversation: see \`access\` of \`conversations\`.`;
      throw new CicloError({ code: 'forbidden', message });
    }
    return row;
  };
};
