import { randomUUID } from 'node:crypto';

import { CicloError } from '../../../domain/errors.ts';
import { hashId } from '../../../domain/hash.ts';
import type { PublishPlan } from '../../../domain/jobs/publish-plan.ts';
import type { Workspace } from '../../../domain/workspace/parse-workspace.ts';
import type { Clock } from '../../clock/clock.ts';
import type { Selections } from '../../jobs/selections.ts';
import type { StartJob } from '../../jobs/start-job.ts';
import type { LiveWorkspaces } from '../live-workspace.ts';
import type { AudienceStore } from '../../segments/audience-port.ts';
import type { Job, JobStore } from '../../jobs/ports.ts';
import type { ProfileStore } from '../../people/ports.ts';
import type { PublishedWorkspace, WorkspaceStore, WorkspaceTextStore } from '../ports.ts';
import { countEntrants } from '../count-entrants.ts';
import { type CompareFolder, refuseOldFolder } from '../../publications/compare-folder.ts';
import type { PublicationOrigin, PublicationStore } from '../../publications/ports.ts';
import { keptTexts, textHashes } from './kept-texts.ts';
import { guardLaunch } from '../launch-guard.ts';
import { type AudienceReport, reportAudiences } from '../report-audiences.ts';
import { type RecordsReport, reportRecords } from '../report-records.ts';
import type { AudienceMembers } from '../../feeds/audiences/ports.ts';
import type { CountRecords } from '../../records/count-port.ts';
import { actionOfPlan, type JourneyReport, reportJourneys } from '../people-inside.ts';
import { type Change, fingerprint, planPublication } from './plan-publication.ts';

/** A publication, done or only looked at. */
export type Published = {
  readonly revision: number;
  readonly changes: readonly Change[];
  /** Each journey that changes, or whose people move, with the operation that moves them. */
  readonly journeys: readonly (JourneyReport & { readonly job?: Job })[];
  /** How many people would come in at once. */
  readonly entering: number;
  /** What changed objects mean for the records there are. */
  readonly records: readonly RecordsReport[];
  /** Audiences that people leave, since their feed is not there any more. */
  readonly audiences: readonly AudienceReport[];
};

export type PublishWorkspace = (input: {
  built: Workspace;
  dryRun: boolean;
  /** What becomes of the people inside; they finish where they are by default. */
  plan?: PublishPlan;
  /** How many people come in at once, where the launch guard asks. */
  expect?: number;
  /** Who publishes and where it came from; a folder that counts whatever was published elsewhere by default. */
  origin?: PublicationOrigin;
  /** The revision that was looked at: another one is a conflict. */
  from?: number;
}) => Promise<Published>;

type Deps = {
  readonly workspaces: WorkspaceStore;
  readonly workspaceTexts: Pick<WorkspaceTextStore, 'keep'>;
  readonly live: LiveWorkspaces;
  readonly clock: Clock;
  readonly selections: Selections;
  readonly jobs: Pick<JobStore, 'get'>;
  readonly startJob: StartJob;
  readonly audience: AudienceStore;
  readonly profiles: Pick<ProfileStore, 'get'>;
  readonly countRecords: CountRecords;
  readonly audienceMembers: Pick<AudienceMembers, 'size'>;
  readonly publications: PublicationStore;
  readonly compareFolder: CompareFolder;
};

const triesMax = 5;

type Journeys = PublishedWorkspace['journeys'];

/** How many people come in at once by journeys that are new or that people come into otherwise than before. */
const countEntering = async (input: {
  deps: Deps;
  workspace: PublishedWorkspace;
  before: Journeys;
  now: number;
}): Promise<number> => {
  const { deps, workspace, before, now } = input;
  let count = 0;
  for (const { key, definition, mode, frozen } of workspace.journeys) {
    const entry = before.find((one) => one.key === key)?.definition.entry;
    const isSame = entry !== undefined && fingerprint(entry) === fingerprint(definition.entry);
    if (isSame || mode !== 'live' || frozen !== undefined) continue;
    count += await countEntrants({ deps, workspace, definition, now });
  }
  return count;
};

/** Begins what is done to the people inside; a request that comes again joins what it began. */
const startJobs = async (input: {
  deps: Deps;
  tenant: string;
  journeys: readonly JourneyReport[];
}): Promise<Published['journeys']> => {
  const { deps, tenant } = input;
  const started: (JourneyReport & { job?: Job })[] = [];
  for (const report of input.journeys) {
    const { key, version, plan } = report;
    const action = actionOfPlan(report);
    if (action === undefined || report.people.length === 0) {
      started.push(report);
      continue;
    }
    const rate = 'rate' in plan && plan.rate !== undefined ? { rate: plan.rate } : {};
    const otherThan = version === undefined ? {} : { otherThan: version };
    for (let time = 0; ; time += 1) {
      const id = hashId('plan', tenant, key, version ?? 0, fingerprint(plan), time);
      const standing = await deps.jobs.get({ tenant, id });
      if (standing !== undefined && standing.endedAt !== undefined) continue;
      const wish = { tenant, action, who: { journey: key }, id, twice: true, ...rate, ...otherThan };
      started.push({ ...report, job: standing ?? (await deps.startJob.start(wish)) });
      break;
    }
  }
  return started;
};

