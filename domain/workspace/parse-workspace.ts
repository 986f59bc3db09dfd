import { keyOfTestFile } from '../documents/test-file.ts';
import { keyOfFile } from '../documents/check-key.ts';
import { locateInText } from '../documents/json-document.ts';
import { mapInTurns } from '../in-turns.ts';
import { locateInJourney } from '../journey/checks/check-journey.ts';
import type { JourneyDefinition } from '../journey/definition.ts';
import type { Fragments } from '../journey/fragments/fragment.ts';
import type { StepTypes } from '../journey/steps/step-type.ts';
import type { JourneyContext } from '../journey/journey-context.ts';
import type { CompiledMessage } from '../messages/compile-message.ts';
import type { ProgramDefinition } from '../loyalty/program-schema.ts';
import type { ObjectDefinition } from '../objects/definition.ts';
import { parseObjectTest } from '../objects/stories/object-test.ts';
import { withShipped } from '../objects/shipped.ts';
import type { OfferDefinition } from '../offers/offer-definition.ts';
import type { Checked, Problem } from '../problem.ts';
import { typeOfOutcome } from '../rules/outcomes.ts';
import { parseRule, type RuleDefinition } from '../rules/rule.ts';
import type { SegmentDefinition } from '../rules/segment.ts';
import { parseJourneyTest } from '../simulate/journey-test.ts';
import type { Catalog } from './catalog.ts';
import { checkEnrolments } from './checks/check-enrolments.ts';
import { checkRule } from './checks/check-rules.ts';
import { contentHashes, workspaceHash } from './content-hash.ts';
import { checkAudienceSegments } from './checks/check-audiences.ts';
import { checkMarketingPauses } from './checks/check-marketing-pauses.ts';
import { checkSyncRecords } from './checks/check-sync-records.ts';
import { checkRecordQuestions } from './checks/check-record-questions.ts';
import { checkMessageLimits } from './checks/check-message-limits.ts';
import { lintLocales } from './checks/lint-locales.ts';
import type { PluginCatalog } from './plugin-catalog.ts';
import { readCatalog } from './read/read-catalog.ts';
import { readJourneys } from './read/read-journeys.ts';
import { type CompileMessage, readMessages } from './read/read-messages.ts';
import { readObjects } from './read/read-objects.ts';
import { readOffers } from './read/read-offers.ts';
import { readPrograms } from './read/read-programs.ts';
import { readSegments } from './read/read-segments.ts';
import { readSettings, type SettingsFacts } from './read/read-settings.ts';
import type { TenantSettings } from './tenant-settings.ts';
import { contextOf } from './workspace-context.ts';
import { sortFiles, type SortedFiles, type WorkspaceFile } from './workspace-files.ts';

/** A workspace that passed every check, ready to be published. */
export type Workspace = {
  readonly settings: TenantSettings;
  readonly catalog: Catalog;
  readonly journeys: readonly JourneyDefinition[];
  readonly rules: readonly RuleDefinition[];
  /** Each after those it asks about. */
  readonly segments: readonly SegmentDefinition[];
  readonly offers: readonly OfferDefinition[];
  readonly programs: readonly ProgramDefinition[];
  /** The objects of its own, whole; those that come with Ciclo and are as they come are not among them. */
  readonly objects: readonly ObjectDefinition[];
  readonly messages: readonly CompiledMessage[];
  /** The people of each list of a segment, as identities `email:...`, by the name of its file. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
  /** The content hash of every file, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** The text of every file, by path. */
  readonly texts: Readonly<Record<string, string>>;
  /** The content hash of the whole. */
  readonly hash: string;
};

const problemsIn = (read: Iterable<Checked<unknown>>): readonly Problem[] =>
  [...read].flatMap((one) => (one.ok ? one.warnings : one.problems));

const valuesIn = <T>(read: Iterable<Checked<T>>): readonly T[] =>
  [...read].flatMap((one) => (one.ok ? [one.value] : []));

const readRule = (input: WorkspaceFile & { context: JourneyContext }): Checked<RuleDefinition> => {
  const { file, text, context } = input;
  const parsed = parseRule({ text, file });
  if (!parsed.ok) return parsed;
  const problems = locateInText({ problems: checkRule({ rule: parsed.value, context }), text, file });
  const { event } = parsed.value;
  typeOfOutcome(event)?.publish?.({ params: event.params, context });
  const isBroken = problems.some(({ severity }) => severity === 'error');
  const all = [...parsed.warnings, ...problems];
  return isBroken ? { ok: false, problems: all } : { ...parsed, warnings: all };
};

const textOf = (files: readonly WorkspaceFile[], file: string): string =>
  files.find((one) => one.file === file)?.text ?? '';

const readTests = async (sorted: SortedFiles): Promise<readonly Checked<unknown>[]> => [
  ...(await mapInTurns(sorted.journeyTests, parseJourneyTest)),
  ...(await mapInTurns(sorted.objectTests, parseObjectTest)),
];

/** A test file beside nothing. */
const orphanTest = (input: {
  file: string;
  key: string;
  kind: 'journey' | 'object';
  known: ReadonlySet<string>;
}): readonly Problem[] => {
  const { file, key, kind, known } = input;
  if (known.has(key)) return [];
  const message = `There is no ${kind} \`${key}\` to test.`;
  const hint = 'Rename it, or remove it.';
  return [{ code: `unknown-${kind}`, file, path: '', message, hint, severity: 'warning' }];
};

