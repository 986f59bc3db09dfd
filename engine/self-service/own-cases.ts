import type { OwnCase, OwnMessage, Self, SelfService } from '../../api/ports/self-service.ts';
import { addressField, addressOf, normalAddress } from '../../domain/gate/reach.ts';
import { type ObjectDefinition, stageOf, stagesOf } from '../../domain/objects/definition.ts';
import { pauseField } from '../../domain/service/marketing-pause.ts';
import type { CrmRecord } from '../../domain/records/record.ts';
import type { Clock } from '../clock/clock.ts';
import type { ChangeConversation } from '../conversations/change-conversation.ts';
import type {
  ConversationMessage,
  ConversationMessageStore,
  ConversationStore,
} from '../conversations/ports.ts';
import type { TakeMessage } from '../conversations/take-message.ts';
import { livingOf } from '../people/follow-merges.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { Records } from '../records/change-records.ts';
import type { ObjectsOf } from '../records/objects-of.ts';
import type { OpenRecordStore } from '../records/open-records-port.ts';
import type { RecordStore } from '../records/ports.ts';
import { reopenedStage } from '../service/case-of-answer.ts';
import { choicesOf, fieldsFor, idOf, ownRecords, selfActor, textIn } from './own-records.ts';

const kind = 'case';
const channel = 'email';
const conversationsMax = 100;
const messagesMax = 200;

type Deps = {
  readonly records: Pick<RecordStore, 'get'>;
  readonly openRecords: Pick<OpenRecordStore, 'ofPeople'>;
  readonly changeRecords: Pick<Records, 'create' | 'change'>;
  readonly objectsOf: ObjectsOf;
  readonly profiles: ProfileStore;
  readonly conversations: Pick<ConversationStore, 'list'>;
  readonly conversationMessages: Pick<ConversationMessageStore, 'get' | 'list'>;
  readonly takeMessage: TakeMessage;
  readonly changeConversation: ChangeConversation;
  readonly clock: Pick<Clock, 'now'>;
};

const viewOf = (definition: ObjectDefinition, row: CrmRecord): OwnCase => {
  const stage = stageOf(definition, row.stage);
  return {
    id: row.id,
    subject: textIn(row.data, 'subject') ?? '',
    stage: row.stage ?? '',
    ...(stage?.name === undefined ? {} : { stageName: stage.name }),
    isOver: stage?.ends !== undefined,
    openedAt: row.createdAt,
    changedAt: row.updatedAt,
  };
};

const definitionOf = async (deps: Deps, tenant: string): Promise<ObjectDefinition | undefined> =>
  (await deps.objectsOf(tenant)).get(kind)?.definition;

/** A case of theirs; undefined for every other id. */
const ownCase = async (deps: Deps, { tenant, profileId, id }: Self & { id: string }) => {
  const row = await deps.records.get({ tenant, id });
  const isTheirs = row?.kind === kind && row.person === profileId && row.deletedAt === undefined;
  return isTheirs ? row : undefined;
};

/** What person and team wrote to each other: no note, and nothing that somebody else wrote into the conversation. */
const messageOf = (row: ConversationMessage): readonly OwnMessage[] => {
  if (row.direction === 'note' || row.isOther === true) return [];
  const { text, reply, at, files } = row;
  const from = row.direction === 'in' ? 'person' : 'team';
  return [{ from, text: reply ?? text, at, files: files.map(({ name }) => name) }];
};

const messagesOf = async (deps: Deps, who: Self, row: CrmRecord): Promise<readonly OwnMessage[]> => {
  const { tenant, profileId } = who;
  const found = await deps.conversations.list({ tenant, profileId, limit: conversationsMax });
  const about = found.filter(({ records }) => records.some((one) => one.kind === kind && one.id === row.id));
  const pages = await Promise.all(
    about.map(({ id }) => deps.conversationMessages.list({ tenant, conversation: id, limit: messagesMax })),
  );
  const written = pages.flat().flatMap(messageOf);
  const isOwn = row.createdBy.kind === selfActor.kind && row.createdBy.id === selfActor.id;
  const first = isOwn && written.length === 0 ? textIn(row.data, 'description') : undefined;
  const opening: OwnMessage[] =
    first === undefined ? [] : [{ from: 'person', text: first, at: row.createdAt, files: [] }];
  return [...opening, ...written].toSorted((a, b) => a.at - b.at);
};

