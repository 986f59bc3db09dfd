import type { Connection } from 'mongoose';

import { fillFinds } from './fill-finds.ts';
import { lookAtImages } from './look-at-images.ts';
import { markOver } from './mark-over.ts';
import { moveCouponClaims, movePlaceClaims } from './move-claims.ts';
import { moveIdentities } from './move-identities.ts';
import { moveReferrals } from './move-referrals.ts';

/**
 * Brings what earlier versions stored into the form of this one. Each step tells by an index whether
 * there is anything to do, so that a start without work costs a question; it may be repeated and interrupted anywhere.
 * No process of an earlier version may run meanwhile.
 */
export const migrate = async (connection: Connection): Promise<void> => {
  await moveIdentities(connection);
  await moveCouponClaims(connection);
  await movePlaceClaims(connection);
  await markOver(connection);
  await fillFinds(connection);
  await moveReferrals(connection);
  await lookAtImages(connection);
};
