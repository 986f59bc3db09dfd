import { isOpenApproval } from '../../domain/approvals/approval.ts';
import { CicloError, notFound } from '../../domain/errors.ts';
import { mayReach, type Viewer } from '../../domain/objects/access.ts';
import { stageOf, stagesOf } from '../../domain/objects/definition.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Actor } from '../../domain/records/record.ts';
import { roleScopes } from '../../domain/team/role-scopes.ts';
import type { ApprovalStore, ApprovalWork } from '../approvals/ports.ts';
import type { ChangeConversation } from '../conversations/change-conversation.ts';
import type { ConversationReach } from '../conversations/conversation-reach.ts';
import type { Outcome, Records } from '../records/change-records.ts';
import type { ObjectsOf } from '../records/objects-of.ts';
import type { RecordRow, RecordStore } from '../records/ports.ts';
import type { FinishTask } from '../tasks/finish-task.ts';
import type { TaskStore } from '../tasks/ports.ts';
import type { CheckTeam } from '../team/check-team.ts';
import type { MentionStore, SnoozeStore, TaskWork, WorkType } from './ports.ts';

type Named = {
  readonly tenant: string;
  readonly type: WorkType;
  readonly id: string;
  readonly viewer: Viewer | undefined;
  readonly actor: Actor;
};

/** To whom work is given; null takes away, what is not named stays. */
export type Given = {
  readonly assignee?: string | null | undefined;
  readonly team?: string | null | undefined;
  /** Only where nobody else has it. */
  readonly isClaim: boolean;
};

/** What is said of work that is done. */
export type Said = {
  readonly outcome: string;
  readonly note?: string | undefined;
  readonly by?: string | undefined;
  /** Of a record: the stage in which it ends, and values that go with it. */
  readonly stage?: string | undefined;
  readonly data?: JsonObject | undefined;
};

/** What is done with items of the work queue. All throw `not-found` for one that is not there, or that the viewer may not see. */
export type ChangeWork = {
  /** Throws `conflict` when somebody else has it, `unprocessable` for no such user or team. */
  readonly give: (input: Named & Given) => Promise<void>;
  /** Out of the queue until an instant of the tenant's time; null brings it back. */
  readonly snooze: (input: Named & { readonly until: number | null }) => Promise<void>;
  /** A refused record says why. */
  readonly finish: (input: Named & Said) => Promise<Outcome | undefined>;
};

type Deps = {
  readonly taskWork: Pick<TaskWork, 'assign'>;
  readonly tasks: Pick<TaskStore, 'get'>;
  readonly finishTask: FinishTask;
  readonly records: Pick<RecordStore, 'get'>;
  readonly changeRecords: Pick<Records, 'change'>;
  readonly objectsOf: ObjectsOf;
  readonly changeConversation: ChangeConversation;
  readonly conversationReach: ConversationReach;
  readonly mentions: Pick<MentionStore, 'get' | 'remove'>;
  readonly approvals: Pick<ApprovalStore, 'get'>;
  readonly approvalWork: Pick<ApprovalWork, 'assign'>;
  readonly snoozes: Pick<SnoozeStore, 'set'>;
  readonly checkTeam: CheckTeam;
};

const taken = (): CicloError =>
  new CicloError({ code: 'conflict', message: 'Somebody else has it already.' });

/** Makes the look for a record that the viewer may change. */
const createRecordFor =
  (deps: Deps) =>
  async ({ tenant, id, viewer }: Named) => {
    const row = await deps.records.get({ tenant, id });
    const definition = (await deps.objectsOf(tenant)).get(row?.kind ?? '')?.definition;
    if (row === undefined || row.deletedAt !== undefined || definition === undefined) throw notFound('work');
    const { access } = definition;
    if (viewer !== undefined && !mayReach({ access, act: 'read', viewer, record: row }))
      throw notFound('work');
    if (viewer !== undefined && !mayReach({ access, act: 'write', viewer, record: row })) {
      const message = `The role ${viewer.role} may not change this record: see \`access\` of the object.`;
      throw new CicloError({ code: 'forbidden', message });
    }
    return { row, definition };
  };

const giveRecord = async (deps: Deps, named: Named & Given, row: RecordRow): Promise<void> => {
  const { tenant, id, actor, assignee, team, isClaim } = named;
  if (isClaim && row.owner !== undefined && row.owner !== assignee) throw taken();
  const change = {
    ...(assignee === undefined ? {} : { owner: assignee }),
    ...(team === undefined ? {} : { team }),
  };
  // On the revision that was read, so that of two who claim one has it.
  const revision = isClaim ? row.revision : undefined;
  const outcome = await deps.changeRecords.change({ tenant, kind: row.kind, id, actor, change, revision });
  if (outcome.kind === 'done') return;
  if (outcome.kind === 'stale') throw taken();
  throw new CicloError({ code: 'unprocessable', message: 'The record cannot be given: it is not valid.' });
};