/** Brings what they wrote into the conversation about the case, as a message from the address that is known of them. */
const write = async (
  deps: Deps,
  input: Self & { row: CrmRecord; text: string; once: string },
): Promise<boolean> => {
  const { tenant, profileId, row, text, once } = input;
  const profile = await livingOf({ profiles: deps.profiles, tenant, profileId });
  const known = profile === undefined ? undefined : addressOf({ profile, channel });
  const address = known === undefined ? undefined : normalAddress({ channel, address: known });
  if (address === undefined) return false;
  const id = `w${idOf('message', { tenant, profileId }, `${row.id}:${once}`)}`;
  await deps.takeMessage({
    tenant,
    instance: 'self-service',
    id,
    channel,
    address,
    identity: `${addressField(channel)}:${address}`,
    profileId,
    subject: textIn(row.data, 'subject') ?? '',
    text,
    reply: text,
    refs: [],
    thread: `case:${row.id}`,
    authentication: 'pass',
    attachments: [],
    leftOut: [],
    at: deps.clock.now(tenant),
  });
  const message = await deps.conversationMessages.get({ tenant, id });
  if (message === undefined) return false;
  const link = { kind, id: row.id };
  await deps.changeConversation({ tenant, id: message.conversation, change: { link } });
  return true;
};

/** The stage in which the team has to do something again, when it waited for the customer or the case was over. */
const heardStage = (definition: ObjectDefinition, stage: string | undefined): string | undefined => {
  const pauses = definition.sla?.pauses ?? [];
  if (stage === undefined || !pauses.includes(stage)) return reopenedStage({ definition, stage });
  const allowed = stageOf(definition, stage)?.to ?? stagesOf(definition).map(({ key }) => key);
  return allowed.find((key) => stageOf(definition, key)?.ends === undefined && !pauses.includes(key));
};

/** Makes what people see of their cases, the opening of one and what they write about it. */
export const createOwnCases = (
  deps: Deps,
): Pick<SelfService, 'cases' | 'case' | 'openCase' | 'answerCase'> => ({
  cases: async (who) => {
    const definition = await definitionOf(deps, who.tenant);
    if (definition === undefined) return { cases: [], types: [] };
    const { tenant, profileId } = who;
    const rows = await ownRecords({ openRecords: deps.openRecords, tenant, profileId, kind });
    return { cases: rows.map((row) => viewOf(definition, row)), types: choicesOf(definition, pauseField) };
  },
  case: async (asked) => {
    const [definition, row] = await Promise.all([definitionOf(deps, asked.tenant), ownCase(deps, asked)]);
    if (definition === undefined || row === undefined) return undefined;
    return { case: viewOf(definition, row), messages: await messagesOf(deps, asked, row) };
  },
  openCase: async ({ tenant, profileId, subject, text, type, once }) => {
    const definition = await definitionOf(deps, tenant);
    if (definition === undefined) return 'refused';
    const who = { tenant, profileId };
    const isType = type !== undefined && choicesOf(definition, pauseField).includes(type);
    const data = fieldsFor(definition, {
      subject,
      [definition.person ?? 'contact']: profileId,
      type: isType ? type : undefined,
      description: text,
      channel: choicesOf(definition, 'channel').includes('web') ? 'web' : undefined,
    });
    const named = { tenant, kind, id: idOf('case', who, once), actor: selfActor };
    const outcome = await deps.changeRecords.create({ ...named, given: { data } });
    if (outcome.kind !== 'done') return 'refused';
    // Without an address the description says it.
    await write(deps, { ...who, row: outcome.record, text, once: 'first' });
    return 'done';
  },
  answerCase: async ({ tenant, profileId, id, text, once }) => {
    const who = { tenant, profileId };
    const [definition, row] = await Promise.all([definitionOf(deps, tenant), ownCase(deps, { ...who, id })]);
    if (definition === undefined || row === undefined) return 'refused';
    if (!(await write(deps, { ...who, row, text, once }))) return 'refused';
    const stage = heardStage(definition, row.stage);
    const named = { tenant, kind, id, actor: selfActor, once: idOf('heard', who, `${id}:${once}`) };
    if (stage !== undefined) await deps.changeRecords.change({ ...named, change: { stage } });
    return 'done';
  },
});
