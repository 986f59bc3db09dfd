import { Select, SimpleGrid, Stack, Text } from '@mantine/core';

import { feedRows, type FeedRows } from '../../../../domain/feeds/feed-rows.ts';
import { useSegmentNames } from '../../../parts/conditions/use-segment-names.ts';
import { SelectAt, SwitchAt, TagsAt } from '../../../parts/drafts/fields/choices.tsx';
import { NumberAt, TextAt } from '../../../parts/drafts/fields/fields.tsx';
import type { FileForm } from '../../../parts/drafts/fields/file-form.ts';
import { rowAt } from '../../../parts/drafts/fields/rows-at.tsx';
import { entriesIn, namesIn } from '../../../parts/drafts/settings-file.ts';
import type { Path } from '../../../parts/editor/splice-json.ts';
import { useWords } from '../../../words/language.tsx';
import { feedWords } from '../words.ts';
import { asKind } from './first-feed.ts';
import { isFeedRows, useDestinations } from './fit.ts';
import { editFeedWords } from './words.ts';

type Props = { form: FileForm; at: Path };

const namesMost = 200;
const choice = (value: string) => ({ value, label: value });

/** What it carries, and to which connector. */
export const WhatAndWhere = ({ form, at, kind }: Props & { kind: FeedRows }) => {
  const words = useWords(editFeedWords);
  const kinds = useWords(feedWords);
  const { namesFor } = useDestinations(form.written.text);
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <Select
        label={words.rows}
        allowDeselect={false}
        withAsterisk
        data={feedRows.map((value) => ({ value, label: kinds.kindOf(value) }))}
        value={kind}
        onChange={(next) => {
          if (isFeedRows(next) && next !== kind) form.merge(at, asKind(rowAt(form, at), next));
        }}
      />
      <SelectAt
        form={form}
        path={[...at, 'plugin']}
        label={words.plugin}
        description={words.pluginText}
        data={namesFor(kind).map(choice)}
        required
      />
      {kind === 'events' ? (
        <TagsAt
          form={form}
          path={[...at, 'names']}
          label={words.names}
          description={words.namesText}
          placeholder="Order Completed"
          most={namesMost}
        />
      ) : null}
    </SimpleGrid>
  );
};

/** Whose audience it is, and which one at the service. */
export const AudienceFields = ({ form, at }: Props) => {
  const words = useWords(editFeedWords);
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <SelectAt
        form={form}
        path={[...at, 'segment']}
        label={words.segment}
        description={words.segmentText}
        data={useSegmentNames()}
        required
      />
      <TextAt
        form={form}
        path={[...at, 'audience']}
        label={words.audience}
        description={words.audienceText}
        placeholder="120210000000001"
        maxLength={30}
        required
      />
    </SimpleGrid>
  );
};

/** How files are written. */
export const FileFields = ({ form, at }: Props) => {
  const words = useWords(editFeedWords);
  const isCsv = form.textAt([...at, 'format']) === 'csv';
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <SelectAt
          form={form}
          path={[...at, 'format']}
          label={words.format}
          byDefault="ndjson"
          data={[
            { value: 'ndjson', label: 'NDJSON' },
            { value: 'csv', label: 'CSV' },
          ]}
        />
        <TextAt
          form={form}
          path={[...at, 'folder']}
          label={words.folder}
          placeholder="exports/events"
          maxLength={200}
        />
        <NumberAt
          form={form}
          path={[...at, 'rowsPerFile']}
          label={words.rowsPerFile}
          placeholder="10000"
          max={50_000}
          isWhole
        />
        {isCsv ? (
          <TagsAt
            form={form}
            path={[...at, 'columns']}
            label={words.columns}
            description={words.columnsText}
            placeholder="traits.plan"
            most={namesMost}
          />
        ) : null}
      </SimpleGrid>
      <SwitchAt form={form} path={[...at, 'gzip']} label={words.gzip} byDefault />
    </Stack>
  );
};

/** How often a round begins, and how old a row is before it goes out. */
export const TimeFields = ({ form, at }: Props) => {
  const words = useWords(editFeedWords);
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <TextAt
        form={form}
        path={[...at, 'every']}
        label={words.every}
        description={words.durationText}
        placeholder="1 hour"
        maxLength={40}
      />
      <TextAt
        form={form}
        path={[...at, 'after']}
        label={words.after}
        description={words.afterText}
        placeholder="10 minutes"
        maxLength={40}
      />
    </SimpleGrid>
  );
};

/** What people have to agree to, and whether personal traits go out. */
export const PrivacyFields = ({ form, at, isAudience }: Props & { isAudience: boolean }) => {
  const words = useWords(editFeedWords);
  const { text } = form.written;
  const consent = [...at, 'consent'];
  // A consent that names nothing is none: the last of its fields takes it with it.
  const near: FileForm = {
    ...form,
    set: (path, value) => {
      const left = Object.keys(rowAt(form, consent)).filter((name) => name !== path.at(-1));
      form.set(value === undefined && left.length === 0 ? consent : path, value);
    },
  };
  const error = form.errorAt(consent);
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {isAudience ? words.purposeNeeded : words.purposeText}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <SelectAt
          form={near}
          path={[...consent, 'purpose']}
          label={words.purpose}
          data={['marketing', ...namesIn(text, 'consentPurposes')].map(choice)}
        />
        <TextAt
          form={near}
          path={[...consent, 'channel']}
          label={words.channel}
          placeholder="email"
          maxLength={40}
        />
        <SelectAt
          form={near}
          path={[...consent, 'topic']}
          label={words.topic}
          data={Object.keys(entriesIn(text, 'topics')).map(choice)}
        />
      </SimpleGrid>
      {error === undefined ? null : (
        <Text size="sm" c="red">
          {error}
        </Text>
      )}
      {isAudience ? null : (
        <SwitchAt
          form={form}
          path={[...at, 'personal']}
          label={words.personal}
          description={words.personalText}
        />
      )}
    </Stack>
  );
};
