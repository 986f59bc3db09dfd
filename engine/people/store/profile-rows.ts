import { keyOf } from '../../../platform/mongo/keys.ts';
import { ownRows, type PersonRows } from '../../../platform/mongo/schema/person-rule.ts';
import type { ProfileDoc } from './profile-schema.ts';

const ofOne = (input: { tenant: string; profileId: string }): string => keyOf(input.tenant, input.profileId);

/** Profiles. They go last, since everything else is found by them; what a merge makes of them is not the store's to say. */
export const profileRows: PersonRows = ownRows(['id'], {
  turn: 'last',
  hidden: [
    'keys',
    'recheck',
    'buyer',
    'sync',
    'syncAt',
    'finds',
    'pushed',
    'writer',
    'outbox',
    'applied',
    'merging',
    'rev',
  ],
  onErase: async ({ collections, ...person }) => {
    const profiles = collections.named<ProfileDoc>('profiles');
    return (await profiles.deleteOne({ _id: ofOne(person) })).deletedCount;
  },
  onMerge: async () => undefined,
  onSplit: undefined,
});