/** Reviews are for those who may publish. */
const checkDecider = (viewer: Viewer | undefined): void => {
  if (viewer === undefined || roleScopes[viewer.role].includes('publish')) return;
  throw new CicloError({ code: 'forbidden', message: `The role ${viewer.role} reviews no drafts.` });
};

/** A task that is open. */
const checkTask = async (deps: Deps, { tenant, id }: Named): Promise<void> => {
  const task = await deps.tasks.get({ tenant, id });
  if (task === undefined || task.doneAt !== undefined) throw notFound('work');
};

const createGive =
  (deps: Deps): ChangeWork['give'] =>
  async (named) => {
    const { tenant, type, id, viewer, assignee, team, isClaim } = named;
    const check = () => deps.checkTeam({ tenant, users: assignee ?? undefined, team: team ?? undefined });
    if (type === 'task') {
      await checkTask(deps, named);
      await check();
      const given = await deps.taskWork.assign({ tenant, id, assignee, team, isFree: isClaim });
      if (given === 'absent') throw notFound('work');
      if (given === 'taken') throw taken();
    } else if (type === 'record') {
      const { row } = await createRecordFor(deps)(named);
      await check();
      await giveRecord(deps, named, row);
    } else if (type === 'conversation') {
      await deps.conversationReach({ tenant, id, viewer, act: 'write' });
      await check();
      const change = { assignee, team, isClaim };
      if ((await deps.changeConversation({ tenant, id, change })) === undefined) throw notFound('work');
    } else if (type === 'approval') {
      checkDecider(viewer);
      await check();
      const given = await deps.approvalWork.assign({ tenant, id, assignee, team, isFree: isClaim });
      if (given === 'absent') throw notFound('work');
      if (given === 'taken') throw taken();
    } else {
      throw new CicloError({ code: 'unprocessable', message: 'A mention is given to nobody else.' });
    }
    await deps.snoozes.set({ tenant, type, id, until: null });
  };

/** A mention that is the viewer's. */
const checkMention = async (deps: Deps, { tenant, id, viewer }: Named): Promise<void> => {
  const mention = await deps.mentions.get({ tenant, id });
  if (mention === undefined || (viewer !== undefined && mention.user !== viewer.id)) throw notFound('work');
};

const createSnooze =
  (deps: Deps): ChangeWork['snooze'] =>
  async (named) => {
    const { tenant, type, id, viewer, until } = named;
    if (type === 'conversation') {
      await deps.conversationReach({ tenant, id, viewer, act: 'write' });
      const changed = await deps.changeConversation({ tenant, id, change: { snoozedUntil: until } });
      if (changed === undefined) throw notFound('work');
      return;
    }
    if (type === 'record') await createRecordFor(deps)(named);
    else if (type === 'approval') {
      const approval = await deps.approvals.get({ tenant, id });
      if (approval === undefined || !isOpenApproval(approval)) throw notFound('work');
      if (viewer?.id !== approval.author.id) checkDecider(viewer);
    } else if (type === 'mention') await checkMention(deps, named);
    else await checkTask(deps, named);
    await deps.snoozes.set({ tenant, type, id, until });
  };

const createFinish =
  (deps: Deps): ChangeWork['finish'] =>
  async (named) => {
    const { tenant, type, id, viewer, actor, outcome, note, by, stage, data } = named;
    if (type === 'task') {
      const output = {
        outcome,
        ...(note === undefined ? {} : { note }),
        ...(by === undefined ? {} : { by }),
      };
      if ((await deps.finishTask({ tenant, id, output })) === undefined) throw notFound('work');
    } else if (type === 'conversation') {
      await deps.conversationReach({ tenant, id, viewer, act: 'write' });
      const changed = await deps.changeConversation({ tenant, id, change: { state: 'solved' } });
      if (changed === undefined) throw notFound('work');
    } else if (type === 'mention') {
      await checkMention(deps, named);
      await deps.mentions.remove({ tenant, id });
    } else if (type === 'approval') {
      const message = 'An approval is done by a decision: approve it, return it, or publish it.';
      throw new CicloError({ code: 'unprocessable', message });
    } else {
      const { row, definition } = await createRecordFor(deps)(named);
      const allowed = stageOf(definition, row.stage)?.to ?? stagesOf(definition).map(({ key }) => key);
      const to =
        stage ?? allowed.find((key) => ['won', 'done'].includes(stageOf(definition, key)?.ends ?? ''));
      if (to === undefined) {
        const message = `Say the stage: from \`${row.stage ?? ''}\` no stage ends well.`;
        throw new CicloError({ code: 'unprocessable', message });
      }
      const change = { stage: to, ...(data === undefined ? {} : { set: data }) };
      return deps.changeRecords.change({ tenant, kind: row.kind, id, actor, change });
    }
    return undefined;
  };

/** Makes what the team does with its work, whatever kind it is. */
export const createChangeWork = (deps: Deps): ChangeWork => ({
  give: createGive(deps),
  snooze: createSnooze(deps),
  finish: createFinish(deps),
});