const look = async (input: { deps: Deps; built: Workspace; plan: PublishPlan }) => {
  const { deps, built, plan } = input;
  const { tenant } = built.settings;
  const current = await deps.workspaces.load(tenant);
  const lastVersions = await deps.workspaces.lastVersions(tenant);
  const now = deps.clock.now(tenant);
  const { workspace, changes } = planPublication({ built, current, lastVersions, now });
  const before = current?.journeys ?? [];
  const after = workspace.journeys;
  const { journeys, problems } = await reportJourneys({ deps, tenant, before, after, plan });
  if (problems.length > 0) {
    const message = 'The plan for the people inside cannot be carried out.';
    throw new CicloError({ code: 'unprocessable', message, details: { problems } });
  }
  const entering = await countEntering({ deps, workspace, before, now });
  const { countRecords } = deps;
  const own = { before: current?.objects ?? [], after: workspace.objects };
  const records = await reportRecords({ countRecords, tenant, ...own });
  const audiences = await reportAudiences({ deps, tenant, before: current?.settings, after: built.settings });
  return { current, workspace, changes, report: { journeys, entering, records, audiences } };
};

/** What publishes without a person: the engine itself. */
const unnamed: PublicationOrigin = { by: { kind: 'engine', id: 'engine' }, source: 'folder', force: true };

/** Refuses a folder that is older than what was published elsewhere. */
const checkFolder = async (input: {
  deps: Deps;
  built: Workspace;
  current: PublishedWorkspace | undefined;
  origin: PublicationOrigin;
}): Promise<void> => {
  const { deps, built, current: published, origin } = input;
  const { pulled } = origin;
  if (published === undefined || origin.source !== 'folder' || origin.force === true) return;
  const hashes = textHashes(built.texts);
  refuseOldFolder(
    await deps.compareFolder({ published, hashes, ...(pulled === undefined ? {} : { pulled }) }),
  );
};

/** Makes it what is published, and keeps it in the history: begun before, so that a crash loses no publication, and confirmed after. */
const take = async (input: {
  deps: Deps;
  workspace: PublishedWorkspace;
  current: PublishedWorkspace | undefined;
  changes: readonly Change[];
  origin: PublicationOrigin;
  at: number;
}): Promise<'published' | 'conflict'> => {
  const { deps, workspace, current, changes, origin, at } = input;
  const { tenant, revision, texts = {}, lists } = workspace;
  const { by, source, note, of } = origin;
  const id = randomUUID();
  const publication = {
    tenant,
    revision,
    at,
    by,
    source,
    ...(note === undefined ? {} : { note }),
    ...(of === undefined ? {} : { of }),
    changes,
    texts,
    lists: Object.keys(lists),
    isInFolder: source === 'folder',
  };
  await deps.publications.begin({ id, publication });
  // Anyone who published what is live now may have ended before it was confirmed.
  if (current?.publication !== undefined)
    await deps.publications.confirm({ tenant, id: current.publication });
  const outcome = await deps.workspaces.publish({ workspace, base: revision - 1, id });
  if (outcome === 'conflict') await deps.publications.drop({ tenant, ids: [id] });
  else await deps.publications.confirm({ tenant, id });
  return outcome;
};

const overtaken = (): CicloError =>
  new CicloError({ code: 'conflict', message: 'Somebody else published meanwhile; try again.' });

/**
 * Makes the publication of a workspace: all of it takes force at one instant, or nothing does. Then the people
 * inside are dealt with as the plan says, by operations that are carried on by themselves. Throws `unprocessable`
 * for a plan that would move somebody to a step that does not exist, `conflict` when the launch guard asks.
 */
export const createPublishWorkspace = (deps: Deps): PublishWorkspace => {
  return async ({ built, dryRun, plan = {}, expect, from, origin = unnamed }) => {
    const { tenant } = built.settings;
    for (let tries = 0; tries < triesMax; tries += 1) {
      const { current, workspace, changes, report } = await look({ deps, built, plan });
      const base = current?.revision ?? 0;
      if (from !== undefined && from !== base) throw overtaken();
      await checkFolder({ deps, built, current, origin });
      if (dryRun) return { revision: base, changes, ...report };
      if (changes.length > 0) {
        const most = built.settings.launchGuard.people;
        guardLaunch({ people: report.entering, most, expect, what: 'This publication' });
        const at = deps.clock.systemTime();
        await deps.workspaceTexts.keep({ tenant, texts: keptTexts(built.texts), at });
        if ((await take({ deps, workspace, current, changes, origin, at })) === 'conflict') continue;
        await deps.live.refresh(tenant);
      } else if (origin.source === 'folder' && current?.publication !== undefined) {
        await deps.publications.markInFolder({ tenant, id: current.publication });
      }
      const begun = await startJobs({ deps, tenant, journeys: report.journeys });
      const revision = changes.length === 0 ? base : workspace.revision;
      return { revision, changes, ...report, journeys: begun };
    }
    throw overtaken();
  };
};
