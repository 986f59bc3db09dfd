import { channelType } from '../../../domain/messages/channels.ts';
import { setTimeout as pause } from 'node:timers/promises';

import { CicloError } from '../../../domain/errors.ts';
import type { EffectResult } from '../../../domain/journey/effects.ts';
import type { Performed as Outcome } from '../../../plugins/runtime/perform.ts';
import type { Performed } from '../../runs/effects/perform.ts';
import type { Plugins } from '../../plugins/plugins.ts';
import type { MessageRow, MessageStore, SuppressionStore } from '../ports.ts';
import type { ForgetDevice } from '../../people/push/forget-device.ts';
import type { RunStore } from '../../runs/ports.ts';
import type { Bookings } from './booking.ts';
import { settled as settledPassage } from './gate.ts';
import { keepLease } from './lease.ts';
import { type DeviceSend, sendToDevices } from './send-to-devices.ts';
import type { Attempt } from './send-message.ts';
import { unwantedNow } from './unwanted-now.ts';

type Deps = {
  readonly messages: MessageStore;
  readonly bookings: Bookings;
  readonly suppressions: SuppressionStore;
  readonly plugins: Plugins;
  readonly forgetDevice: ForgetDevice;
  readonly runs: Pick<RunStore, 'get'>;
  readonly systemTime: () => number;
  readonly leaseMs: number;
  readonly count: (input: { tenant: string; channel: string; outcome: string }) => void;
};

type At = { readonly deps: Deps; readonly job: Attempt; readonly claim: string };

const result = (value: EffectResult): Performed => ({ kind: 'result', result: value });

/** Takes the message out of the room it was given under caps and ceiling. */
const release = (input: { deps: Pick<Deps, 'bookings'>; job: Attempt }): Promise<void> =>
  input.deps.bookings.release({ passage: settledPassage(input.job.passage), hashed: input.job.hashed });

const soonestMs = 1_000;
const latestMs = 15_000;

/** An attempt that goes on is looked at again after half of the time it has taken so far. */
const lookAgainMs = (input: { row: MessageRow; systemTime: number }): number =>
  Math.min(latestMs, Math.max(soonestMs, (input.systemTime - (input.row.claimedAt ?? input.systemTime)) / 2));

/** What an earlier attempt came to; undefined when there is none that ended or goes on, so that another one may begin. */
export const ofEarlier = (input: { row: MessageRow; systemTime: number }): Performed | undefined => {
  const { row, systemTime } = input;
  switch (row.status) {
    case 'accepted':
      return result({ kind: 'sent', messageId: row.id, channel: row.channel });
    case 'rejected':
      return result({ kind: 'failed', reason: row.reason ?? 'rejected' });
    case 'cancelled':
      return result({ kind: 'skipped', reason: 'cancelled' });
    case 'sending':
      return (row.leaseUntil ?? 0) > systemTime
        ? { kind: 'pending', afterMs: lookAgainMs(input) }
        : undefined;
    default:
      return undefined;
  }
};

/** What another attempt came to that has the message; one that has not ended is waited for. */
export const ofTaken = async (input: {
  deps: Pick<Deps, 'bookings' | 'systemTime'>;
  job: Attempt;
  row: MessageRow;
}): Promise<Performed> => {
  const { deps, job, row } = input;
  // What it booked may not have been given back when its process was killed; this attempt booked as well.
  if (row.status === 'rejected' || row.status === 'cancelled') await release({ deps, job });
  return ofEarlier({ row, systemTime: deps.systemTime() }) ?? { kind: 'pending', afterMs: soonestMs };
};

const tryAgainMs = 250;

/** Makes a write as soon as the database takes it. */
const untilTaken = async <T>(write: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await write();
    } catch (thrown) {
      if (!(thrown instanceof CicloError) || !thrown.retryable) throw thrown;
      await pause(tryAgainMs);
    }
  }
};

/**
 * Notes how the attempt ended. A database that is away is waited for: an outcome that is not noted would be taken for an
 * attempt that was lost, and the message sent once more.
 */
const note = async (
  input: At & { status: 'retrying' | 'accepted' | 'rejected'; reason?: string; providerId?: string },
): Promise<'settled' | 'lost'> => {
  const { deps, job, claim, status, reason, providerId } = input;
  const { tenant, now: at } = job.session;
  const more = {
    ...(reason === undefined ? {} : { reason }),
    ...(providerId === undefined ? {} : { providerId }),
  };
  const { messageId: id } = job.passage;
  return untilTaken(() => deps.messages.settle({ tenant, id, claim, status, at, ...more }));
};

/** Notes an outcome, with what has to be true before the message counts as settled. */
const noteOutcome = async (input: At & { outcome: Outcome }): Promise<'settled' | 'lost'> => {
  const { job, outcome } = input;
  switch (outcome.kind) {
    case 'done': {
      const { providerId } = outcome;
      return note({ ...input, status: 'accepted', ...(providerId === undefined ? {} : { providerId }) });
    }
    case 'rejected':
      if (outcome.recipientBlocked === true) await suppress({ ...input, reason: outcome.code });
      return note({ ...input, status: 'rejected', reason: outcome.code });
    case 'retry':
      return note({ ...input, status: 'retrying', reason: outcome.code });
    case 'unknown':
      // A mail goes again under the same Message-ID; on other channels nobody sends twice blindly.
      return channelType(job.passage.channel).repeatable
        ? note({ ...input, status: 'retrying', reason: outcome.code })
        : note({ ...input, status: 'rejected', reason: 'unknown-outcome' });
  }
};

