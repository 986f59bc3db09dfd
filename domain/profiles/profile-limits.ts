import { pushDevicesMax } from '../push/push-devices.ts';
import { pressureMax } from './profile.ts';

/**
 * What one profile holds at most. An event that brings more is stored whole, the rest of it is applied, and what was
 * left out is said on it.
 */
export const profileLimits = {
  /** Traits by name, those that were removed included. */
  traits: 300,
  /** Characters of the name of a trait. */
  traitName: 128,
  /** All traits as JSON. */
  traitBytes: 64 * 1024,
  /** Identities in all. */
  identities: 300,
  /** Devices and orders: of more than that the oldest are forgotten. */
  identitiesByTurn: 100,
  /** Addresses, and numbers: one more is left out. */
  addresses: 20,
  /** Channels of which consents or reads are kept. */
  channels: 20,
  /** Characters of the name of a channel. */
  channelName: 40,
  /** Statements of consent over all channels and topics. */
  consents: 200,
  /** Tags. */
  tags: 200,
  /** Hours of reads of each channel. */
  reads: 50,
  /** Browsers that show notifications: of more than that the ones given longest ago are forgotten. */
  pushDevices: pushDevicesMax,
  /** Messages counted against frequency caps. */
  pressure: pressureMax,
  /** Runs that are watched; of more than that the newest. */
  watches: 200,
  /** Profiles merged into one within an hour. */
  mergesPerHour: 20,
  /** Profiles merged into one ever. */
  merges: 1000,
} as const;
