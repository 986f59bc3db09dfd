import type { RefusalWords } from './routes/refused.ts';

/** Why points were not changed, in words. */
export const pointsWords: RefusalWords = new Map([
  ['not-enough-points', ['There are not enough points.', 'Spend fewer, or award some first.']],
  [
    'nothing-spent',
    ['Nothing was spent under the key that `ref` names.', 'Write the `key` of the posting that spent.'],
  ],
  ['spent-for-a-reward', ['These points were spent for a reward.', 'Cancel its redemption instead.']],
  ['more-than-spent', ['More points cannot be returned than were spent.', 'Return fewer.']],
  [
    'no-such-program',
    ['The programme is not published.', 'Write the key of a file in `programs/`, and publish it.'],
  ],
  ['no-such-person', ['Nobody is known by this name.', 'Import or identify the person first.']],
  [
    'more-than-one-person',
    ['The identities are of more than one person.', 'Give one that only this person has, such as `userId`.'],
  ],
  [
    'not-whole',
    ['The number of points is not valid.', 'Write a whole number above zero; with `adjust` also below.'],
  ],
]);
