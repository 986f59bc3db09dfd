import { capCovers, capRooms, type Passage, type Refusal } from './gate.ts';

/** A message that another journey of higher priority is about to send to the same person. */
export type Contender = {
  readonly journey: string;
  /** When it is due, epoch milliseconds. */
  readonly at: number;
  readonly channel: string;
  readonly topic: string;
};

/** A message gives way to those of journeys of higher priority that are due within this time, in milliseconds. */
export const giveWayMs = 3_600_000;
/** It looks again so long after the first of them was due. */
const lookAgainMs = 60_000;

/** Whether a contender counts: it is due soon, and not overdue for so long that it may never come. */
const isNear = (contender: Contender, now: number): boolean =>
  contender.at <= now + giveWayMs && contender.at >= now - giveWayMs;

/**
 * Priority between journeys where a frequency cap leaves too little room: a message waits while messages of journeys of
 * higher priority that are due within the next hour need all the room there is. It looks again a minute after the
 * first of them was due; by then either that one has taken the room, and the cap decides, or the room is free. `contenders`
 * are marketing messages of other journeys with a higher priority.
 */
export const giveWay = (input: {
  passage: Passage;
  contenders: readonly Contender[];
}): Refusal | undefined => {
  const { passage } = input;
  const { now } = passage;
  if (passage.class === 'transactional') return undefined;
  const near = input.contenders.filter((contender) => isNear(contender, now));
  const pressing = capRooms(passage).flatMap(({ cap, room }) => {
    const rivals = near.filter((contender) => capCovers(cap, contender));
    return rivals.length > 0 && rivals.length >= room ? rivals : [];
  });
  const [first] = pressing.toSorted((a, b) => a.at - b.at);
  if (first === undefined) return undefined;
  const until = Math.max(first.at, now) + lookAgainMs;
  return { kind: 'deferred', reason: 'gives-way', until, detail: { journey: first.journey } };
};
