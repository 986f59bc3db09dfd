import { keyOfFile } from '../../documents/check-key.ts';
import { locateInText } from '../../documents/json-document.ts';
import { formatPath } from '../../documents/path.ts';
import type { FeedSettings } from '../../feeds/feed-settings.ts';
import { unknownName } from '../../journey/checks/check-kit.ts';
import type { Problem } from '../../problem.ts';
import type { SegmentDefinition } from '../../rules/segment.ts';
import type { SortedFiles } from '../workspace-files.ts';

/** A field of a feed that does not fit what the feed carries, or that it lacks: `[field, message, hint]`. */
type Unfit = readonly [string, string, string];

/** What is wrong with the settings of a feed that keeps an audience, or that has settings of one and is none. */
export const unfitForAudience = (feed: FeedSettings): readonly Unfit[] => {
  const { rows, segment, audience, consent, format, folder } = feed;
  if (rows !== 'audience')
    return (['segment', 'audience'] as const).flatMap((field): readonly Unfit[] =>
      feed[field] === undefined
        ? []
        : [[field, `\`${field}\` is for feeds of the rows \`audience\`.`, 'Leave it out.']],
    );
  return [
    ...(segment === undefined
      ? [['segment', 'Whose audience it is has to be said.', 'Name a segment.'] as const]
      : []),
    ...(audience === undefined
      ? [['audience', 'The service does not know which audience is meant.', 'Write its id there.'] as const]
      : []),
    ...(consent === undefined
      ? [
          [
            'consent',
            'An audience is for advertising, and for that people have to agree.',
            'Name the consent, such as `{ "topic": "ads" }`.',
          ] as const,
        ]
      : []),
    ...(format === 'ndjson' ? [] : [['format', 'An audience is no file.', 'Leave `format` out.'] as const]),
    ...(folder === '' ? [] : [['folder', 'An audience is no file.', 'Leave `folder` out.'] as const]),
  ];
};

/** Segments that feeds of audiences name and that the workspace does not have. Nothing is said of one whose file cannot be read. */
export const checkAudienceSegments = (input: {
  feeds: Readonly<Record<string, FeedSettings>> | undefined;
  segments: readonly SegmentDefinition[];
  sorted: Pick<SortedFiles, 'settings' | 'segments'>;
}): readonly Problem[] => {
  const { feeds = {}, sorted } = input;
  const { settings } = sorted;
  if (settings === undefined) return [];
  const known = new Set([
    ...input.segments.map(({ key }) => key),
    ...sorted.segments.map(({ file }) => keyOfFile(file)),
  ]);
  const problems = Object.entries(feeds).flatMap(([name, { segment }]) =>
    segment === undefined || known.has(segment)
      ? []
      : [
          unknownName({
            code: 'unknown-segment',
            path: formatPath(['feeds', name, 'segment']),
            kind: 'segment',
            word: segment,
            known,
            none: 'There are no segments yet; add one in `segments/`.',
          }),
        ],
  );
  return locateInText({ problems, text: settings.text, file: settings.file });
};
