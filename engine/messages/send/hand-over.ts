import { randomUUID } from 'node:crypto';

import type { EffectResult } from '../../../domain/journey/effects.ts';
import { channelType } from '../../../domain/messages/channels.ts';
import type { NetworkTemplate } from '../../../domain/messages/templates/render-message.ts';
import type { Dropped } from '../../../domain/messages/templates/render-state.ts';
import type { Performed } from '../../runs/effects/perform.ts';
import { devicesOn } from '../../../domain/gate/reach.ts';
import type { ForgetDevice } from '../../people/push/forget-device.ts';
import type { Plugins } from '../../plugins/plugins.ts';
import type { MessageRow, MessageStore, SuppressionStore } from '../ports.ts';
import type { RunStore } from '../../runs/ports.ts';
import type { Bookings } from './booking.ts';
import { composeLetter } from './compose-letter.ts';
import { composeMail } from './compose-mail.ts';
import { deliver, ofTaken } from './deliver.ts';
import { settled } from './gate.ts';
import { unwantedNow } from './unwanted-now.ts';
import type { PersonalLinks, RenderForPerson } from './render-for-person.ts';
import type { Attempt } from './send-message.ts';

export type HandOver = (job: Attempt) => Promise<Performed>;

type Deps = {
  readonly messages: MessageStore;
  readonly bookings: Bookings;
  readonly suppressions: SuppressionStore;
  readonly runs: RunStore;
  readonly plugins: Plugins;
  readonly forgetDevice: ForgetDevice;
  readonly render: RenderForPerson;
  readonly defaultFrom: string;
  readonly systemTime: () => number;
  readonly leaseMs?: number;
  readonly count: (input: { tenant: string; channel: string; outcome: string }) => void;
};

/** An attempt is taken for lost when its process does not renew its lease for this long. */
const usualLeaseMs = 60_000;
/** How long a burst waits for a provider; past it the send ends in the background and the run waits for it. */
const patienceMs = 2_000;

/** Takes the message out of the room it was given under caps and ceiling. */
const release = ({ deps, job }: { deps: Deps; job: Attempt }): Promise<void> =>
  deps.bookings.release({ passage: settled(job.passage), hashed: job.hashed });

const result = (value: EffectResult): Performed => ({ kind: 'result', result: value });

type Rendered = {
  subject: string;
  html?: string;
  text: string;
  locale: string;
  template?: NetworkTemplate;
};

const rowOf = (input: { job: Attempt; rendered: Rendered }): MessageRow => {
  const { job, rendered } = input;
  const { session, passage } = job;
  const { run } = session;
  return {
    id: passage.messageId,
    tenant: session.tenant,
    run: run.id,
    journey: run.journey,
    version: session.journey.version,
    step: job.step.id,
    profileId: run.profileId,
    channel: passage.channel,
    message: job.choice.message,
    class: passage.class,
    topic: passage.topic,
    subject: rendered.subject,
    locale: rendered.locale,
    addressHash: job.hashed.addressHashes[0],
    plannedAt: session.now,
    status: 'sending',
    attempts: 1,
  };
};

const emailInput = (input: {
  job: Attempt;
  rendered: Rendered;
  links: PersonalLinks;
  defaultFrom: string;
}) => {
  const { job, rendered, links, defaultFrom } = input;
  const { session, passage } = job;
  return composeMail({
    message: job.message.compiled,
    settings: session.live.published.settings,
    defaultFrom,
    rendered,
    to: { address: job.address, profile: session.profile },
    messageId: passage.messageId,
    class: passage.class,
    topic: passage.topic,
    unsubscribe: links.unsubscribe,
    now: session.now,
  });
};

/** What the plugin is given for one address, that of the message by default. */
const pluginInput = (input: {
  job: Attempt;
  rendered: Rendered;
  links: PersonalLinks;
  defaultFrom: string;
  to?: string;
}): unknown => {
  const { job, rendered, to = job.address } = input;
  switch (channelType(job.passage.channel).body) {
    case 'mjml':
      return emailInput(input);
    case 'page':
      return composeLetter({ message: job.message.compiled, rendered, to });
    case 'text':
      return {
        to,
        text: rendered.text,
        ...(rendered.template === undefined ? {} : { template: rendered.template }),
        // Only what was written: a text message has no subject, and its channel knows no such field.
        ...(rendered.subject === '' ? {} : { subject: rendered.subject }),
      };
  }
};

/** Says in the ledger what of the data was left out of the message. */
const withDropped = (performed: Performed, dropped: readonly Dropped[]): Performed =>
  performed.kind === 'result' && performed.result.kind === 'sent' && dropped.length > 0
    ? result({ ...performed.result, dropped: dropped.map(({ what, host }) => host || what) })
    : performed;

/**
 * Makes the last part of a send: render, claim the message row, call the plugin, settle the row. The row is
 * written before the call and its id is the same for every attempt, so after a crash the message is sent
 * again under the same id or known to be sent. While an attempt has the row no other one begins.
 */
export const createHandOver = (deps: Deps): HandOver => {
  return async (job) => {
    const { session, passage } = job;
    const { rendered, links } = deps.render({
      session,
      message: job.message,
      messageId: passage.messageId,
      channel: passage.channel,
      topic: passage.topic,
      zone: passage.zone,
    });
    if (rendered.kind === 'missing') {
      await release({ deps, job });
      const detail = { variables: [...rendered.variables] };
      return rendered.policy === 'hold'
        ? result({ kind: 'deferred', reason: 'missing-variable', until: session.now + 3_600_000, detail })
        : result({ kind: 'skipped', reason: 'missing-variable', detail });
    }
    const { leaseMs = usualLeaseMs } = deps;
    const claim = randomUUID();
    const systemTime = deps.systemTime();
    const row = rowOf({ job, rendered });
    const claimed = await deps.messages.claim({ row, claim, systemTime, leaseUntil: systemTime + leaseMs });
    if (claimed.kind === 'taken') return ofTaken({ deps, job, row: claimed.row });
    // What is sent instead of an undelivered message is not what the run stands on.
    const isLooked = job.patient && job.after === undefined;
    const unwanted = isLooked ? await unwantedNow({ deps, job, claim }) : undefined;
    if (unwanted !== undefined) return unwanted;
    const given = { job, rendered, links, defaultFrom: deps.defaultFrom };
    const devices = devicesOn({ profile: passage.profile, channel: passage.channel });
    const call = deliver({
      deps: { ...deps, leaseMs },
      job,
      claim,
      input: pluginInput(given),
      devices: devices.map(({ id, address: to }) => ({ id, input: pluginInput({ ...given, to }) })),
    });
    const told = call.then((performed) => withDropped(performed, rendered.dropped));
    return job.patient ? told : orLater(told);
  };
};

/** The end of a call if it comes soon; else the run waits, while the call goes on and settles its row. */
const orLater = async (call: Promise<Performed>): Promise<Performed> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Performed>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'pending', afterMs: 1_000 }), patienceMs);
  });
  // The row tells the waiting run how the call ended, also when it fails after we stopped waiting for it.
  call.catch(() => undefined);
  try {
    return await Promise.race([call, late]);
  } finally {
    clearTimeout(timer);
  }
};
