import { dueFor } from '../../domain/broadcasts/due-for.ts';
import { journeyKeyOf, sendStepOf } from '../../domain/broadcasts/journey-of.ts';
import type { BroadcastPlan } from '../../domain/broadcasts/plan.ts';
import { contactRefusal, withdrawnRefusal } from '../../domain/gate/contact.ts';
import {
  capRefusal,
  consentRefusal,
  type Passage,
  quietRefusal,
  type Refusal,
} from '../../domain/gate/gate.ts';
import { limitsOf } from '../../domain/gate/limits.ts';
import { reachOn } from '../../domain/gate/reach.ts';
import { channelRefusal } from '../../domain/guards/channel-switch.ts';
import { bucketOf, hashId } from '../../domain/hash.ts';
import { pauseRefusal } from '../../domain/service/marketing-pause.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import type { Keyring } from '../access/keyring-port.ts';
import type { ContactStore } from '../consents/ports.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import { hashedAddress } from '../messages/send/reach.ts';
import type { SuppressionStore } from '../messages/ports.ts';
import { isGloballyHeldOut, zoneOfProfile } from '../runs/burst/session.ts';
import type { FindPause } from '../service/find-pause.ts';

/** What would become of a broadcast for one person. */
export type WouldGet =
  | { readonly kind: 'sent' }
  | { readonly kind: 'held-out' }
  | { readonly kind: 'skipped' | 'waits'; readonly reason: string };

export type WouldGetDeps = {
  readonly suppressions: Pick<SuppressionStore, 'find'>;
  readonly contacts: Pick<ContactStore, 'get'>;
  readonly findPause: FindPause;
  readonly keyring: Pick<Keyring, 'macs'>;
};

const fateOf = ({ kind, reason }: Refusal): WouldGet => ({
  kind: kind === 'deferred' ? 'waits' : 'skipped',
  reason,
});

/**
 * Makes the question whether a person would get a broadcast at its time, asked of the parts of the send gate themselves and
 * in their order. Nothing is booked, so what others send until then is not foreseen.
 */
export const createWouldGet = (deps: WouldGetDeps) => {
  return async (input: {
    id: string;
    plan: BroadcastPlan;
    live: LiveWorkspace;
    profile: Profile;
    start: number;
  }): Promise<WouldGet> => {
    const { id, plan, live, profile, start } = input;
    const { tenant } = live;
    const key = journeyKeyOf(id);
    const drawn = bucketOf({ salt: `${key}:holdout`, profileId: profile.id }) * 100;
    if (isGloballyHeldOut({ live, profileId: profile.id }) || drawn < plan.holdout)
      return { kind: 'held-out' };
    const { channel } = plan;
    const reach = reachOn({ profile, channel });
    if (reach.kind === 'unreachable') return { kind: 'skipped', reason: reach.reason };
    const [variant] = plan.variants;
    const message = variant === undefined ? undefined : live.messages.get(variant.message)?.compiled;
    const kind = message?.class ?? 'marketing';
    const zone = zoneOfProfile({ profile, live });
    const step = { onCap: plan.onCap, onQuiet: plan.onQuiet };
    const passage: Passage = {
      messageId: hashId('audience', key, profile.id),
      step,
      class: kind,
      channel,
      topic: plan.topic ?? message?.topic ?? 'general',
      profile,
      settings: live.published.settings,
      zone,
      now: dueFor({ schedule: plan.schedule, start, zone }),
      from: { journey: key, step: sendStepOf(variant?.name ?? 'a'), message: variant?.message ?? '' },
      limits: limitsOf({ journey: {}, message: message ?? {}, step: {} }),
    };
    const hashed = hashedAddress({ keyring: deps.keyring, tenant, channel, address: reach.address });
    const switched = live.published.channels?.[channel];
    const off = channelRefusal({ channel, class: kind, switched, now: passage.now });
    if (off !== undefined) return fateOf(off);
    const [suppressed, contact, open] = await Promise.all([
      deps.suppressions.find(hashed),
      deps.contacts.get(hashed),
      kind === 'transactional' ? undefined : deps.findPause({ live, profileId: profile.id }),
    ]);
    if (suppressed !== undefined) return { kind: 'skipped', reason: 'suppressed' };
    const refused =
      consentRefusal(passage) ??
      withdrawnRefusal(passage, contact) ??
      pauseRefusal({ passage, open }) ??
      capRefusal(passage) ??
      contactRefusal({ passage, contact }) ??
      quietRefusal(passage);
    return refused === undefined ? { kind: 'sent' } : fateOf(refused);
  };
};

export type AskWouldGet = ReturnType<typeof createWouldGet>;
