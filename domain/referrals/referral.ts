import type { JsonObject } from '../json.ts';
import type { Weighed } from './score-referral.ts';

/**
 * Where a referral is. `invited`: the advocate asked us to mail the friend, who did nothing yet. `clicked`: the friend followed the link; `signed-up`: we know who they are. `held`: the team decides. `qualified`:
 * it counts, and the rewards wait until the order was delivered and the return window has closed. `rewarded`; `clawed-back`: the order
 * went back, before or after the rewards; `denied`.
 */
export const referralStates = [
  'invited',
  'clicked',
  'signed-up',
  'held',
  'qualified',
  'rewarded',
  'clawed-back',
  'denied',
] as const;
export type ReferralState = (typeof referralStates)[number];

/** The two sides of a referral. */
export const sides = ['advocate', 'friend'] as const;
export type Side = (typeof sides)[number];

/** What one side got, or why nothing; and what became of it when the order went back. */
export type Reward = {
  readonly side: Side;
  readonly offer: string;
  /** Under which the coupon was issued: the same key is never issued twice. */
  readonly issueKey: string;
  /** The friends it took, where it is the reward of a milestone. */
  readonly milestone?: number;
  /** The coupon, as messages show it. */
  readonly given?: JsonObject;
  /** Why nothing was given. */
  readonly refused?: string;
  /** `revoked`: nobody can use it any more. `debt`: it was used already, so the person owes us its value. */
  readonly takenBack?: 'revoked' | 'debt';
};

/** One passage into a state. */
export type Passage = {
  readonly state: ReferralState;
  readonly at: number;
  /** Who of the team did it. */
  readonly by?: string;
  /** Why: `refunded`, `approved`, what the team says. */
  readonly note?: string;
};

/** A friend that an advocate brought. Instants are epoch milliseconds on the tenant's clock. */
export type Referral = {
  readonly tenant: string;
  readonly id: string;
  readonly code: string;
  readonly advocate: string;
  readonly friend: string;
  /** What the invitation calls the advocate, where the referral began with one. */
  readonly advocateName?: string;
  readonly state: ReferralState;
  /** When it began. */
  readonly at: number;
  /** What qualified it; an order, or another event under its id. */
  readonly orderId?: string;
  /** When the order was placed, and when it was delivered. */
  readonly orderedAt?: number;
  readonly deliveredAt?: number;
  /** When the rewards are due. */
  readonly rewardAt?: number;
  /** 0 to 100. */
  readonly score?: number;
  readonly reasons?: readonly Weighed[];
  /** Denied for what speaks of fraud. */
  readonly isSuspicious?: boolean;
  /** The rewards are being given: what takes it back waits until they are. */
  readonly isRewarding?: boolean;
  /** The order went back, and it is yet to be taken back. */
  readonly reversal?: { readonly reason: string; readonly at: number };
  readonly rewards?: readonly Reward[];
  readonly appeal?: { readonly at: number; readonly text: string; readonly by?: string };
  readonly history: readonly Passage[];
  /** How many passages of its history both sides were told of. */
  readonly told: number;
};

/** The referral in another state; both sides are yet to be told. */
export const passInto = (
  referral: Referral,
  passage: Passage,
  more: Partial<Omit<Referral, 'state' | 'history'>> = {},
): Referral => ({ ...referral, ...more, state: passage.state, history: [...referral.history, passage] });

const ways = ['invited', 'clicked', 'signed-up'] as const;
/** A state of a friend who has not qualified yet. */
export type Way = (typeof ways)[number];

/**
 * The friend went on: followed a link, or signed up, with the code of `from`. Nothing changes for who was as far already. An invitation binds
 * nobody: who comes with the code of another advocate is theirs.
 */
