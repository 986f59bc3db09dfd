import type { Performed as Outcome } from '../../../plugins/runtime/perform.ts';
import type { DeviceOutcome } from '../ports.ts';

/** One device of a message, and what its provider is given. */
export type DeviceSend = {
  readonly id: string;
  readonly input: unknown;
  /** The place of a rate limit that an earlier call of it reserved. */
  readonly slotAt?: number | undefined;
};

type Send = (device: DeviceSend) => Promise<Outcome>;

/** What a message to several devices runs with. */
type Job = {
  readonly devices: readonly DeviceSend[];
  /** What became of devices in an attempt before. */
  readonly earlier: readonly DeviceOutcome[];
  readonly send: Send;
  /** Keeps what became of a device, before the next one is sent to. */
  readonly note: (outcome: DeviceOutcome) => Promise<void>;
  /** Takes a device away whose subscription has ended. */
  readonly forget: (device: string) => Promise<void>;
  readonly pause: (ms: number) => Promise<void>;
};

/** Once one device has the message, the others are tried so often, and waited for so long between. */
const roundsMax = 3;
const pauseMaxMs = 5_000;

type Failure = Exclude<Outcome, { kind: 'done' }>;

const outcomeOf = (device: string, outcome: Outcome): DeviceOutcome => {
  if (outcome.kind === 'done') return { device, outcome: 'sent' };
  if (outcome.kind === 'unknown') return { device, outcome: 'failed', reason: 'unknown-outcome' };
  const isGone = outcome.kind === 'rejected' && outcome.recipientBlocked === true;
  return { device, outcome: isGone ? 'gone' : 'failed', reason: outcome.code };
};

type Waiting = { readonly device: DeviceSend; readonly why: Failure };

/** Whether the place of a rate limit comes later than the others are waited for: the limit is not exceeded for it. */
const isTooLate = ({ device, why }: Waiting): boolean =>
  device.slotAt !== undefined && why.kind === 'retry' && (why.afterMs ?? 0) > pauseMaxMs;

/** The devices that are to be tried again, with why. */
const sendOnce = async (input: {
  job: Job;
  devices: readonly DeviceSend[];
  tally: { done: Extract<Outcome, { kind: 'done' }>[]; ended: Failure[] };
}) => {
  const { job, devices, tally } = input;
  const waiting: Waiting[] = [];
  for (const device of devices) {
    const outcome = await job.send(device);
    if (outcome.kind === 'retry') {
      waiting.push({ device: { ...device, slotAt: outcome.slotAt }, why: outcome });
      continue;
    }
    const told = outcomeOf(device.id, outcome);
    await job.note(told);
    if (told.outcome === 'gone') await job.forget(device.id);
    if (outcome.kind === 'done') tally.done.push(outcome);
    else tally.ended.push(outcome);
  }
  return waiting;
};

/** What a message comes to that reached no device: one that can still be tried counts before one that cannot. */
const failureOf = (waiting: readonly { why: Failure }[], ended: readonly Failure[]): Outcome => {
  const [first] = waiting;
  if (first !== undefined) return first.why;
  const last = ended.find(({ kind }) => kind === 'unknown') ?? ended.at(-1);
  if (last === undefined)
    return { kind: 'rejected', code: 'no-device', message: 'The person has no device any more.' };
  // A device that is gone is no address that is dead: it is forgotten, and the others stay.
  return last.kind === 'rejected' ? { kind: 'rejected', code: last.code, message: last.message } : last;
};

/**
 * Sends one message to each device of a person, and answers what it comes to as a whole: done as soon as one device has it. Each device has
 * its own outcome, which is kept at once, so that after a crash none gets the message again. While no device has it, the whole is
 * tried again as any message is.
 */
export const sendToDevices = async (job: Job): Promise<Outcome> => {
  const known = new Map(job.earlier.map((one) => [one.device, one]));
  const tally: Parameters<typeof sendOnce>[0]['tally'] = { done: [], ended: [] };
  const had = job.earlier.some(({ outcome }) => outcome === 'sent');
  const late: Waiting[] = [];
  let waiting = await sendOnce({ job, tally, devices: job.devices.filter(({ id }) => !known.has(id)) });
  for (let round = 1; waiting.length > 0 && round < roundsMax; round += 1) {
    if (tally.done.length === 0 && !had) break;
    late.push(...waiting.filter(isTooLate));
    waiting = waiting.filter((one) => !isTooLate(one));
    if (waiting.length === 0) break;
    const afterMs = waiting.map(({ why }) => (why.kind === 'retry' ? (why.afterMs ?? 0) : 0));
    await job.pause(Math.min(pauseMaxMs, Math.max(...afterMs)));
    waiting = await sendOnce({ job, tally, devices: waiting.map(({ device }) => device) });
  }
  const [first] = tally.done;
  if (first === undefined && !had) return failureOf(waiting, tally.ended);
  for (const { device, why } of [...waiting, ...late]) await job.note(outcomeOf(device.id, why));
  return first ?? { kind: 'done', output: {} };
};
