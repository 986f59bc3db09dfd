import { randomUUID } from 'node:crypto';

import { type ApprovalActor, newApproval, type SentFile } from '../../domain/approvals/approval.ts';
import { CicloError } from '../../domain/errors.ts';
import { hashId } from '../../domain/hash.ts';
import type { Clock } from '../clock/clock.ts';
import type { Draft, DraftStore } from '../drafts/ports.ts';
import type { PublishedFiles } from '../drafts/published-files.ts';
import { staleDrafts } from '../drafts/stale-drafts.ts';
import type { DecideApproval } from './decide-approvals.ts';
import type { ApprovalRow, ApprovalStore } from './ports.ts';
import type { SettleApprovals } from './settle-approvals.ts';

type Sent = {
  readonly tenant: string;
  /** The author, whose drafts are sent. */
  readonly by: ApprovalActor;
  readonly note: string;
  /** Some of the drafts; by default all that no other approval has, or those that were sent before. */
  readonly paths?: readonly string[];
};

/** Sends drafts of their author for review, the first time or once more. */
export type SendApprovals = {
  /** Throws `unprocessable` when there is nothing to send, `conflict` for drafts that are stale or in another approval. */
  readonly send: (input: Sent) => Promise<ApprovalRow>;
  /** Besides, throws `not-found`, `unprocessable` for somebody else, and `conflict` for one that is live or withdrawn. */
  readonly sendAgain: (input: Sent & { id: string }) => Promise<ApprovalRow>;
};

type Deps = {
  readonly approvals: Pick<ApprovalStore, 'add' | 'open'>;
  readonly decideApproval: DecideApproval;
  readonly drafts: Pick<DraftStore, 'of'>;
  readonly publishedFiles: (tenant: string) => Promise<PublishedFiles>;
  readonly settleApprovals: SettleApprovals;
  readonly clock: Pick<Clock, 'now'>;
};

const refuse = (message: string): CicloError => new CicloError({ code: 'unprocessable', message });

const sentFile = ({ path, text, base }: Draft): SentFile => ({
  path,
  hash: text === null ? null : hashId(text),
  base,
});

/** The drafts that are sent: those that are asked for, all of which there have to be. */
const chosen = (input: {
  drafts: readonly Draft[];
  paths: readonly string[] | undefined;
  /** Those that another open approval has. */
  taken: ReadonlySet<string>;
  usual: (draft: Draft) => boolean;
}): readonly Draft[] => {
  const { drafts, paths, taken, usual } = input;
  if (paths === undefined) return drafts.filter((draft) => usual(draft) && !taken.has(draft.path));
  const wanted = new Set(paths);
  for (const path of wanted) {
    if (!drafts.some((draft) => draft.path === path)) throw refuse(`You have no draft of \`${path}\`.`);
    if (taken.has(path)) {
      const message = `Your draft of \`${path}\` is in another approval. Withdraw that one first.`;
      throw new CicloError({ code: 'conflict', message });
    }
  }
  return drafts.filter(({ path }) => wanted.has(path));
};

const createFilesOf = (deps: Deps) => {
  return async (input: Sent & { before?: ApprovalRow }): Promise<readonly SentFile[]> => {
    const { tenant, by, paths, before } = input;
    const [drafts, open, files] = await Promise.all([
      deps.drafts.of({ tenant, owner: by.id }),
      deps.approvals.open({ tenant, author: by.id }),
      deps.publishedFiles(tenant),
    ]);
    const others = open.filter(({ id }) => id !== before?.id);
    const taken = new Set(others.flatMap((one) => one.files.map(({ path }) => path)));
    const known = new Set(before?.files.map(({ path }) => path) ?? []);
    const usual = ({ path }: Draft): boolean => before === undefined || known.has(path);
    const sent = chosen({ drafts, paths, taken, usual });
    if (sent.length === 0)
      throw refuse('You have no drafts to send: there are none, or all of them are in review already.');
    const behind = sent.filter(({ path, base }) => base !== (files.hashOf(path) ?? null));
    if (behind.length > 0) throw staleDrafts(behind.map(({ path }) => path));
    return sent.map(sentFile);
  };
};

/** Makes what sends drafts for review. */
export const createSendApprovals = (deps: Deps): SendApprovals => {
  const { approvals, decideApproval, settleApprovals, clock } = deps;
  const filesOf = createFilesOf(deps);
  return {
    send: async (input) => {
      const { tenant, by, note } = input;
      await settleApprovals({ tenant, owner: by.id });
      const files = await filesOf(input);
      const at = clock.now(tenant);
      const row = { ...newApproval({ tenant, id: randomUUID(), author: by, files, note, at }), rev: 0 };
      await approvals.add(row);
      return row;
    },
    sendAgain: async (input) => {
      const { tenant, id, by, note } = input;
      return decideApproval({
        tenant,
        id,
        event: async (before) => ({
          act: 'send',
          by,
          at: clock.now(tenant),
          note,
          // The drafts of somebody else are not looked at: the act is refused.
          files: before.author.id === by.id ? await filesOf({ ...input, before }) : before.files,
        }),
      });
    },
  };
};
