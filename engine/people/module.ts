import { createApplyToProfile } from '../events/apply-to-profile.ts';
import { createMergeProfiles } from './merge-profiles.ts';
import { createResolveGroup } from './resolve-group.ts';
import { createResolveProfile } from './resolve-profile.ts';
import { createChangeProfile } from './change-profile.ts';
import { createRewriteProfile } from './rewrite-profile.ts';
import { createMoveDevice } from './push/move-device.ts';
import { createForgetDevice } from './push/forget-device.ts';
import { createMergeByHand } from './merge-by-hand.ts';
import { mergeRoutes } from './merge-routes.ts';
import { createSplitProfile } from './split-profile.ts';
import type { Module } from '../module.ts';
import { profileSchema } from './store/profile-schema.ts';
import { identitySchema } from './store/identity-schema.ts';
import { createProfileStore } from './store/profiles.ts';
import { profileRoutes } from './profiles-routes.ts';
import { splitRoutes } from './split-routes.ts';
import { timelineRoutes } from './timeline-routes.ts';
import { createPeopleReads } from './store/read-people.ts';

/** Customers: who an event is about, what is known of them, and when two profiles are one person. */
export const peopleModule = {
  name: 'people',
  collections: [profileSchema, identitySchema],
  stores: {
    profiles: createProfileStore,
    peopleReads: createPeopleReads,
  },
  services: {
    rewriteProfile: createRewriteProfile,
    changeProfile: createChangeProfile,
    apply: createApplyToProfile,
    merge: createMergeProfiles,
    resolveProfile: createResolveProfile,
    resolveGroup: createResolveGroup,
    splitProfile: createSplitProfile,
    mergeByHand: createMergeByHand,
    moveDevice: createMoveDevice,
    forgetDevice: createForgetDevice,
  },
  loops: {},
  routes: { profiles: profileRoutes, merge: mergeRoutes, split: splitRoutes, timeline: timelineRoutes },
  audited: {
    'POST /api/profiles/:id/merge': { action: 'profile.merge', param: 'id' },
    'POST /api/profiles/:id/split': { action: 'profile.split', param: 'id' },
  },
} as const satisfies Module;
