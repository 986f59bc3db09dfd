import { hashId } from '../../../domain/hash.ts';
import { normaliseEmail } from '../../../domain/messages/mail-address.ts';
import { normalisePhone } from '../../../domain/messages/phone.ts';
import type { Problem } from '../../../domain/problem.ts';
import { readInstant } from '../../../domain/time/instant.ts';
import type { Row } from '../../../domain/transfer/row.ts';
import type { PointsOrder } from '../../loyalty/give-points.ts';
import { givenKey } from '../../loyalty/given-key.ts';
import { pointsWords } from '../../loyalty/points-words.ts';
import type { Import } from '../ports.ts';
import { fault, textIn, valueIn } from './call-rows.ts';
import { refusedOutcome, type RowOutcome } from './import-kind.ts';
import type { KindMeans, MakeKind } from './made-kinds.ts';

/** What a row asks for, and by which identities it names the person. */
type Asked = { readonly order: Omit<PointsOrder, 'tenant' | 'profileId'>; readonly ids: readonly string[] };

type Read =
  | { readonly ok: true; readonly asked: Asked }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const pointsMax = 1_000_000_000;

const wholeIn = (row: Row, name: string): number | undefined => {
  const value = valueIn(row, name);
  const number = typeof value === 'string' && /^[+-]?\d+$/.test(value.trim()) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number === 0) return undefined;
  return Math.abs(number) > pointsMax ? undefined : number;
};

const idsIn = (row: Row): readonly string[] => {
  const one = (kind: string, value: string | undefined): readonly string[] =>
    value === undefined ? [] : [`${kind}:${value}`];
  const email = textIn(row, 'email');
  const phone = textIn(row, 'phone');
  const others = (textIn(row, 'ids') ?? '').split(/\s+/).filter((id) => id.includes(':'));
  return [
    ...one('user', textIn(row, 'userId')),
    ...one('email', email === undefined ? undefined : normaliseEmail(email)),
    ...one('phone', phone === undefined ? undefined : normalisePhone(phone)),
    ...others,
  ];
};

const instantIn = (row: Row, setting: KindMeans['setting'], now: number): number | Problem | undefined => {
  const said = valueIn(row, 'timestamp');
  if (said === undefined) return undefined;
  const value = typeof said === 'string' ? said.trim() : said;
  const at = readInstant({ value, zone: setting.zone });
  if (at === undefined)
    return fault('timestamp', '`timestamp` is no point in time.', 'Write `2026-03-29T09:30:00Z`.');
  return at <= now ? at : fault('timestamp', '`timestamp` is still to come.', 'Say when the points came in.');
};

const readRow = (input: { row: Row; imported: Import; setting: KindMeans['setting']; now: number }): Read => {
  const { row, imported } = input;
  const ids = idsIn(row);
  const program = textIn(row, 'program');
  const points = wholeIn(row, 'points');
  const at = instantIn(row, input.setting, input.now);
  const problems = [
    ...(ids.length === 0
      ? [fault('userId', 'The row names nobody.', 'Give `userId`, `email`, `phone` or `ids`.')]
      : []),
    ...(program === undefined
      ? [fault('program', '`program` is missing.', 'Write the key of a programme.')]
      : []),
    ...(points === undefined
      ? [
          fault(
            'points',
            '`points` is no whole number.',
            'Write how many, such as `250`; below zero takes them away.',
          ),
        ]
      : []),
    ...(typeof at === 'object' ? [at] : []),
  ];
  if (program === undefined || points === undefined || typeof at === 'object' || problems.length > 0)
    return { ok: false, problems };
  const [reason, ref] = [textIn(row, 'reason'), textIn(row, 'ref')];
  const said = [ids, program, points, at ?? '', reason ?? '', ref ?? ''];
  const key = givenKey(textIn(row, 'key') ?? `import:${hashId(JSON.stringify(said))}`);
  const order = {
    program,
    action: points > 0 ? ('award' as const) : ('adjust' as const),
    points,
    key,
    isQuiet: !imported.options.fires,
    ...(at === undefined ? {} : { at }),
    ...(reason === undefined ? {} : { reason: reason.slice(0, 200) }),
    ...(ref === undefined ? {} : { ref: ref.slice(0, 200) }),
  };
  return { ok: true, asked: { order, ids } };
};

