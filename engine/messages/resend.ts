import type { Effect, EffectResult } from '../../domain/journey/effects.ts';
import { hashId } from '../../domain/hash.ts';
import type { DecisionKind } from '../../domain/journey/decisions.ts';
import type { Json } from '../../domain/json.ts';
import { messageIdFor } from '../../domain/messages/message-id.ts';
import { openSession, recordOfRun, type Session } from '../runs/burst/session.ts';
import type { Clock } from '../clock/clock.ts';
import type { Performed } from '../runs/effects/perform.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { ReadRecord } from '../records/journeys/read-record.ts';
import type { Resend, ResendStore } from './resend-port.ts';
import type { LedgerStore, Run, RunStore } from '../runs/ports.ts';
import type { SendInput } from './send/send-message.ts';

type Deps = {
  readonly clock: Clock;
  readonly ledger: LedgerStore;
  readonly live: LiveWorkspaces;
  readonly profiles: ProfileStore;
  readonly readRecord: ReadRecord;
  readonly resends: ResendStore;
  readonly runs: RunStore;
  readonly send: (input: SendInput) => Promise<Performed>;
};

const leaseMs = 60_000;
const pageSize = 20;
const againMs = 30_000;
/** A run that stands still is looked at again after this long. */
const frozenMs = 3_600_000;
/** A channel that is off may be on again soon. */
const heldMs = 60_000;
const giveUpMs = 72 * 3_600_000;
const triesMax = 10;

/** The passage through the step by which a message was sent. */
const visitOf = (input: { run: Run; resend: Resend }): number => {
  const { run, resend } = input;
  const { tenant, step, after, messageId } = resend;
  for (let visit = run.state.visits[step] ?? 1; visit > 1; visit -= 1) {
    const ids = [step, `${step}:${after}`].map((name) =>
      messageIdFor({ tenant, runId: run.id, step: name, visit }),
    );
    if (ids.includes(messageId)) return visit;
  }
  return 1;
};

type Row = { readonly kind: DecisionKind; readonly reason: string; readonly detail: Json };

/** What came of it, as the ledger says it. */
const rowOf = (result: EffectResult): Row => {
  switch (result.kind) {
    case 'sent':
      return {
        kind: 'sent',
        reason: 'undelivered',
        detail: { messageId: result.messageId, channel: result.channel },
      };
    case 'deferred':
      return {
        kind: 'deferred',
        reason: result.reason,
        detail:
          result.held === undefined ? { until: new Date(result.until).toISOString() } : (result.detail ?? {}),
      };
    case 'failed':
      return { kind: 'failed', reason: result.reason, detail: result.detail ?? {} };
    case 'skipped':
      return { kind: 'skipped', reason: result.reason, detail: result.detail ?? {} };
    default:
      return { kind: 'skipped', reason: 'reason' in result ? result.reason : 'no-channel', detail: {} };
  }
};

const tell = async (input: {
  deps: Deps;
  resend: Resend;
  run: Run;
  visit: number;
  row: Row;
  now: number;
}): Promise<void> => {
  const { deps, resend, run, visit, row, now } = input;
  const { tenant, step, messageId } = resend;
  // A channel that is off is looked at often, and told once.
  const again = row.kind === 'deferred' && row.reason !== 'channel-off' ? now : '';
  await deps.ledger.append([
    {
      ...row,
      id: hashId(run.id, step, visit, 'undelivered', messageId, row.kind, again),
      step,
      visit,
      tenant,
      run: run.id,
      journey: run.journey,
      version: run.version,
      profileId: run.profileId,
      at: now,
      n: 0,
    },
  ]);
};

