import type { Contact } from '../../domain/gate/contact.ts';
import type { HashedAddress } from '../messages/ports.ts';

/** What is kept of an address, with the revision every write has to name; -1 while nothing is kept of it. */
export type ContactRow = Contact & { readonly rev: number };

/** What is kept by address, whoever has it: for caps, ceilings and withdrawals that hold for an address. */
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
