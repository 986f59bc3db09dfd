import { isObject, type Json } from '../json.ts';
import type { EventType, ExternalId } from './event.ts';
import type { CallBags } from './call-bags.ts';
import { type CallRefusal, eventLimits, isRefusal, refuse } from './call-refusal.ts';
import { isPlaceholder } from '../profiles/identities/placeholder.ts';
import { note, type Notes } from './ignored.ts';

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
      hint: 'Send the id as a string.',
    });
  }
  return text;
};

const placeholder = (input: { path: string; value: string }): CallRefusal =>
  refuse({
    code: 'placeholder-id',
    message: `\`${input.path}\` is \`${input.value.slice(0, 60)}\`, a placeholder and no identity.`,
    path: input.path,
    hint: 'Leave the id out until you know it, and send the id of one person only.',
  });

const kindPattern = /^[A-Za-z][\w.-]{0,39}$/;

const notAnIdentity = (path: string): CallRefusal =>
  refuse({
    code: 'bad-external-id',
    message: `\`${path}\` is not an identity.`,
    path,
    hint: 'Write [{ "id": "42", "type": "shop-customer" }]: a type of letters, digits, dots and dashes.',
  });

const externalIdsMax = 20;

const readExternalId = (input: { item: unknown; path: string }): ExternalId | CallRefusal => {
  const { item, path } = input;
  if (!isObject(item)) return notAnIdentity(path);
  const given = item['kind'] ?? item['type'];
  const value = readId({ value: item['value'] ?? item['id'], field: path });
  if (isRefusal(value)) return value;
  if (typeof given !== 'string' || !kindPattern.test(given) || value === undefined)
    return notAnIdentity(path);
  const kind = kindNames.get(given) ?? given;
  return isPlaceholder({ kind, value }) ? placeholder({ path, value }) : { kind, value };
};

/** What was read, and why the rest was not. */
type ReadIds = { readonly ids: readonly ExternalId[]; readonly faults: readonly CallRefusal[] };

const nothing: ReadIds = { ids: [], faults: [] };

const readExternalIds = (input: { list: unknown; field: string }): ReadIds => {
  const { list, field } = input;
  if (list === undefined || list === null) return nothing;
  if (!Array.isArray(list)) return { ids: [], faults: [notAnIdentity(field)] };
  const items: readonly unknown[] = list.slice(0, externalIdsMax);
  const read = items.map((item, index) => readExternalId({ item, path: `${field}[${index}]` }));
  const more =
    list.length > externalIdsMax
      ? [
          refuse({
            code: 'too-many-external-ids',
            message: `\`${field}\` has more than ${externalIdsMax} identities.`,
            path: field,
            hint: `The first ${externalIdsMax} are taken.`,
          }),
        ]
      : [];
  return {
    ids: read.flatMap((one) => (isRefusal(one) ? [] : [one])),
    faults: [...read.flatMap((one) => (isRefusal(one) ? [one] : [])), ...more],
  };
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
    hint: `Send \`${field}\` as a string.`,
  });

const nobody = refuse({
  code: 'missing-identity',
  message: 'The call does not say whom it is about.',
  path: 'userId',
  hint: 'Send `userId`, `anonymousId`, or an e-mail address in the traits.',
});

/** A group may have any name; the others are ids of people. */
const isNobodys = ({ field, value }: { field: IdField; value: string }): boolean =>
  field !== 'groupId' && isPlaceholder({ kind: field === 'userId' ? 'user' : 'anon', value });

const leftOut = (fault: CallRefusal): string =>
  `${fault.message.replace(/\.$/, '')}, and was left out. ${fault.hint}`;

/**
 * Whom the call is about, by every identity it brings that can be read; the others are noted. Refused when none is left, by
 * what is wrong with those it has.
 */
export const readWho = (input: {
  call: Record<string, unknown>;
  type: EventType;
  bags: CallBags;
  notes: Notes;
}): CallIdentity | CallRefusal => {
  const { call, type, bags, notes } = input;
  const inCall = readExternalIds({ list: call['externalIds'], field: 'externalIds' });
  const inContext = readExternalIds({ list: bags.context['externalIds'], field: 'context.externalIds' });
  // A call that is not about traits may still say whose it is, as server libraries do.
  const { traits } = bags.context;
  const said = type === 'identify' ? emailOf(bags.traits) : type === 'alias' ? undefined : emailOf(traits);
  const path = type === 'identify' ? 'traits.email' : 'context.traits.email';
  const isNone = said !== undefined && isPlaceholder({ kind: 'email', value: said });
  const address = isNone ? undefined : said;
  const email = type === 'identify' ? undefined : address;
  const externalIds = [
    ...inCall.ids,
    ...inContext.ids,
    ...(email === undefined ? [] : [{ kind: 'email', value: email }]),
  ];
  const ids: { [K in IdField]?: string } = {};
  const faults: CallRefusal[] = isNone ? [placeholder({ path, value: said })] : [];
  for (const field of idFields) {
    const id = readId({ value: call[field], field });
    if (isRefusal(id)) faults.push(id);
    else if (id !== undefined && isNobodys({ field, value: id }))
      faults.push(placeholder({ path: field, value: id }));
    else if (id !== undefined) ids[field] = id;
  }
  const wrong = (field: IdField): CallRefusal | undefined => faults.find(({ path }) => path === field);
  if (type === 'alias' && ids.previousId === undefined) return wrong('previousId') ?? needed('previousId');
  if (type === 'alias' && ids.userId === undefined) return wrong('userId') ?? needed('userId');
  if (type === 'group' && ids.groupId === undefined) return wrong('groupId') ?? needed('groupId');
  const isKnown =
    ids.userId !== undefined ||
    ids.anonymousId !== undefined ||
    externalIds.length > 0 ||
    address !== undefined;
  const all = [...faults, ...inCall.faults, ...inContext.faults];
  if (!isKnown) return all[0] ?? nobody;
  for (const fault of all) note({ notes, path: fault.path, message: leftOut(fault) });
  return { ...ids, externalIds };
};
