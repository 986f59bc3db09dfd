import type { ConsentEntry } from '../../domain/consents/consent-entry.ts';
import type { Contact } from '../../domain/gate/contact.ts';
import type { PageOf } from '../../domain/page.ts';
import type { HashedAddress } from '../messages/ports.ts';

/** What is kept of an address, with the revision every write has to name; -1 while nothing is kept of it. */
export type ContactRow = Contact & { readonly rev: number };

/** What is kept by address, no matter who has it: for caps, ceilings and withdrawals that hold for an address. */
export type ContactStore = {
  /** With what earlier secrets wrote taken in. */
  readonly get: (address: HashedAddress) => Promise<ContactRow>;
  /** Writes it if nobody else did since `rev`. */
  readonly save: (input: {
    address: HashedAddress;
    contact: Contact;
    rev: number;
    /** When nothing of it is needed any more, epoch milliseconds; absent for what stays. */
    expiresAt?: number;
  }) => Promise<'saved' | 'conflict'>;
  /** Takes a booking back. */
  readonly release: (input: HashedAddress & { readonly id: string }) => Promise<void>;
};

/** A line of the consent ledger as it is kept, with the keyed hash of the address it is about, where one is known. */
export type ConsentRow = ConsentEntry & { readonly addressHash?: string };

/** What people agreed to and took back: lines are added; only an erasure, a merge and a split change whose they are. */
export type ConsentLedger = {
  /** Adds lines; one that is there already stays as it is. */
  readonly append: (rows: readonly ConsentRow[]) => Promise<void>;
  /** The lines of a person, those that were said last first. */
  readonly ofPerson: (
    input: { tenant: string; profileId: string } & PageOf,
  ) => Promise<readonly ConsentRow[]>;
  /** The lines of some people about one purpose, in no order. */
  readonly forPurpose: (input: {
    tenant: string;
    purpose: string;
    profileIds: readonly string[];
  }) => Promise<readonly ConsentRow[]>;
  /** Gives the lines of one person that came by these events to another, as a split does. */
  readonly give: (input: {
    tenant: string;
    events: readonly string[];
    from: string;
    to: string;
  }) => Promise<void>;
  /** The lines about an address, no matter who has or had it, those that were said last first. */
  readonly ofAddress: (input: { address: HashedAddress } & PageOf) => Promise<readonly ConsentRow[]>;
};
