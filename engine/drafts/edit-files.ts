import { needsApproval } from '../../domain/approvals/approval-settings.ts';
import { CicloError } from '../../domain/errors.ts';
import { hashId } from '../../domain/hash.ts';
import type { PublishPlan } from '../../domain/jobs/publish-plan.ts';
import type { Problem } from '../../domain/problem.ts';
import { kindOfFile } from '../../domain/workspace/workspace-files.ts';
import { approvalRequired } from '../approvals/approval-required.ts';
import type { SettleApprovals } from '../approvals/settle-approvals.ts';
import type { Clock } from '../clock/clock.ts';
import type { BuildWorkspace, PublishFiles } from '../journeys/publish/publish-files.ts';
import type { Draft, DraftStore } from './ports.ts';
import type { Publisher } from '../publications/ports.ts';
import { type Changes, overlaid } from './overlaid.ts';
import type { PublishedFiles } from './published-files.ts';
import { staleDrafts } from './stale-drafts.ts';

/** Whose drafts. */
type Owner = { readonly tenant: string; readonly owner: string };

/** How a draft stands to what is published. */
export type DraftState = {
  readonly change: 'added' | 'changed' | 'removed';
  /** Somebody published another text of the file since it was begun. */
  readonly isStale: boolean;
  readonly at: number;
};

/** A file of the workspace: as it is published, as a draft, or both. */
export type FileState = {
  readonly path: string;
  /** The hash of the published text; absent where the file is not published. */
  readonly hash?: string;
  readonly draft?: DraftState;
};

export type FileContent = FileState & {
  /** The published text. */
  readonly text?: string;
  /** What the draft says; null removes the file. */
  readonly draftText?: string | null;
};

/** Changes the files of the workspace, for one person of the team until they are published. */
export type EditFiles = {
  /** Every file that is published or that the person has a draft of, by path. */
  readonly list: (input: Owner) => Promise<readonly FileState[]>;
  /** Throws `not-found` where there is neither a published file nor a draft. */
  readonly read: (input: Owner & { path: string }) => Promise<FileContent>;
  /**
   * Keeps a draft; one that says what is published is none, and goes. `base` is the hash of the published text it was begun
   * from: that of the draft before, or of what is published, by default.
   */
  readonly save: (
    input: Owner & { path: string; text: string | null; base?: string | null },
  ) => Promise<FileContent>;
  /** The text of every file as the drafts of the person would make it. */
  readonly texts: (input: Owner) => Promise<Readonly<Record<string, string>>>;
  /** Throws `not-found` where the person has no draft of the file. */
  readonly discard: (input: Owner & { path: string }) => Promise<void>;
  /** What is wrong with the workspace as the drafts, and `changes` over them, would make it. */
  readonly check: (input: Owner & { changes: Changes }) => Promise<readonly Problem[]>;
  /** Publishes the workspace with all drafts of the person, or says what that would do. Throws `conflict` where one is stale. */
  readonly publish: (
    input: Owner & { plan: PublishPlan; expect?: number; note?: string; by: Publisher; dryRun: boolean },
  ) => ReturnType<PublishFiles>;
};

type Deps = {
  readonly drafts: DraftStore;
  readonly publishedFiles: (tenant: string) => Promise<PublishedFiles>;
  readonly build: BuildWorkspace;
  readonly publishFiles: PublishFiles;
  readonly settleApprovals: SettleApprovals;
  readonly clock: Pick<Clock, 'systemTime'>;
};

const draftsMax = 500;

const stateOf = (draft: Draft, files: PublishedFiles): DraftState => {
  const hash = files.hashOf(draft.path);
  const change = draft.text === null ? 'removed' : hash === undefined ? 'added' : 'changed';
  return { change, isStale: draft.base !== (hash ?? null), at: draft.at };
};

const fileState = (input: { path: string; draft: Draft | undefined; files: PublishedFiles }): FileState => {
  const { path, draft, files } = input;
  const hash = files.hashOf(path);
  return {
    path,
    ...(hash === undefined ? {} : { hash }),
    ...(draft === undefined ? {} : { draft: stateOf(draft, files) }),
  };
};

const contentOf = async (input: {
  path: string;
  draft: Draft | undefined;
  files: PublishedFiles;
}): Promise<FileContent> => {
  const { path, draft, files } = input;
  const text = await files.textOf(path);
  if (text === undefined && draft === undefined) {
    throw new CicloError({ code: 'not-found', message: `There is no file \`${path}\` in the workspace.` });
  }
  return {
    ...fileState(input),
    ...(text === undefined ? {} : { text }),
    ...(draft === undefined ? {} : { draftText: draft.text }),
  };
};