const suppress = async (input: At & { reason: string }): Promise<void> => {
  const { deps, job, reason } = input;
  const { tenant, now: at } = job.session;
  await deps.messages.mark({ tenant, id: job.passage.messageId, mark: 'bounce' });
  await deps.suppressions.add({ ...job.hashed, reason, at });
};

/** Whether the message was cancelled while the attempt had it, which ended for now. */
const isCalledOff = async ({ deps, job }: At): Promise<boolean> => {
  const { tenant } = job.session;
  return (await deps.messages.get({ tenant, id: job.passage.messageId }))?.status === 'cancelled';
};

/** What a noted outcome means to the run. */
const meaningOf = async (input: At & { outcome: Outcome }): Promise<Performed> => {
  const { job, outcome } = input;
  const { messageId, channel } = job.passage;
  switch (outcome.kind) {
    case 'done':
      return result({ kind: 'sent', messageId, channel });
    case 'rejected': {
      await release(input);
      const detail = { message: outcome.message.slice(0, 300) };
      return result({ kind: 'failed', reason: outcome.code, detail });
    }
    case 'retry':
      if (outcome.slotAt !== undefined) {
        // Put off, not on its way: meanwhile it takes nobody's room under a cap.
        await release(input);
        return result({ kind: 'deferred', reason: 'pace', until: outcome.slotAt });
      }
      if (await isCalledOff(input)) {
        await release(input);
        return result({ kind: 'skipped', reason: 'cancelled' });
      }
      return {
        kind: 'pending',
        ...(outcome.afterMs === undefined ? {} : { afterMs: outcome.afterMs }),
      };
    case 'unknown': {
      if (channelType(channel).repeatable) return { kind: 'pending' };
      const detail = { message: outcome.message.slice(0, 300) };
      return result({ kind: 'failed', reason: 'unknown-outcome', detail });
    }
  }
};

/** What became of a message whose attempt is another's by now. */
const meaningElsewhere = async ({ deps, job }: At): Promise<Performed> => {
  const { tenant } = job.session;
  const row = await deps.messages.get({ tenant, id: job.passage.messageId });
  return row === undefined ? result({ kind: 'skipped', reason: 'erased' }) : ofTaken({ deps, job, row });
};

/** Sends to each device of the person that an attempt before did not settle. */
const toDevices = async (
  input: At & {
    devices: readonly DeviceSend[];
    call: Omit<Parameters<Plugins['send']>[0], 'input' | 'idempotencyKey' | 'end'>;
    isHeld: () => Promise<boolean>;
  },
): Promise<Outcome> => {
  const { deps, job, claim, devices, call, isHeld } = input;
  const { tenant, now, profile } = job.session;
  const { messageId: id } = job.passage;
  const row = await deps.messages.get({ tenant, id });
  const begun = { is: row?.devices?.some(({ outcome }) => outcome === 'sent') === true };
  return sendToDevices({
    devices,
    earlier: row?.devices ?? [],
    pause,
    send: async ({ id: device, input: given, slotAt }) => {
      const outcome = await deps.plugins.send({
        ...call,
        // What one device has is not taken back from the others.
        begin: begun.is ? isHeld : call.begin,
        input: given,
        idempotencyKey: `${id}:${device}`,
        // The place that was kept is of one call; every other one takes its own, and waits for it.
        slotAt: slotAt ?? (device === devices[0]?.id ? call.slotAt : undefined),
        now: Math.max(call.now, slotAt ?? call.now),
      });
      begun.is ||= outcome.kind === 'done';
      return outcome;
    },
    note: (outcome) => untilTaken(() => deps.messages.noteDevice({ tenant, id, claim, device: outcome })),
    forget: (device) => deps.forgetDevice({ tenant, profileId: profile.id, device, now }),
  });
};

/** A mail that waited longer for its place may not be wanted any more. */
const soonMs = 2_000;

/**
 * Calls the provider for a message that was claimed, and notes the outcome. The lease is renewed until then, however long
 * the call waits for its place; when it has it, it is made only if the claim still holds, and the run still wants it.
 */
export const deliver = async (
  input: At & { input: unknown; devices: readonly DeviceSend[] },
): Promise<Performed> => {
  const { deps, job, claim } = input;
  const { session, passage, effect } = job;
  const { tenant, now } = session;
  const { messageId: id, channel } = passage;
  const lease = keepLease({
    leaseMs: deps.leaseMs,
    systemTime: deps.systemTime,
    renew: (leaseUntil) => deps.messages.renew({ tenant, id, claim, leaseUntil }),
  });
  const claimedAt = deps.systemTime();
  const mayBegin = async (): Promise<boolean> => {
    if (!(await lease.isHeld())) return false;
    // What is sent instead of an undelivered message is not what the run stands on.
    if (job.after !== undefined || deps.systemTime() - claimedAt < soonMs) return true;
    return (await unwantedNow(input)) === undefined;
  };
  try {
    const noted: { is?: 'settled' | 'lost' } = {};
    const call = { live: session.live, channel, now, slotAt: effect.slot, begin: mayBegin };
    const outcome =
      input.devices.length > 0
        ? await toDevices({ ...input, call, isHeld: lease.isHeld })
        : await deps.plugins.send({
            ...call,
            input: input.input,
            idempotencyKey: id,
            end: async (ended) => {
              noted.is = await noteOutcome({ ...input, outcome: ended });
            },
          });
    deps.count({ tenant, channel, outcome: outcome.kind });
    const is = noted.is ?? (await noteOutcome({ ...input, outcome }));
    return is === 'settled' ? await meaningOf({ ...input, outcome }) : await meaningElsewhere(input);
  } finally {
    await lease.end();
  }
};
