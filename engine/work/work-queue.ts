import { reachOf, type Viewer } from '../../domain/objects/access.ts';
import { conversationSettingsOf } from '../../domain/workspace/conversation-settings.ts';
import { seenConversations } from '../conversations/conversation-reach.ts';
import { roleScopes } from '../../domain/team/role-scopes.ts';
import type { ApprovalWork } from '../approvals/ports.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspace, LiveWorkspaces } from '../journeys/live-workspace.ts';
import {
  type ConversationWork,
  type MentionStore,
  nameOf,
  type RecordWork,
  type SeenKinds,
  type SnoozeStore,
  type TaskWork,
  type WorkItem,
  type WorkOf,
  type WorkType,
  workTypes,
} from './ports.ts';

/** Reads a page of the work queue: what is due first comes first, then what has no date. */
export type ReadWork = (input: {
  readonly tenant: string;
  /** Who asks, where that is somebody who signed in: what they may not see is left out. */
  readonly viewer: Viewer | undefined;
  readonly of: WorkOf;
  readonly types?: readonly WorkType[] | undefined;
  /** The key of the last item of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}) => Promise<{ readonly items: readonly WorkItem[]; readonly next?: string }>;

/** A page looks behind so many rounds of what is snoozed. */
const roundsMax = 10;

/** The kinds of records that are work, by how far a viewer sees them. */
const seenKinds = (live: LiveWorkspace, viewer: Viewer | undefined): SeenKinds => {
  const work = [...live.objects.values()].filter(({ definition }) => definition.work !== undefined);
  const kindsOf = (reach: string): readonly string[] =>
    work.flatMap(({ definition: { key, access } }) =>
      (viewer === undefined ? 'all' : reachOf({ access, act: 'read', viewer })) === reach ? [key] : [],
    );
  const within = viewer === undefined ? {} : { viewer: { user: viewer.id, teams: viewer.teams } };
  return { all: kindsOf('all'), team: kindsOf('team'), own: kindsOf('own'), ...within };
};

type Deps = {
  readonly taskWork: Pick<TaskWork, 'list'>;
  readonly recordWork: RecordWork;
  readonly conversationWork: ConversationWork;
  readonly mentions: Pick<MentionStore, 'list'>;
  readonly approvalWork: Pick<ApprovalWork, 'list'>;
  readonly snoozes: Pick<SnoozeStore, 'of'>;
  readonly live: LiveWorkspaces;
  readonly clock: Clock;
};

/** Makes the queue: five lists, each on an index of its own and in one order, read as one. */
export const createReadWork = (deps: Deps): ReadWork => {
  return async ({ tenant, viewer, of, types = workTypes, after, limit }) => {
    const live = await deps.live.of(tenant);
    const now = deps.clock.now(tenant);
    const seen = seenKinds(live, viewer);
    const titles = new Map([...live.objects].map(([key, { definition }]) => [key, definition.title]));
    const { access } = conversationSettingsOf(live.published.settings);
    const conversations = seenConversations({ access, viewer });
    const decider =
      viewer === undefined
        ? undefined
        : { id: viewer.id, mayDecide: roleScopes[viewer.role].includes('publish') };
    const page = async (behind: string | undefined): Promise<readonly WorkItem[]> => {
      const asked = { tenant, of, after: behind, limit: limit + 1 };
      const lists: Readonly<Record<WorkType, () => Promise<readonly WorkItem[]>>> = {
        task: () => deps.taskWork.list(asked),
        record: () => deps.recordWork.list({ ...asked, seen, titles }),
        conversation: async () =>
          conversations === 'none'
            ? []
            : deps.conversationWork.list({
                ...asked,
                now,
                ...(conversations === 'all' ? {} : { within: conversations }),
              }),
        mention: () => deps.mentions.list(asked),
        approval: () =>
          deps.approvalWork.list({ ...asked, ...(decider === undefined ? {} : { viewer: decider }) }),
      };
      const found = await Promise.all([...new Set(types)].map((type) => lists[type]()));
      return found.flat().toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    };
    const items: WorkItem[] = [];
    let behind = after;
    for (let round = 0; round < roundsMax; round += 1) {
      const found = await page(behind);
      const looked = found.slice(0, limit);
      const until = await deps.snoozes.of({ tenant, items: looked });
      for (const item of looked) {
        if (items.length === limit) return { items, next: behind ?? '' };
        if ((until.get(nameOf(item)) ?? 0) <= now) items.push(item);
        behind = item.key;
      }
      if (found.length <= limit) return { items };
      if (items.length === limit) break;
    }
    return behind === undefined ? { items } : { items, next: behind };
  };
};
