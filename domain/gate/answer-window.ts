import { channelType } from '../messages/channels.ts';
import type { Refusal } from './gate.ts';

const hourMs = 3_600_000;

/**
 * From when on (epoch milliseconds) a person has to have written on a channel for free text to reach them; undefined where nothing is asked:
 * the channel has no window, or the message is a template that the network approved.
 */
export const heardSince = (input: {
  channel: string;
  hasTemplate: boolean;
  now: number;
}): number | undefined => {
  const { channel, hasTemplate, now } = input;
  const { answerWindowMs } = channelType(channel);
  return answerWindowMs === undefined || hasTemplate ? undefined : now - answerWindowMs;
};

/** Why free text does not go out on a channel whose window is shut; this holds for messages of every class. */
export const windowRefusal = (input: { channel: string; isOpen: boolean }): Refusal | undefined => {
  const { channel, isOpen } = input;
  if (isOpen) return undefined;
  const hours = (channelType(channel).answerWindowMs ?? 0) / hourMs;
  return { kind: 'skipped', reason: 'outside-window', detail: { channel, hours } };
};