export const goOn = (
  referral: Referral,
  passage: { readonly state: Way; readonly at: number },
  from: Pick<Referral, 'code' | 'advocate'>,
): Referral => {
  const stands = ways.findIndex((way) => way === referral.state);
  if (stands < 0 || stands >= ways.indexOf(passage.state)) return referral;
  return passInto(referral, passage, referral.state === 'invited' ? from : {});
};

/** What is to be done next with a referral. */
export type ReferralAct = 'tell' | 'begin-reward' | 'reward' | 'claw-back' | 'none';

const canBeTakenBack: ReadonlySet<ReferralState> = new Set(['held', 'qualified', 'rewarded']);

/** What is to be done next, in the order in which nothing is lost or done twice. */
export const nextAct = (input: { referral: Referral; now: number }): ReferralAct => {
  const { referral, now } = input;
  const { state, rewardAt } = referral;
  if (referral.told < referral.history.length) return 'tell';
  if (referral.isRewarding === true && state === 'qualified') return 'reward';
  if (referral.reversal !== undefined && canBeTakenBack.has(state)) return 'claw-back';
  if (state === 'qualified' && rewardAt !== undefined && rewardAt <= now) return 'begin-reward';
  return 'none';
};

/** When it is to be looked at next; undefined when nothing is to come by itself. */
export const dueAt = (referral: Referral): number | undefined => {
  const act = nextAct({ referral, now: Number.NEGATIVE_INFINITY });
  if (act !== 'none') return 0;
  return referral.state === 'qualified' ? referral.rewardAt : undefined;
};

/** The order of a referral went back. What was denied, or never got so far, stays as it is. */
export const reverse = (referral: Referral, reversal: { reason: string; at: number }): Referral =>
  canBeTakenBack.has(referral.state) && referral.reversal === undefined
    ? { ...referral, reversal }
    : referral;

/** A refusal of what the team asks, with what is the case. */
export type Refused = { readonly refused: string; readonly hint: string };

type Verdict = { readonly at: number; readonly by?: string | undefined; readonly note?: string | undefined };

const passageOf = (state: ReferralState, { at, by, note }: Verdict): Passage => ({
  state,
  at,
  ...(by === undefined ? {} : { by }),
  ...(note === undefined ? {} : { note }),
});

/** The team lets a held referral count. Repeating it changes nothing. */
export const approve = (referral: Referral, verdict: Verdict): Referral | Refused => {
  if (referral.state === 'held') return passInto(referral, passageOf('qualified', verdict));
  if (referral.state === 'qualified' || referral.state === 'rewarded') return referral;
  return {
    refused: `The referral is ${referral.state}, so it cannot be approved.`,
    hint:
      referral.state === 'denied'
        ? 'Appeal first: it is held again then.'
        : 'Only referrals that are held can be approved.',
  };
};

/** The team denies a referral that is held, or that counts and was not rewarded yet. Repeating it changes nothing. */
export const deny = (referral: Referral, verdict: Verdict): Referral | Refused => {
  const { state } = referral;
  if (state === 'denied') return referral;
  if (state === 'held' || (state === 'qualified' && referral.isRewarding !== true))
    return passInto(referral, passageOf('denied', verdict), { isSuspicious: true });
  return {
    refused: `The referral is ${state}, so it cannot be denied.`,
    hint: 'Only referrals that are held, or qualified and not rewarded yet, can be denied.',
  };
};

/** Somebody objects to a denial: the team looks at it again, once. */
export const appeal = (referral: Referral, said: Verdict & { text: string }): Referral | Refused => {
  if (referral.state === 'denied' && referral.appeal === undefined) {
    const { at, by, text } = said;
    const objection = { at, text, ...(by === undefined ? {} : { by }) };
    return passInto(referral, passageOf('held', { at, by, note: 'appeal' }), {
      appeal: objection,
      isSuspicious: false,
    });
  }
  return {
    refused:
      referral.appeal === undefined
        ? `The referral is ${referral.state}: there is no denial to object to.`
        : 'There was an appeal before.',
    hint: 'A denial can be appealed once.',
  };
};
