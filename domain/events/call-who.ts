import { isObject, type Json } from '../json.ts';
import type { EventType, ExternalId } from './event.ts';
import type { CallBags } from './call-bags.ts';
import { type CallRefusal, eventLimits, isRefusal, refuse } from './call-refusal.ts';

const kindNames: ReadonlyMap<string, string> = new Map([
  ['user_id', 'user'],
  ['userId', 'user'],
  ['anonymous_id', 'anon'],
  ['anonymousId', 'anon'],
]);

/** An id as clients send it: text, or a number that is one. Null and nothing are the same. */
const readId = (input: { value: unknown; field: string }): string | CallRefusal | undefined => {
  const { value, field } = input;
  if (value === undefined || value === null || value === '') return undefined;
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || text.length > eventLimits.identity || text.trim() === '') {
    return refuse({
      code: 'bad-id',
      message: `\`${field}\` is not a text of 1 to ${eventLimits.identity} characters.`,
      path: field,
      mend: 'Send the id as a string.',
    });
  }
  return text;
};

const kindPattern = /^[A-Za-z][\w.-]{0,39}$/;

const none: readonly ExternalId[] = [];

const notAnIdentity = (path: string): CallRefusal =>
  refuse({
    code: 'bad-external-id',
    message: `\`${path}\` is not an identity.`,
    path,
    mend: 'Write [{ "id": "42", "type": "shop-customer" }]: a type of letters, digits, dots and dashes.',
  });

const readExternalIds = (input: { list: unknown; field: string }): readonly ExternalId[] | CallRefusal => {
  const { list, field } = input;
  if (list === undefined || list === null) return none;
  if (!Array.isArray(list) || list.length > 20) return notAnIdentity(field);
  const ids: ExternalId[] = [];
  for (let index = 0; index < list.length; index += 1) {
    const item: unknown = list[index];
    const path = `${field}[${index}]`;
    if (!isObject(item)) return notAnIdentity(path);
    const kind = item['kind'] ?? item['type'];
    const value = readId({ value: item['value'] ?? item['id'], field: path });
    if (isRefusal(value)) return value;
    if (typeof kind !== 'string' || !kindPattern.test(kind) || value === undefined)
      return notAnIdentity(path);
    ids.push({ kind: kindNames.get(kind) ?? kind, value });
  }
  return ids;
};

type CallIdentity = { readonly [K in IdField]?: string } & { readonly externalIds: readonly ExternalId[] };
type IdField = (typeof idFields)[number];
const idFields = ['userId', 'anonymousId', 'previousId', 'groupId'] as const;

const missingCodes = {
  userId: 'missing-user-id',
  groupId: 'missing-group-id',
  previousId: 'missing-previous-id',
} as const;

const emailOf = (traits: Json | undefined): string | undefined => {
  if (typeof traits !== 'object' || traits === null || !('email' in traits)) return undefined;
  const { email } = traits;
  return typeof email === 'string' && email.includes('@') && email.length <= eventLimits.identity
    ? email
    : undefined;
};

const needed = (field: keyof typeof missingCodes): CallRefusal =>
  refuse({
    code: missingCodes[field],
    message: `This call needs \`${field}\`.`,
    path: field,
    mend: `Send \`${field}\` as a string.`,
  });

const nobody = refuse({
  code: 'missing-identity',
  message: 'The call does not say whom it is about.',
  path: 'userId',
  mend: 'Send `userId`, `anonymousId`, or an e-mail address in the traits.',
});

/** Whom the call is about, by every identity it brings; refused when it brings none. */
export const readWho = (input: {
  call: Record<string, unknown>;
  type: EventType;
  bags: CallBags;
}): CallIdentity | CallRefusal => {
  const { call, type, bags } = input;
  const inCall = readExternalIds({ list: call['externalIds'], field: 'externalIds' });
  if (isRefusal(inCall)) return inCall;
  const inContext = readExternalIds({ list: bags.context['externalIds'], field: 'context.externalIds' });
  if (isRefusal(inContext)) return inContext;
  // A call that is not about traits may still say whose it is, as server libraries do.
  const email = type === 'identify' || type === 'alias' ? undefined : emailOf(bags.context['traits']);
  const externalIds = [
    ...inCall,
    ...inContext,
    ...(email === undefined ? [] : [{ kind: 'email', value: email }]),
  ];
  const ids: { [K in IdField]?: string } = {};
  for (const field of idFields) {
    const id = readId({ value: call[field], field });
    if (isRefusal(id)) return id;
    if (id !== undefined) ids[field] = id;
  }
  if (type === 'alias' && ids.previousId === undefined) return needed('previousId');
  if (type === 'alias' && ids.userId === undefined) return needed('userId');
  if (type === 'group' && ids.groupId === undefined) return needed('groupId');
  const isKnown =
    ids.userId !== undefined ||
    ids.anonymousId !== undefined ||
    externalIds.length > 0 ||
    (type === 'identify' && emailOf(bags.traits) !== undefined);
  return isKnown ? { ...ids, externalIds } : nobody;
};