/** What can only be seen with several files side by side. */
const acrossFiles = async (input: {
  sorted: SortedFiles;
  journeys: readonly JourneyDefinition[];
  rules: readonly RuleDefinition[];
  segments: readonly SegmentDefinition[];
  objects: readonly ObjectDefinition[];
  messages: readonly CompiledMessage[];
  settings: Checked<TenantSettings>;
  facts: SettingsFacts | undefined;
  fragments: Fragments;
}): Promise<readonly Problem[]> => {
  const { sorted } = input;
  const circles = checkEnrolments(input.journeys).flatMap((problem) => {
    const file = problem.file ?? '';
    const text = textOf(sorted.journeys, file);
    return locateInJourney({ problems: [problem], text, file, fragments: input.fragments });
  });
  const keys = new Set(sorted.journeys.map(({ file }) => keyOfFile(file)));
  const objectKeys = new Set([
    ...withShipped(input.objects).keys(),
    ...sorted.objects.map(({ file }) => keyOfFile(file)),
  ]);
  const orphans = [
    ...sorted.journeyTests.flatMap(({ file }) =>
      orphanTest({ file, key: keyOfTestFile(file), kind: 'journey', known: keys }),
    ),
    ...sorted.objectTests.flatMap(({ file }) =>
      orphanTest({ file, key: keyOfTestFile(file), kind: 'object', known: objectKeys }),
    ),
  ];
  const limits = checkMessageLimits({ messages: input.messages, tenant: input.facts ?? {} });
  const ofMessages = [...lintLocales(input.messages), ...limits];
  const located = await mapInTurns(ofMessages, (problem) => {
    const [, key = ''] = (problem.file ?? '').split('/');
    const text = sorted.messages.get(key)?.['message.json'] ?? '';
    return locateInText({ problems: [problem], text, file: problem.file ?? '' });
  });
  const pauses = input.settings.ok ? input.settings.value.marketingPauses : undefined;
  return [
    ...circles,
    ...orphans,
    ...checkRecordQuestions(input),
    ...checkMarketingPauses({ ...input, pauses }),
    ...checkSyncRecords({ ...input, syncs: input.settings.ok ? input.settings.value.syncs : undefined }),
    ...checkAudienceSegments({ ...input, feeds: input.settings.ok ? input.settings.value.feeds : undefined }),
    ...located.flat(),
  ];
};

/** What people are given: offers, and loyalty programmes. */
const readIncentives = (input: {
  sorted: SortedFiles;
  facts: SettingsFacts | undefined;
  catalog: Checked<Catalog>;
}) => {
  const { sorted, facts, catalog } = input;
  // Where nobody knows it, one with the most decimals: no amount is told of that may be right.
  const currency = facts?.currency ?? 'KWD';
  return {
    offers: readOffers({ sorted, currency, catalog: catalog.ok ? catalog.value : undefined }),
    programs: readPrograms({ sorted, currency }),
  };
};

const inOrder = (problems: readonly Problem[]): readonly Problem[] =>
  [...problems].sort(
    (a, b) =>
      (a.file ?? '').localeCompare(b.file ?? '') ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0),
  );

const contentsOf = async (
  texts: Readonly<Record<string, string>>,
): Promise<Pick<Workspace, 'files' | 'texts' | 'hash'>> => {
  const files = await contentHashes(texts);
  return { files, texts, hash: workspaceHash(files) };
};

/**
 * Reads a workspace: every file by its path, `journeys/welcome.json`. Every problem of every file is reported at
 * once, with file, line, column, path and step. Without `plugins` nothing is said about plugins and channels.
 */
export const parseWorkspace = async (input: {
  files: Readonly<Record<string, string>>;
  plugins?: PluginCatalog | undefined;
  compile?: CompileMessage | undefined;
  /** The types of step journeys are made of: those that come with the engine by default. */
  stepTypes?: StepTypes | undefined;
}): Promise<Checked<Workspace>> => {
  const { plugins, compile, stepTypes: types } = input;
  const sorted = sortFiles(input.files);
  if (sorted.isTooLarge) return { ok: false, problems: sorted.problems };
  const { settings, facts } = readSettings({ file: sorted.settings, plugins, pictures: sorted.pictures });
  const catalog = readCatalog(sorted.catalog);
  const messages = await readMessages({
    messages: sorted.messages,
    partials: sorted.partials,
    facts,
    compile,
  });
  const objects = readObjects(sorted);
  const known = { sorted, messages, plugins, objects: objects.objects };
  const context = contextOf({ ...known, facts });
  const { offers, programs } = readIncentives({ sorted, facts, catalog });
  const segments = readSegments(sorted);
  const rules = await mapInTurns(sorted.rules, (file) => readRule({ ...file, context }));
  const journeys = await readJourneys({ sorted, context, types });
  const tests = await readTests(sorted);
  const found = {
    journeys: journeys.journeys,
    rules: valuesIn(rules),
    segments: segments.segments,
    objects: objects.objects,
    messages: valuesIn(messages.values()),
  };
  const single = [settings, catalog, ...messages.values(), ...offers, ...programs, ...rules, ...tests];
  const problems = inOrder([
    ...sorted.problems,
    ...problemsIn(single),
    ...segments.problems,
    ...objects.problems,
    ...journeys.problems,
    ...(await acrossFiles({ sorted, settings, facts, fragments: journeys.fragments, ...found })),
  ]);
  if (!settings.ok || !catalog.ok || problems.some(({ severity }) => severity === 'error')) {
    return { ok: false, problems };
  }
  return {
    ok: true,
    value: {
      settings: settings.value,
      catalog: catalog.value,
      ...found,
      offers: valuesIn(offers),
      programs: valuesIn(programs),
      lists: segments.lists,
      ...(await contentsOf(input.files)),
    },
    warnings: problems,
  };
};
