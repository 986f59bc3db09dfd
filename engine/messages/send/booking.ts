import { CicloError } from '../../../domain/errors.ts';
import { contactExpiry, contactRefusal, withBooking } from '../../../domain/gate/contact.ts';
import {
  capRefusal,
  consentRefusal,
  isCounted,
  type Passage,
  pressureKeptMs,
  pressureOf,
  type Refusal,
} from '../../../domain/gate/gate.ts';
import type { ContactRow, ContactStore } from '../../consents/ports.ts';
import type { HashedAddress, MessageRow } from '../ports.ts';
import type { ProfileRow, ProfileStore } from '../../people/ports.ts';

type Deps = { readonly profiles: ProfileStore; readonly contacts: ContactStore };

/** A message that is about to go out: what the gate knows of it, and the address it goes to. */
export type Booked = {
  readonly passage: Passage;
  readonly hashed: HashedAddress;
};

/** Each try that fails means that another's succeeded. */
const triesMax = 200;
/** A booking that is older was made for an earlier attempt: it moves on to the one that is made now. */
const bookedForMs = 1_000;

const isBooked = (
  passage: Passage,
  bookings: readonly { readonly id: string; readonly at: number }[],
): boolean => bookings.some(({ id, at }) => id === passage.messageId && passage.now - at <= bookedForMs);

const tooMany = (what: string): CicloError =>
  new CicloError({ code: 'unavailable', message: `The ${what} is being changed by too many at once.` });

const onProfile = async (input: Booked & { deps: Deps; row: ProfileRow }): Promise<Refusal | undefined> => {
  const { deps, passage } = input;
  const { settings, now } = passage;
  if (!isCounted(passage)) return undefined;
  const { tenant, id: profileId } = input.row;
  let { row } = input;
  for (let tries = 0; tries < triesMax; tries += 1) {
    if (isBooked(passage, row.pressure)) return undefined;
    const pressure = pressureOf(passage);
    const keepFrom = now - pressureKeptMs(settings.caps);
    const reserved = await deps.profiles.reserveCap({ tenant, profileId, rev: row.rev, pressure, keepFrom });
    if (reserved === 'reserved') return undefined;
    const again = await deps.profiles.get({ tenant, profileId });
    if (again === undefined) return { kind: 'skipped', reason: 'erased' };
    row = again;
    const current = { ...passage, profile: again };
    const refused = consentRefusal(current) ?? capRefusal(current);
    if (refused !== undefined) return refused;
  }
  throw tooMany('profile');
};

const onAddress = async (
  input: Booked & { deps: Deps; contact: ContactRow },
): Promise<Refusal | undefined> => {
  const { deps, passage, hashed: address } = input;
  let row = input.contact;
  for (let tries = 0; tries < triesMax; tries += 1) {
    const { rev, ...contact } = row;
    if (isBooked(passage, contact.bookings)) return undefined;
    const refused = contactRefusal({ passage, contact });
    if (refused !== undefined) return refused;
    const booked = withBooking({ passage, contact });
    const expiresAt = contactExpiry({ passage, contact: booked });
    const saved = await deps.contacts.save({
      address,
      contact: booked,
      rev,
      ...(expiresAt === undefined ? {} : { expiresAt }),
    });
    if (saved === 'saved') return undefined;
    row = await deps.contacts.get(address);
  }
  throw tooMany('address');
};

/** The mailbox that an address is a form of, as an address of its own. */
const mailboxOf = ({ mailboxHashes, ...hashed }: HashedAddress): HashedAddress | undefined =>
  mailboxHashes === undefined ? undefined : { ...hashed, addressHashes: mailboxHashes };

/**
 * What reaches one mailbox under several forms of its address is counted against its ceiling, as if none of it were marketing:
 * caps are for each address, since to many servers the forms are other mailboxes.
 */
const onMailbox = async (input: Booked & { deps: Deps }): Promise<Refusal | undefined> => {
  const { deps, passage } = input;
  const hashed = mailboxOf(input.hashed);
  if (hashed === undefined) return undefined;
  const contact = await deps.contacts.get(hashed);
  return onAddress({ deps, passage: { ...passage, class: 'transactional' }, hashed, contact });
};

/**
 * Makes the booking of messages against everything that is counted: the frequency caps of the person, which count all
 * their channels, and those of the address with its ceiling, which count everybody who has it; the ceiling counts the forms of one mailbox together. Each booking is one
 * write that stands only if nobody wrote since it was decided, else it is decided again: the counts are exact,
 * however many send at once.
 */
export const createBookings = (deps: Deps) => {
  const free = async (input: {
    tenant: string;
    profileId: string;
    messageId: string;
    hashed: HashedAddress | undefined;
  }): Promise<void> => {
    const { tenant, profileId, messageId: id, hashed } = input;
    const mailbox = hashed === undefined ? undefined : mailboxOf(hashed);
    await Promise.all([
      deps.profiles.releaseCap({ tenant, profileId, id }),
      hashed === undefined ? undefined : deps.contacts.release({ ...hashed, id }),
      mailbox === undefined ? undefined : deps.contacts.release({ ...mailbox, id }),
    ]);
  };
  /** Takes a booking back: the message is not on its way, and takes nobody's room meanwhile. */
  const release = ({ passage, hashed }: Booked): Promise<void> => {
    const { messageId, profile } = passage;
    return free({ tenant: profile.tenant, profileId: profile.id, messageId, hashed });
  };

  return {
    release,
    /** The same for a message that was handed over; of one from before addresses were kept, the person's part. */
    releaseRow: (row: MessageRow): Promise<void> => {
      const { tenant, profileId, id: messageId, channel, addressHash } = row;
      const hashed =
        addressHash === undefined ? undefined : { tenant, channel, addressHashes: [addressHash] as const };
      return free({ tenant, profileId, messageId, hashed });
    },
    /** Books a message, or says why it may not go now; then nothing is booked. */
    book: async (input: Booked & { row: ProfileRow; contact: ContactRow }): Promise<Refusal | undefined> => {
      const refused = await onProfile({ deps, ...input });
      if (refused !== undefined) return refused;
      const full = (await onAddress({ deps, ...input })) ?? (await onMailbox({ deps, ...input }));
      if (full !== undefined) await release(input);
      return full;
    },
  };
};

export type Bookings = ReturnType<typeof createBookings>;
