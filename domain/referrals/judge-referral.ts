import type { ReferralSettings } from '../workspace/referral-settings.ts';
import { mailboxKey } from '../messages/mail-address.ts';

/** What is known of a friend's order on an advocate's code. */
export type ReferralCase = {
  readonly advocate: {
    readonly id: string;
    readonly emails: readonly string[];
    readonly phones: readonly string[];
  };
  readonly friend: {
    readonly id: string;
    readonly emails: readonly string[];
    readonly phones: readonly string[];
    /** Orders before this one. */
    readonly earlierOrders: number;
  };
  readonly order: { readonly revenueMinor: number; readonly test: boolean };
  readonly minOrderMinor: number;
  /** What the shop refuses; own codes and test orders always are. */
  readonly refuse: ReferralSettings['refuse'];
  /** Referrals of the advocate in the last day. */
  readonly lastDay: number;
  /** The advocate was recommended by this friend before. */
  readonly isLoop: boolean;
  readonly countedBefore: boolean;
};

export type ReferralReason =
  | 'own-code'
  | 'same-mailbox'
  | 'same-phone'
  | 'existing-customer'
  | 'already-referred'
  | 'order-too-small'
  | 'test-order'
  | 'too-many-in-a-day'
  | 'recommended-each-other';

const common = (a: readonly string[], b: readonly string[]): boolean => a.some((item) => b.includes(item));

const boxes = (emails: readonly string[]): string[] => emails.flatMap((email) => mailboxKey(email) ?? []);

/** Judges a referral: every reason against it, none when it counts. */
export const judgeReferral = (input: ReferralCase): readonly ReferralReason[] => {
  const { advocate, friend, order, refuse } = input;
  const isSelf = advocate.id === friend.id;
  const reasons: readonly (readonly [boolean, ReferralReason])[] = [
    [isSelf, 'own-code'],
    [refuse.sameMailbox && !isSelf && common(boxes(advocate.emails), boxes(friend.emails)), 'same-mailbox'],
    [refuse.samePhone && !isSelf && common(advocate.phones, friend.phones), 'same-phone'],
    [refuse.existingCustomer && friend.earlierOrders > 0, 'existing-customer'],
    [input.countedBefore, 'already-referred'],
    [order.revenueMinor < input.minOrderMinor, 'order-too-small'],
    [order.test, 'test-order'],
    [input.lastDay >= refuse.morePerDay, 'too-many-in-a-day'],
    [refuse.eachOther && input.isLoop, 'recommended-each-other'],
  ];
  return reasons.flatMap(([holds, reason]) => (holds ? [reason] : []));
};
