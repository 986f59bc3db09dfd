import { suggest } from '../../domain/documents/nearest.ts';
import { CicloError } from '../../domain/errors.ts';
import { mayReach, type Viewer } from '../../domain/objects/access.ts';
import { personName } from '../../domain/search/person-words.ts';
import { fitOf, queryWords } from '../../domain/search/query.ts';
import { addressIn } from '../../domain/search/words.ts';
import type { FoundPerson, ProfileStore } from '../people/ports.ts';
import { findLetters } from '../records/index-record.ts';
import type { ObjectsOf } from '../records/objects-of.ts';
import type { RecordRow, RecordStore } from '../records/ports.ts';
import type { Seen } from '../records/routes/record-body.ts';
import { titleFor } from '../records/routes/title-for.ts';

/** What people are called among the kinds of a search. */
export const personKind = 'person';

/** At most this many of each kind of thing are compared; who searches for more adds a word. */
const comparedMax = 300;

/** One thing that was found. */
export type Hit =
  | { readonly type: 'person'; readonly title: string; readonly person: FoundPerson }
  | { readonly type: 'record'; readonly title: string; readonly record: RecordRow; readonly sight: Seen };

type Input = {
  readonly tenant: string;
  readonly text: string;
  /** Keys of objects, and `person`; all that may be seen by default. */
  readonly kinds?: readonly string[] | undefined;
  readonly seesPeople: boolean;
  readonly seesPersonal: boolean;
  /** Somebody who signed in: they find the records that they reach. Keys go by their scopes. */
  readonly viewer?: Viewer | undefined;
  readonly limit: number;
};

/** Finds people and records by words; the best first, then the newest. */
export type Search = (input: Input) => Promise<readonly Hit[]>;

/** Throws `invalid-input` for a kind that the tenant does not have. */
const checkKinds = (kinds: readonly string[], known: readonly string[]): void => {
  const unknown = kinds.find((kind) => !known.includes(kind));
  if (unknown === undefined) return;
  const hint = suggest({ word: unknown, known, none: 'Nothing is published.' });
  throw new CicloError({ code: 'invalid-input', message: `There is no kind \`${unknown}\`. ${hint}` });
};

/** The beginnings of what a record is found by, for one word. */
const ofRecord = (word: string, seesPersonal: boolean): readonly string[] => {
  const { word: plain, personalWord, address } = findLetters;
  if (!seesPersonal) return [plain + word];
  const whole = addressIn(word.includes('@') ? word : `+${word}`);
  const addresses = whole === undefined ? [] : [address + whole];
  return [plain + word, personalWord + word, ...addresses];
};

const newness = (hit: Hit): number =>
  hit.type === 'record' ? hit.record.updatedAt : Date.parse(hit.person.lastSeenAt);

/** Makes the search over everything of a tenant that people look for by name. */
export const createSearch = (use: {
  profiles: Pick<ProfileStore, 'found'>;
  records: Pick<RecordStore, 'found'>;
  objectsOf: ObjectsOf;
}): Search => {
  const people = async ({ tenant, limit }: Input, words: readonly string[]): Promise<readonly Hit[]> => {
    const found = await use.profiles.found({
      tenant,
      begins: words.map((word) => [word]),
      limit: Math.max(limit, comparedMax),
    });
    return found.map((person): Hit => ({ type: 'person', title: personName(person) ?? person.id, person }));
  };
  const records = async (
    input: Input & { objects: Awaited<ReturnType<ObjectsOf>>; shelves: readonly string[] },
    words: readonly string[],
  ): Promise<readonly Hit[]> => {
    const { tenant, seesPersonal, viewer, objects, shelves, limit } = input;
    const found = await use.records.found({
      tenant,
      begins: words.map((word) => ofRecord(word, seesPersonal)),
      kinds: shelves,
      limit: Math.max(limit, comparedMax),
    });
    return found.flatMap((record): readonly Hit[] => {
      const object = objects.get(record.kind);
      if (object === undefined) return [];
      const { access } = object.definition;
      if (viewer !== undefined && !mayReach({ access, act: 'read', viewer, record })) return [];
      const sight: Seen = { object, seesPersonal };
      return [{ type: 'record', title: titleFor(record, sight) ?? record.id, record, sight }];
    });
  };
  return async (input) => {
    const words = queryWords(input.text);
    const objects = await use.objectsOf(input.tenant);
    const { kinds } = input;
    checkKinds(kinds ?? [], [personKind, ...objects.keys()]);
    if (words.length === 0) return [];
    const shelves = [...objects.keys()].filter((key) => kinds === undefined || kinds.includes(key));
    const asksPeople = input.seesPeople && (kinds === undefined || kinds.includes(personKind));
    const hits = await Promise.all([
      asksPeople ? people(input, words) : [],
      shelves.length === 0 ? [] : records({ ...input, objects, shelves }, words),
    ]);
    const rated = hits.flat().map((hit) => ({ hit, fit: fitOf({ words, title: hit.title }) }));
    const best = rated.toSorted((a, b) => b.fit - a.fit || newness(b.hit) - newness(a.hit));
    return best.slice(0, input.limit).map(({ hit }) => hit);
  };
};
