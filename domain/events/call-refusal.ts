import { isObject } from '../json.ts';
import { joinPath, type JsonFault } from './json-walk.ts';

/** What one event may hold at most. */
export const eventLimits = {
  bytes: 32 * 1024,
  properties: 10_000,
  depth: 20,
  messageId: 100,
  identity: 320,
  name: 200,
} as const;

// A key no JSON can have, so that nothing a client sends is taken for one of our refusals.
const refusal = Symbol('a refused call');

/** Why a call was refused: what is wrong, where, and what to write instead. */
export type CallRefusal = {
  readonly [refusal]: true;
  readonly ok: false;
  readonly code: string;
  readonly message: string;
  readonly path: string;
  readonly hint: string;
};

/** A refusal of a call. */
export const refuse = (fault: Omit<CallRefusal, 'ok' | typeof refusal>): CallRefusal => ({
  [refusal]: true,
  ok: false,
  ...fault,
});

/** True for what `refuse` made, and for nothing else. */
export const isRefusal = (value: unknown): value is CallRefusal => isObject(value) && refusal in value;

const faultTexts: Readonly<Record<JsonFault['code'], { message: string; hint: string }>> = {
  'not-json': { message: 'is not a plain JSON value', hint: 'Send an object of JSON values.' },
  'not-a-number': {
    message: 'is a number too large to keep',
    hint: 'Send very large numbers as strings.',
  },
  'inexact-id': {
    message: 'is a number too large to be exact',
    hint: 'Send ids as strings.',
  },
  'bad-key': {
    message: 'has a name that cannot be kept',
    hint: 'Use names that are not empty, have no dot, do not begin with `$` and are not `__proto__`.',
  },
  'too-deep': {
    message: `is nested more than ${eventLimits.depth} levels deep`,
    hint: 'Flatten the object.',
  },
  'too-many-properties': {
    message: `brings the event over ${eventLimits.properties} properties`,
    hint: 'Send fewer properties, or several events.',
  },
  'too-large': {
    message: `brings the event over ${eventLimits.bytes / 1024} KB`,
    hint: 'Send less in one event; keep large texts elsewhere and send their address.',
  },
};

/** What is wrong with a value that cannot be kept, behind its path, and what to send instead. */
export const faultText = (code: JsonFault['code']): { readonly message: string; readonly hint: string } =>
  faultTexts[code];

/** The refusal of a part that is not JSON as we keep it. */
export const refuseJson = (input: { fault: JsonFault | undefined; field: string }): CallRefusal => {
  const { field } = input;
  const fault = input.fault ?? { code: 'not-json', path: '' };
  const path = joinPath(field, fault.path);
  const { message, hint } = faultTexts[fault.code];
  return refuse({ code: fault.code, message: `\`${path}\` ${message}.`, path, hint });
};
