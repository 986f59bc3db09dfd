import { parseCall } from './segment-call.ts';

/** When the calls of tests arrive. */
export const receivedAt = Date.parse('2026-03-29T12:00:00.000Z');
/** Reads a call of a server. */
export const parse = (call: unknown, more: Partial<Parameters<typeof parseCall>[0]> = {}) =>
  parseCall({ call, receivedAt, source: 'api', trust: 'server', idFrom: () => 'made', ...more });
/** The event a call becomes; throws when it is refused. */
export const accepted = (call: unknown, more: Partial<Parameters<typeof parseCall>[0]> = {}) => {
  const parsed = parse(call, more);
  if (!parsed.ok) throw new Error(`refused: ${parsed.message}`);
  return parsed.event;
};
/** The places of a call that were left out. */
export const ignored = (call: unknown) => (accepted(call).ignored ?? []).map(({ path }) => path);
/** Why a call is refused; throws when it is taken. */
export const refused = (call: unknown, more: Partial<Parameters<typeof parseCall>[0]> = {}) => {
  const parsed = parse(call, more);
  if (parsed.ok) throw new Error('accepted');
  return { code: parsed.code, path: parsed.path };
};
/** A call about somebody. */
export const track = { type: 'track', event: 'Order Completed', userId: '42' };
/** A call about nobody. */
export const nobody = { type: 'track', event: 'Order Completed' };
