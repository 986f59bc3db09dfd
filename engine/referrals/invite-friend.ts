import type { AcceptedEvent } from '../../domain/events/event.ts';
import { hashId } from '../../domain/hash.ts';
import { mailboxKey, normaliseEmail } from '../../domain/messages/mail-address.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import { isDisposable } from '../../domain/referrals/disposable-domain.ts';
import { emailsOf } from '../../domain/referrals/marks.ts';
import { invitationAsked, referralShared } from '../../domain/referrals/referral-event-names.ts';
import type { ShareNetwork } from '../../domain/referrals/share-links.ts';
import { localDay } from '../../domain/time/local.ts';
import { referralSettings } from '../../domain/workspace/referral-settings.ts';
import type { Keyring } from '../access/keyring-port.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import { ownEvent } from '../people/own-event.ts';
import type { ProfileStore } from '../people/ports.ts';
import { hashMarks } from './hash-marks.ts';
import type { AdvocateStore } from './ports.ts';

/** What an advocate asks for: a mail to a friend, or to note that they shared their link. */
export type Invitation =
  | {
      readonly kind: 'mail';
      readonly email: string;
      /** The language of the mail, where the friend is not known yet. */
      readonly locale?: string | undefined;
    }
  | { readonly kind: 'share'; readonly network: ShareNetwork };

/** Why an invitation is refused. Nothing of the friend is among it: an advocate learns of nobody whether they are a customer. */
export const invitationRefusals = [
  'not-on',
  'mails-off',
  'suspended',
  'address-not-valid',
  'own-address',
  'disposable-address',
  'limit-reached',
] as const;
export type InvitationRefusal = (typeof invitationRefusals)[number];
type Outcome =
  | { readonly kind: 'accepted' | 'already' }
  | { readonly kind: 'refused'; readonly reason: InvitationRefusal };

/** Takes what an advocate asks for; see `Invitation`. */
export type InviteFriend = (input: {
  readonly tenant: string;
  readonly advocate: Profile;
  readonly invitation: Invitation;
}) => Promise<Outcome>;

type Deps = {
  readonly live: LiveWorkspaces;
  readonly referralAdvocates: Pick<AdvocateStore, 'suspension' | 'noteInvitation'>;
  readonly profiles: Pick<ProfileStore, 'withIds'>;
  readonly keyring: Keyring;
  readonly clock: Pick<Clock, 'now'>;
  readonly accept: (input: { tenant: string; events: readonly AcceptedEvent[] }) => Promise<unknown>;
};
type Use = Parameters<InviteFriend>[0] & { readonly deps: Deps; readonly now: number };

const nameMax = 60;

/** What the mail calls the advocate: their first name. */
const nameOf = ({ traits }: Profile): string | undefined => {
  const name = traits['firstName'];
  return typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, nameMax) : undefined;
};

const languageOf = ({ traits }: Profile): string | undefined => {
  const locale = traits['locale'];
  return typeof locale === 'string' ? locale : undefined;
};

/** What says that the friend was invited: it makes a profile of who is not known, with the address, a language, and no consent. */
const eventsOf = async (
  use: Use & { email: string; mark: string; locale: string | undefined },
): Promise<readonly AcceptedEvent[]> => {
  const { deps, tenant, advocate, now, email, mark } = use;
  const [known] = await deps.profiles.withIds({ tenant, ids: [`email:${email}`] });
  const name = nameOf(advocate);
  const locale = use.locale ?? languageOf(advocate);
  const id = hashId(tenant, advocate.id, mark);
  const about = {
    externalIds: [{ kind: 'email', value: email }],
    context: {},
    timestamp: now,
    source: 'ciclo',
    trust: 'engine',
    backfill: false,
  } as const;
  const asked: AcceptedEvent = {
    ...about,
    messageId: `invitation:${id}`,
    type: 'track',
    name: invitationAsked,
    properties: {
      invited_with: advocate.referralCode,
      ...(name === undefined ? {} : { advocate_name: name }),
    },
    traits: {},
  };
  if (known !== undefined || locale === undefined) return [asked];
  const language: AcceptedEvent = {
    ...about,
    messageId: `invitation-language:${id}`,
    type: 'identify',
    name: 'identify',
    properties: {},
    traits: { locale },
  };
  return [language, asked];
};

const mailFault = (advocate: Profile, email: string | undefined): InvitationRefusal | undefined => {
  if (email === undefined) return 'address-not-valid';
  const mailbox = mailboxKey(email);
  if (emailsOf(advocate).some((one) => mailboxKey(one) === mailbox)) return 'own-address';
  return isDisposable(email) ? 'disposable-address' : undefined;
};

const refused = (reason: InvitationRefusal): Outcome => ({ kind: 'refused', reason });

/** Makes what advocates invite with. Each is counted once a day, within what a day allows, no matter who asks at once. */
export const createInviteFriend = (deps: Deps): InviteFriend => {
  const note = async (use: Use, what: string, most: number) => {
    const { tenant, advocate, now } = use;
    const { timezone: zone } = (await deps.live.of(tenant)).published.settings;
    const day = localDay({ at: now, zone });
    return deps.referralAdvocates.noteInvitation({ tenant, profileId: advocate.id, day, what, most });
  };
  const mail = async (
    use: Use & { invitation: { kind: 'mail' } & Invitation },
    most: number,
  ): Promise<Outcome> => {
    const { tenant, advocate, invitation } = use;
    const email = normaliseEmail(invitation.email);
    const fault = mailFault(advocate, email);
    if (fault !== undefined || email === undefined) return refused(fault ?? 'address-not-valid');
    const marks = [{ kind: 'mailbox', text: mailboxKey(email) ?? email }] as const;
    const { current } = hashMarks({ keyring: deps.keyring, tenant, marks });
    const mark = current[0]?.mark ?? '';
    const noted = await note(use, mark, most);
    if (noted === 'too-many') return refused('limit-reached');
    // Again when it was noted before: a crash in between is made good.
    const events = await eventsOf({ ...use, email, mark, locale: invitation.locale });
    await deps.accept({ tenant, events });
    return { kind: noted === 'noted' ? 'accepted' : 'already' };
  };
  const share = async (
    use: Use & { invitation: { kind: 'share' } & Invitation },
    most: number,
  ): Promise<Outcome> => {
    const { tenant, advocate, invitation, now } = use;
    const noted = await note(use, `share:${invitation.network}`, most);
    if (noted === 'too-many') return refused('limit-reached');
    if (noted === 'already') return { kind: 'already' };
    const properties = { network: invitation.network, code: advocate.referralCode };
    const id = hashId(tenant, 'share', advocate.id, invitation.network, now);
    const item = { id, name: referralShared, properties, at: now };
    await deps.accept({ tenant, events: [ownEvent({ item, profileId: advocate.id })] });
    return { kind: 'accepted' };
  };
  return async ({ tenant, advocate, invitation }) => {
    const settings = referralSettings((await deps.live.of(tenant)).published.settings);
    if (settings === undefined) return refused('not-on');
    const { mails, perDay } = settings.invitations;
    if (invitation.kind === 'mail' && !mails) return refused('mails-off');
    const suspension = await deps.referralAdvocates.suspension({ tenant, profileId: advocate.id });
    if (suspension !== undefined) return refused('suspended');
    const use = { deps, tenant, advocate, now: deps.clock.now(tenant) };
    return invitation.kind === 'mail'
      ? mail({ ...use, invitation }, perDay)
      : share({ ...use, invitation }, perDay);
  };
};