/** Refuses a path that no file of a workspace can have, or that is not changed here. */
const checkPath = (path: string): void => {
  const { kind } = kindOfFile(path);
  if (kind === 'people') {
    throw new CicloError({
      code: 'unprocessable',
      message: 'Lists of people are not changed as drafts. Publish them from a folder with `ciclo publish`.',
    });
  }
  if (kind === 'unknown' || kind === 'ignored') {
    throw new CicloError({
      code: 'unprocessable',
      message: `\`${path}\` is no file of a workspace. Name one such as \`journeys/welcome.json\`.`,
    });
  }
};

const changesOf = (drafts: readonly Draft[]): Changes =>
  Object.fromEntries(drafts.map(({ path, text }) => [path, text]));

const createSave = (deps: Deps): EditFiles['save'] => {
  return async ({ tenant, owner, path, text, base }) => {
    const files = await deps.publishedFiles(tenant);
    checkPath(path);
    const standing = await deps.drafts.of({ tenant, owner });
    const before = standing.find((draft) => draft.path === path);
    const hash = files.hashOf(path) ?? null;
    if ((text === null ? null : hashId(text)) === hash) {
      if (before !== undefined) await deps.drafts.remove([before]);
      await deps.settleApprovals({ tenant, owner });
      return hash === null ? { path } : contentOf({ path, draft: undefined, files });
    }
    if (before === undefined && standing.length >= draftsMax) {
      const message = `There are ${draftsMax} drafts already. Publish or discard some.`;
      throw new CicloError({ code: 'unprocessable', message });
    }
    const from = base === undefined ? (before?.base ?? hash) : base;
    const draft: Draft = { tenant, owner, path, text, base: from, at: deps.clock.systemTime() };
    await deps.drafts.save(draft);
    await deps.settleApprovals({ tenant, owner });
    return contentOf({ path, draft, files });
  };
};

const createPublish = (deps: Deps): EditFiles['publish'] => {
  return async ({ tenant, owner, plan, expect, note, by, dryRun }) => {
    const files = await deps.publishedFiles(tenant);
    if (!dryRun && needsApproval(files.workspace.settings)) throw approvalRequired();
    const drafts = await deps.drafts.of({ tenant, owner });
    const behind = drafts.filter((draft) => stateOf(draft, files).isStale);
    if (behind.length > 0) throw staleDrafts(behind.map(({ path }) => path));
    const done = await deps.publishFiles({
      tenant,
      files: overlaid(await files.texts(), changesOf(drafts)),
      plan,
      dryRun,
      from: files.workspace,
      origin: { by, source: 'drafts', ...(note === undefined ? {} : { note }) },
      ...(expect === undefined ? {} : { expect }),
    });
    if (dryRun) return done;
    await deps.drafts.remove(drafts);
    await deps.settleApprovals({ tenant, owner });
    return done;
  };
};

/** Makes what changes files of the workspace by drafts. */
export const createEditFiles = (deps: Deps): EditFiles => ({
  list: async ({ tenant, owner }) => {
    const files = await deps.publishedFiles(tenant);
    const drafts = new Map((await deps.drafts.of({ tenant, owner })).map((draft) => [draft.path, draft]));
    const paths = new Set([...Object.keys(files.workspace.texts ?? {}), ...drafts.keys()]);
    return [...paths].toSorted().map((path) => fileState({ path, draft: drafts.get(path), files }));
  },
  read: async ({ tenant, owner, path }) => {
    const files = await deps.publishedFiles(tenant);
    const drafts = await deps.drafts.of({ tenant, owner });
    return contentOf({ path, draft: drafts.find((draft) => draft.path === path), files });
  },
  save: createSave(deps),
  texts: async ({ tenant, owner }) => {
    const files = await deps.publishedFiles(tenant);
    return overlaid(await files.texts(), changesOf(await deps.drafts.of({ tenant, owner })));
  },
  discard: async ({ tenant, owner, path }) => {
    const drafts = await deps.drafts.of({ tenant, owner });
    const found = drafts.filter((draft) => draft.path === path);
    if (found.length === 0) {
      throw new CicloError({ code: 'not-found', message: `You have no draft of \`${path}\`.` });
    }
    await deps.drafts.remove(found);
    await deps.settleApprovals({ tenant, owner });
  },
  check: async ({ tenant, owner, changes }) => {
    const files = await deps.publishedFiles(tenant);
    const drafts = changesOf(await deps.drafts.of({ tenant, owner }));
    const built = await deps.build(overlaid(await files.texts(), { ...drafts, ...changes }), files.workspace);
    return built.ok ? built.warnings : built.problems;
  },
  publish: createPublish(deps),
});