const refused = (reason: string): RowOutcome => {
  const [message, hint] = pointsWords.get(reason) ?? [`The points were refused: ${reason}.`, 'Try it later.'];
  const path = reason.endsWith('person') ? 'userId' : reason === 'no-such-program' ? 'program' : 'points';
  return refusedOutcome([{ code: reason, path, message, hint, severity: 'error' }]);
};

type Found =
  | { readonly ok: true; readonly profileId: string }
  | { readonly ok: false; readonly reason: string };

/** Finds whom rows mean, all in one read. */
const findPeople = async (input: {
  means: KindMeans;
  asked: readonly Asked[];
}): Promise<readonly Found[]> => {
  const { profiles, tenant } = input.means;
  return Promise.all(
    input.asked.map(async ({ ids }): Promise<Found> => {
      const [first, ...others] = await profiles.withIds({ tenant, ids });
      if (first === undefined) return { ok: false, reason: 'no-such-person' };
      return others.length > 0
        ? { ok: false, reason: 'more-than-one-person' }
        : { ok: true, profileId: first.id };
    }),
  );
};

/** Does the orders of known people, or only looks; what came of each. */
const carryOut = async (input: {
  means: KindMeans;
  orders: readonly PointsOrder[];
  isDryRun: boolean;
  isRepeat: boolean;
}): Promise<readonly RowOutcome[]> => {
  const { means, orders, isDryRun, isRepeat } = input;
  const { tenant } = means;
  if (isDryRun) {
    const looked = await means.lookAtManyPoints({ tenant, orders });
    return looked.map((one) =>
      one.kind === 'refused'
        ? refused(one.reason)
        : { kind: one.kind === 'already' ? 'unchanged' : 'created' },
    );
  }
  const made = await means.giveManyPoints({ tenant, orders });
  return made.map((one) => {
    if (one.kind === 'refused') return refused(one.reason);
    const isNew = one.change.outcome.kind === 'posted' || isRepeat;
    return { kind: isNew ? 'created' : 'unchanged' };
  });
};

/**
 * Points: a row gives a person points of a programme, or takes them away when they are below zero; the same `key`, or the same row without
 * one, is posted once. Nobody is made by it. Journeys hear of it only when the import starts them.
 */
export const pointsKind: MakeKind = (means) => ({
  columns: {
    columns: [
      { name: 'userId', aliases: ['customerId'] },
      { name: 'email', aliases: ['emailAddress', 'mail'] },
      { name: 'phone', aliases: ['phoneNumber', 'mobile'] },
      { name: 'ids' },
      { name: 'program', aliases: ['programme'] },
      { name: 'points', aliases: ['balance'] },
      { name: 'timestamp', aliases: ['time', 'date', 'at'] },
      { name: 'key', aliases: ['id'] },
      { name: 'reason' },
      { name: 'ref' },
    ],
  },
  work: async ({ imported, rows, isRepeat }) => {
    const { tenant, setting } = means;
    const now = means.now();
    const read = rows.map((row) => readRow({ row, imported, setting, now }));
    const asked = read.flatMap((one) => (one.ok ? [one.asked] : []));
    const people = await findPeople({ means, asked });
    const orders = asked.flatMap(({ order }, index): PointsOrder[] => {
      const person = people[index];
      return person?.ok === true ? [{ ...order, tenant, profileId: person.profileId }] : [];
    });
    const outcomes = await carryOut({ means, orders, isDryRun: imported.isDryRun, isRepeat });
    const [nextPerson, nextOutcome] = [people.values(), outcomes.values()];
    return read.map((one): RowOutcome => {
      if (!one.ok) return refusedOutcome(one.problems);
      const person = nextPerson.next().value;
      if (person?.ok !== true) return refused(person?.reason ?? 'no-such-person');
      return nextOutcome.next().value ?? refused('no-such-person');
    });
  },
});
