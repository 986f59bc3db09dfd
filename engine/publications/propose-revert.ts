import type { ApprovalActor } from '../../domain/approvals/approval.ts';
import { CicloError } from '../../domain/errors.ts';
import { hashId } from '../../domain/hash.ts';
import type { ApprovalRow } from '../approvals/ports.ts';
import type { SendApprovals } from '../approvals/send-approval.ts';
import type { Clock } from '../clock/clock.ts';
import type { Draft, DraftStore } from '../drafts/ports.ts';
import type { PublishedFiles } from '../drafts/published-files.ts';
import type { FormerTexts } from './former-texts.ts';

/**
 * Sends the files of a former publication for review, as drafts of the person who asks: each file that says something else now, and none of the
 * lists of people. Throws `not-found`, `unprocessable` where nothing would change, `conflict` where they have a draft of such a file already.
 */
export type ProposeRevert = (input: {
  tenant: string;
  revision: number;
  by: ApprovalActor;
  note: string;
}) => Promise<ApprovalRow>;

type Deps = {
  readonly formerTexts: FormerTexts;
  readonly publishedFiles: (tenant: string) => Promise<PublishedFiles>;
  readonly drafts: Pick<DraftStore, 'of' | 'save'>;
  readonly sendApprovals: Pick<SendApprovals, 'send'>;
  readonly clock: Pick<Clock, 'systemTime'>;
};

/** What brings the former texts back: one draft for each file that differs, and one that removes each file that came since. */
const draftsOf = (input: {
  texts: ReadonlyMap<string, string>;
  live: PublishedFiles;
}): readonly Pick<Draft, 'path' | 'text' | 'base'>[] => {
  const { texts, live } = input;
  const paths = new Set([...texts.keys(), ...Object.keys(live.workspace.texts ?? {})]);
  return [...paths].toSorted().flatMap((path) => {
    const text = texts.get(path) ?? null;
    const base = live.hashOf(path) ?? null;
    return (text === null ? null : hashId(text)) === base ? [] : [{ path, text, base }];
  });
};

/** Makes what sends a former publication for review. */
export const createProposeRevert = (deps: Deps): ProposeRevert => {
  const { formerTexts, publishedFiles, drafts, sendApprovals, clock } = deps;
  return async ({ tenant, revision, by, note }) => {
    const { texts } = await formerTexts({ tenant, revision });
    const wanted = draftsOf({ texts, live: await publishedFiles(tenant) });
    if (wanted.length === 0) {
      const message = `What is published says the same as revision ${revision}.`;
      throw new CicloError({ code: 'unprocessable', message });
    }
    const paths = wanted.map(({ path }) => path);
    const standing = await drafts.of({ tenant, owner: by.id });
    const own = standing.filter(({ path }) => paths.includes(path)).map(({ path }) => `\`${path}\``);
    if (own.length > 0) {
      const message = `You have drafts of ${own.join(', ')}. Publish or discard them first.`;
      throw new CicloError({ code: 'conflict', message });
    }
    const at = clock.systemTime();
    for (const draft of wanted) await drafts.save({ tenant, owner: by.id, at, ...draft });
    return sendApprovals.send({ tenant, by, note, paths });
  };
};