/** Lets later steps of the run go by the message that was sent instead: its clicks, its channel. */
const noteInRun = async (input: {
  deps: Deps;
  resend: Resend;
  sent: Extract<EffectResult, { kind: 'sent' }>;
}): Promise<void> => {
  const { deps, resend, sent } = input;
  const { tenant, step } = resend;
  const { messageId, channel } = sent;
  for (let tries = 0; tries < triesMax; tries += 1) {
    const run = await deps.runs.get({ tenant, run: resend.run });
    if (run === undefined || run.status === 'ended') return;
    const steps = { ...run.state.steps, [step]: { messageId, channel } };
    const changed = { ...run, state: { ...run.state, steps }, rev: run.rev + 1 };
    if ((await deps.runs.save({ run: changed, rev: run.rev })) === 'saved') return;
  }
};

const sessionOf = async (input: {
  deps: Deps;
  resend: Resend;
  now: number;
}): Promise<Session | undefined> => {
  const { deps, resend, now } = input;
  const { tenant } = resend;
  const run = await deps.runs.get({ tenant, run: resend.run });
  if (run === undefined) return undefined;
  const profile = await deps.profiles.get({ tenant, profileId: run.profileId });
  if (profile === undefined) return undefined;
  const live = await deps.live.of(tenant);
  const journey = await deps.live.journey({ tenant, journey: run.journey, version: run.version });
  const record = await recordOfRun({ readRecord: deps.readRecord, journey, run });
  return openSession({ tenant, now, live, profile, journey, run, record, isStored: true });
};

/** Sends it on the next channel through the same gate; answers when to try again, undefined when it is over. */
const sendOn = async (input: { deps: Deps; resend: Resend; now: number }): Promise<number | undefined> => {
  const { deps, resend, now } = input;
  const session = await sessionOf(input);
  if (session === undefined) return undefined;
  const { run } = session;
  const visit = visitOf({ run, resend });
  const say = (row: Row): Promise<void> => tell({ deps, resend, run, visit, row, now });
  if (run.status === 'active' && run.state.frozen !== null) return now + frozenMs;
  if (run.status === 'ended' && run.outcome !== 'completed') {
    await say({ kind: 'skipped', reason: 'run-over', detail: { outcome: run.outcome ?? '' } });
    return undefined;
  }
  if (now - resend.since > giveUpMs) {
    await say({ kind: 'failed', reason: 'gave-up', detail: {} });
    return undefined;
  }
  const effect: Effect = { kind: 'send', step: resend.step, visit };
  const performed = await deps.send({ session, effect, patient: true, after: resend.after });
  if (performed.kind === 'pending') return now + (performed.afterMs ?? againMs);
  const { result } = performed;
  await say(rowOf(result));
  if (result.kind === 'deferred') return result.held === undefined ? result.until : now + heldMs;
  if (result.kind === 'sent') await noteInRun({ deps, resend, sent: result });
  return undefined;
};

/**
 * Makes the work of sending messages on another channel that could not be delivered on the first: each is a row in the
 * store until it is over, so that a crash loses none and the message ids stay the same. Caps, quiet hours and all else of
 * the gate hold for it; what a run that ended by an exit would have sent is not sent any more.
 */
export const createResend = (deps: Deps) => {
  const { clock, resends } = deps;

  const one = async (resend: Resend): Promise<boolean> => {
    const systemTime = clock.systemTime();
    if ((resend.leaseUntil ?? 0) > systemTime) return false;
    const taken = { ...resend, leaseUntil: systemTime + leaseMs };
    if ((await resends.save({ resend: taken, rev: resend.rev })) === 'conflict') return false;
    const { tenant, messageId } = resend;
    const at = await sendOn({ deps, resend, now: clock.now(tenant) });
    if (at === undefined) await resends.remove({ tenant, messageId });
    else await resends.save({ resend: { ...resend, at }, rev: resend.rev + 1 });
    return true;
  };

  return {
    next: resends.next,
    /** Sends what is due; `elsewhere` when others are at it. */
    turn: async (tenant: string): Promise<'more' | 'elsewhere' | 'nothing'> => {
      const due = await resends.due({ tenant, now: clock.now(tenant), limit: pageSize });
      if (due.length === 0) return 'nothing';
      const done = await Promise.all(due.map(one));
      return done.includes(true) ? 'more' : 'elsewhere';
    },
  };
};
