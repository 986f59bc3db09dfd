import type { ClientAddress } from '../http/client-address.ts';
import type { Accept } from '../ports/accept.ts';
import type { Pages } from '../ports/pages.ts';
import type { Clock, Log } from '../ports/platform.ts';

/** What the public links are handed. */
export type LinkDeps = {
  /** The first signs, all are honoured: older ones keep the links of sent mail working. */
  readonly secrets: readonly [string, ...string[]];
  readonly publicUrl: string;
  readonly accept: Accept;
  readonly pages: Pages;
  readonly clock: Clock;
  readonly log: Log;
  readonly clientAddress: ClientAddress;
};
