import { isOpenApproval, type SentFile } from '../../domain/approvals/approval.ts';
import { notFound } from '../../domain/errors.ts';
import { hashId } from '../../domain/hash.ts';
import type { Problem } from '../../domain/problem.ts';
import { overlaid } from '../drafts/overlaid.ts';
import type { Draft, DraftStore } from '../drafts/ports.ts';
import type { PublishedFiles } from '../drafts/published-files.ts';
import type { BuildWorkspace } from '../journeys/publish/publish-files.ts';
import { compareTexts, cutFile, type FileChange, linesMax } from '../publications/file-change.ts';
import type { ApprovalRow, ApprovalStore } from './ports.ts';
import type { SettleApprovals } from './settle-approvals.ts';

/** What a file would become. */
export type ApprovalFile = FileChange & {
  /** Another text of it was published since the draft was begun. */
  readonly isStale: boolean;
};

/** Reads one approval with what it changes in each file, and what is wrong with it. Throws `not-found`. */
export type ReadApproval = (input: { tenant: string; id: string }) => Promise<{
  readonly row: ApprovalRow;
  readonly changes: readonly ApprovalFile[];
  /** While something can still come of it, every error and what is doubtful in its files. */
  readonly problems: readonly Problem[];
}>;

type Deps = {
  readonly approvals: Pick<ApprovalStore, 'get'>;
  readonly drafts: Pick<DraftStore, 'of'>;
  readonly publishedFiles: (tenant: string) => Promise<PublishedFiles>;
  readonly build: BuildWorkspace;
  readonly settleApprovals: SettleApprovals;
};

const changeOf = ({ hash, base }: SentFile): FileChange['change'] => {
  if (hash === null) return 'removed';
  return base === null ? 'added' : 'changed';
};

/** The drafts that still say what was sent. */
const sentTexts = (row: ApprovalRow, drafts: readonly Draft[]): ReadonlyMap<string, string | null> => {
  const byPath = new Map(drafts.map(({ path, text }) => [path, text]));
  return new Map(
    row.files.flatMap(({ path, hash }): [string, string | null][] => {
      const text = byPath.get(path);
      return text !== undefined && (text === null ? null : hashId(text)) === hash ? [[path, text]] : [];
    }),
  );
};

const compared = async (input: {
  row: ApprovalRow;
  sent: ReadonlyMap<string, string | null>;
  files: PublishedFiles;
}): Promise<readonly ApprovalFile[]> => {
  const { row, sent, files } = input;
  const changes: ApprovalFile[] = [];
  let room = linesMax;
  for (const file of row.files) {
    const { path, base } = file;
    const named = { path, change: changeOf(file) };
    const text = sent.get(path);
    const isStale = isOpenApproval(row) && base !== (files.hashOf(path) ?? null);
    if (text === undefined || room <= 0) changes.push({ ...cutFile(named), isStale });
    else {
      const before = await files.textOf(path);
      const one = compareTexts({ ...named, before, after: text ?? undefined, room });
      room -= one.hunks.reduce((sum, hunk) => sum + hunk.lines.length, 0);
      changes.push({ ...one, isStale });
    }
  }
  return changes;
};

/** Makes the reading of approvals. What drafts became since they were sent is seen by nobody but their author. */
export const createReadApproval = (deps: Deps): ReadApproval => {
  const problemsOf = async (files: PublishedFiles, sent: ReadonlyMap<string, string | null>) => {
    const built = await deps.build(overlaid(await files.texts(), Object.fromEntries(sent)), files.workspace);
    const found = built.ok ? built.warnings : built.problems;
    return found.filter(({ severity, file }) => severity === 'error' || sent.has(file ?? ''));
  };
  return async ({ tenant, id }) => {
    const found = await deps.approvals.get({ tenant, id });
    if (found === undefined) throw notFound('approval');
    await deps.settleApprovals({ tenant, owner: found.author.id });
    const row = (await deps.approvals.get({ tenant, id })) ?? found;
    const files = await deps.publishedFiles(tenant);
    const isOpen = isOpenApproval(row);
    const sent = isOpen
      ? sentTexts(row, await deps.drafts.of({ tenant, owner: row.author.id }))
      : new Map<string, string | null>();
    const isWhole = isOpen && sent.size === row.files.length;
    return {
      row,
      changes: await compared({ row, sent, files }),
      problems: isWhole ? await problemsOf(files, sent) : [],
    };
  };
};
