import { z } from 'zod';
import type { Limit } from '../actions/action.ts';

/** A field of the config: at most so many messages in so many seconds, over all workers. */
export const messageRate = () =>
  z.strictObject({ messages: z.int().min(1), perSeconds: z.int().min(1) }).optional();

/** The limit of an action for such a field; `usual` where it is left out. */
export const rateLimits = (
  rate: { readonly messages: number; readonly perSeconds: number } | undefined,
  usual?: { readonly messages: number; readonly perSeconds: number },
): readonly Limit[] => {
  const { messages, perSeconds } = rate ?? usual ?? {};
  if (messages === undefined || perSeconds === undefined) return [];
  return [{ scope: 'messages', rate: messages, perMs: perSeconds * 1_000 }];
};
