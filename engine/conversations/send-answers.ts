import { channelRefusal } from '../../domain/guards/channel-switch.ts';
import { heardSince, windowRefusal } from '../../domain/gate/answer-window.ts';
import { consentRefusal, type Passage, type Refusal } from '../../domain/gate/gate.ts';
import { channelType } from '../../domain/messages/channels.ts';
import { newProfile } from '../../domain/profiles/profile.ts';
import type { Keyring } from '../access/keyring-port.ts';
import type { Clock } from '../clock/clock.ts';
import type { ContactStore } from '../consents/ports.ts';
import type { LiveWorkspace, LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { SuppressionStore } from '../messages/ports.ts';
import type { Bookings } from '../messages/send/booking.ts';
import { hashedAddress } from '../messages/send/reach.ts';
import type { ProfileRow, ProfileStore } from '../people/ports.ts';
import type { Plugins } from '../plugins/plugins.ts';
import { zoneOfProfile } from '../runs/burst/session.ts';
import { composeAnswer } from './compose-answer.ts';
import type {
  ConversationMessage,
  ConversationMessageStore,
  ConversationRow,
  ConversationStore,
} from './ports.ts';

type Needs = {
  readonly conversations: Pick<ConversationStore, 'get'>;
  readonly conversationMessages: ConversationMessageStore;
  readonly live: LiveWorkspaces;
  readonly profiles: Pick<ProfileStore, 'get'>;
  readonly contacts: ContactStore;
  readonly bookings: Bookings;
  readonly suppressionsByEngine: SuppressionStore;
  readonly keyring: Keyring;
  readonly plugins: Plugins;
  readonly clock: Clock;
};

/** Longer than any provider takes for one attempt. */
const leaseMs = 13 * 60_000;
const pageSize = 50;
const attemptsMax = 40;
const soonestMs = 5_000;
const latestMs = 3_600_000;
const earlierMax = 30;
const topic = 'conversation';

/** How an attempt ended: for good, or to be repeated after so long. */
type Ended =
  | { readonly status: 'sent' }
  | { readonly status: 'refused'; readonly reason: string }
  | { readonly status: 'retrying'; readonly reason: string; readonly afterMs: number };

type Job = {
  readonly use: Needs;
  readonly live: LiveWorkspace;
  readonly row: ConversationRow;
  readonly message: ConversationMessage;
  readonly address: string;
  readonly now: number;
};

/** Somebody nobody knows: nothing is kept of them but what their address is counted by. */
const stranger = ({ tenant, now }: { tenant: string; now: number }): ProfileRow => ({
  ...newProfile({ id: '', tenant, ids: [], referralCode: '', now }),
  rev: 0,
});

const passageOf = (job: Job, profile: ProfileRow): Passage => ({
  messageId: job.message.id,
  step: { onCap: 'wait', onQuiet: 'wait' },
  class: 'transactional',
  channel: job.row.channel,
  topic,
  isAnswer: true,
  profile,
  settings: job.live.published.settings,
  zone: zoneOfProfile({ profile, live: job.live }),
  now: job.now,
});

const endedOf = (refused: Refusal, now: number): Ended =>
  refused.kind === 'deferred'
    ? {
        status: 'retrying',
        reason: refused.reason,
        afterMs: Math.max(soonestMs, Math.min(latestMs, refused.until - now)),
      }
    : { status: 'refused', reason: refused.reason };

/** The gate, for an answer that the person asked for: kill switch, suppression, restriction, the ceiling of the address. */
const throughGate = async (job: Job): Promise<Ended | undefined> => {
  const { use, live, row, address, now } = job;
  const { tenant, channel } = row;
  const switched = live.published.channels?.[channel];
  const off = channelRefusal({ channel, class: 'transactional', switched, now });
  if (off !== undefined) return endedOf(off, now);
  const hashed = hashedAddress({ keyring: use.keyring, tenant, channel, address });
  if ((await use.suppressionsByEngine.find(hashed)) !== undefined)
    return { status: 'refused', reason: 'suppressed' };
  const since = heardSince({ channel, hasTemplate: false, now });
  const heard = { tenant, address: row.address, channel, limit: 1 };
  const isOpen = since === undefined || (await use.conversationMessages.countFrom({ ...heard, since })) > 0;
  const shut = windowRefusal({ channel, isOpen });
  if (shut !== undefined) return endedOf(shut, now);
  const known =
    row.profileId === undefined ? undefined : await use.profiles.get({ tenant, profileId: row.profileId });
  const profile = known ?? stranger({ tenant, now });
  const passage = passageOf(job, profile);
  const refused =
    consentRefusal(passage) ??
    (await use.bookings.book({ passage, hashed, row: profile, contact: await use.contacts.get(hashed) }));
  return refused === undefined ? undefined : endedOf(refused, now);
};

const backoffMs = (message: ConversationMessage): number =>
  Math.min(latestMs, soonestMs * 2 ** Math.min(10, message.attempts ?? 0));

/**
 * A text for a service: with the thread it belongs to, where the conversation came by this connector and its action takes one, so that
 * the answer stands below what it answers.
 */
const textInput = (job: Job, target: { readonly instance: string; readonly action: string }) => {
  const { use, live, row, message, address } = job;
  const text = { to: address, text: message.text };
  if (target.instance !== row.instance || !row.matter.startsWith('t:')) return text;
  const threaded = { ...text, thread: row.matter.slice(2) };
  const action = use.plugins.runtime(live).action({ tenant: row.tenant, ...target });
  return action?.prepare(threaded).ok === true ? threaded : text;
};

const handOver = async (job: Job): Promise<Ended> => {
  const { use, live, row, message, address, now } = job;
  const { tenant, channel } = row;
  const found = use.plugins.runtime(live).instancesForChannel({ tenant, channel });
  const target = found.find(({ instance }) => instance === row.instance) ?? found[0];
  if (target === undefined) return { status: 'retrying', reason: 'no-plugin', afterMs: 60_000 };
  const after = { at: message.at, n: 0, id: message.id };
  const earlier = await use.conversationMessages.list({
    tenant,
    conversation: row.id,
    after,
    limit: earlierMax,
  });
  const input =
    channelType(channel).body === 'mjml'
      ? composeAnswer({ live, row, message, earlier, now })
      : textInput(job, target);
  const outcome = await use.plugins.perform({
    live,
    tenant,
    ...target,
    input,
    idempotencyKey: message.id,
    now,
  });
  switch (outcome.kind) {
    case 'done':
      return { status: 'sent' };
    case 'rejected': {
      if (outcome.recipientBlocked === true) {
        const hashed = hashedAddress({ keyring: use.keyring, tenant, channel, address });
        await use.suppressionsByEngine.add({ ...hashed, reason: outcome.code, at: now });
      }
      return { status: 'refused', reason: outcome.code };
    }
    case 'retry':
      return { status: 'retrying', reason: outcome.code, afterMs: outcome.afterMs ?? backoffMs(message) };
    case 'unknown':
      // A mail goes again under the same Message-ID; on other channels nobody sends twice blindly.
      return channelType(channel).repeatable
        ? { status: 'retrying', reason: outcome.code, afterMs: backoffMs(message) }
        : { status: 'refused', reason: 'unknown-outcome' };
  }
};

const attempt = async (use: Needs, message: ConversationMessage): Promise<Ended> => {
  const { tenant } = message;
  const row = await use.conversations.get({ tenant, id: message.conversation });
  if (row === undefined) return { status: 'refused', reason: 'erased' };
  const live = await use.live.of(tenant);
  const address = row.address.slice(row.address.indexOf(':') + 1);
  const job: Job = { use, live, row, message, address, now: use.clock.now(tenant) };
  const ended = (await throughGate(job)) ?? (await handOver(job));
  const isOver = (message.attempts ?? 0) + 1 >= attemptsMax;
  return ended.status === 'retrying' && isOver ? { status: 'refused', reason: 'gave-up' } : ended;
};

/**
 * Makes one look of the loop that sends the answers of the team. Each goes through the gate as a transactional message, and on the channel and, where
 * it sends, the connector that its conversation came by. A crash leaves it leased, and it goes again under the same id.
 */
export const createSendAnswers = (use: Needs) => {
  const one = async (message: ConversationMessage): Promise<void> => {
    const ended = await attempt(use, message);
    const { tenant, id } = message;
    const { status } = ended;
    await use.conversationMessages.noteAttempt({
      tenant,
      id,
      status,
      ...('reason' in ended ? { reason: ended.reason } : {}),
      ...('afterMs' in ended ? { due: use.clock.systemTime() + ended.afterMs } : {}),
    });
  };
  return async (): Promise<boolean> => {
    const systemTime = use.clock.systemTime();
    const due = await use.conversationMessages.takeDue({
      systemTime,
      lease: systemTime + leaseMs,
      limit: pageSize,
    });
    await Promise.all(due.map(one));
    return due.length === pageSize;
  };
};
