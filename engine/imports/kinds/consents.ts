import { suggest } from '../../../domain/documents/nearest.ts';
import type { Problem } from '../../../domain/problem.ts';
import type { EventScope } from '../../../domain/profiles/event-scope.ts';
import { hashId } from '../../../domain/hash.ts';
import type { Row } from '../../../domain/transfer/row.ts';
import { fault, type ReadCall, textIn, valueIn, whoColumns, whoIn, workOnCalls } from './call-rows.ts';
import type { MakeKind } from './made-kinds.ts';

const states: ReadonlyMap<string, 'Consent Granted' | 'Consent Withdrawn'> = new Map([
  ...['granted', 'yes', 'true', '1', 'subscribed', 'opt-in', 'opted-in'].map(
    (word) => [word, 'Consent Granted'] as const,
  ),
  ...['withdrawn', 'no', 'false', '0', 'unsubscribed', 'opt-out', 'opted-out'].map(
    (word) => [word, 'Consent Withdrawn'] as const,
  ),
]);

const isConfirmed = (row: Row): boolean =>
  /^(?:yes|y|true|1)$/i.test(String(valueIn(row, 'confirmed') ?? '').trim());

/** What is missing of a consent that somebody has to be able to prove (GDPR, article 7). */
const missingProof = (row: Row, isYes: boolean) => {
  const named = (name: string): boolean => textIn(row, name) !== undefined;
  const needed = isYes ? ['source', 'timestamp', ...(isConfirmed(row) ? ['evidence'] : [])] : [];
  return needed
    .filter((name) => !named(name) && valueIn(row, name) === undefined)
    .map((name) =>
      fault(
        name,
        `\`${name}\` is missing: a consent needs proof.`,
        'Say where and when the person agreed, or leave the row out.',
      ),
    );
};

const texts = ['channel', 'topic', 'source', 'evidence', 'textVersion'] as const;

/** A yes to what the workspace does not have would say nothing; a no counts whatever it is about. */
const unknownTopic = (row: Row, scope: EventScope): readonly Problem[] =>
  (
    [
      ['channel', scope.channels, 'email'],
      ['topic', scope.topics, '*'],
    ] as const
  ).flatMap(([name, known, usual]) => {
    const word = textIn(row, name) ?? usual;
    if (known.has(word)) return [];
    const hint = suggest({ word, known: [...known].toSorted(), none: '' });
    return [fault(name, `The workspace has no ${name} \`${word.slice(0, 60)}\`.`, hint)];
  });

const readCall =
  (zone: string, scope: EventScope) =>
  (row: Row): ReadCall => {
    const who = whoIn(row, zone);
    const word = valueIn(row, 'consent');
    const event = states.get(
      String(word ?? '')
        .trim()
        .toLowerCase(),
    );
    const unread =
      event === undefined
        ? [fault('consent', '`consent` says neither yes nor no.', 'Write `granted` or `withdrawn`.')]
        : [];
    const isYes = event === 'Consent Granted';
    const problems = [
      ...who.problems,
      ...unread,
      ...missingProof(row, isYes),
      ...(isYes ? unknownTopic(row, scope) : []),
    ];
    if (problems.length > 0 || event === undefined) return { ok: false, problems };
    const said = texts.flatMap((name): [string, string][] => {
      const value = textIn(row, name);
      return value === undefined ? [] : [[name, value]];
    });
    const confirmed = isYes && isConfirmed(row) ? { confirmed: true } : {};
    const call = {
      type: 'track',
      event,
      ...who.fields,
      properties: { ...Object.fromEntries(said), ...confirmed },
    };
    // The same statement again is the same event, whichever file it stands in. Without a time each file makes an event of its own.
    const isTimed = valueIn(row, 'timestamp') !== undefined;
    return { ok: true, call, id: isTimed ? `consent:${hashId('consent', JSON.stringify(call))}` : undefined };
  };

/**
 * Consents, each with its proof. They count as any statement does: a withdrawal stays until a later yes that the person confirmed
 * (`confirmed`, with `evidence`), and nobody who is suppressed is written to.
 */
export const consentsKind: MakeKind = ({ accept, events, setting, scope }) => ({
  columns: {
    columns: [
      ...whoColumns.filter(({ name }) => name !== 'state'),
      { name: 'consent', aliases: ['state', 'status'] },
      ...['channel', 'topic', 'source', 'evidence', 'textVersion', 'confirmed'].map((name) => ({ name })),
    ],
  },
  work: (page) => workOnCalls({ deps: { accept, events }, page, readCall: readCall(setting.zone, scope) }),
});
