import { Select } from '@mantine/core';
import { useState } from 'react';

import { feedRows, type FeedRows } from '../../../../domain/feeds/feed-rows.ts';
import { useSegmentNames } from '../../../parts/conditions/use-segment-names.ts';
import { setIn } from '../../../parts/drafts/fields/file-form.ts';
import { NewFile } from '../../../parts/drafts/new-file.tsx';
import { namesIn, settingsPath, useSettingsFile } from '../../../parts/drafts/settings-file.ts';
import { useWords } from '../../../words/language.tsx';
import { feedWords } from '../words.ts';
import { firstFeed } from './first-feed.ts';
import { isFeedRows, useDestinations } from './fit.ts';
import { editFeedWords } from './words.ts';

/** Begins a feed in your draft of `ciclo.json`: what it carries, where to, and what people have to agree to. */
export const NewFeed = () => {
  const words = useWords(editFeedWords);
  const kinds = useWords(feedWords);
  const { text, isReady } = useSettingsFile();
  const [kind, setKind] = useState<FeedRows>('events');
  const [chosen, setChosen] = useState<string | null>(null);
  const [purpose, setPurpose] = useState('');
  const [first] = useSegmentNames();
  const plugins = useDestinations(text).namesFor(kind);
  const plugin = chosen !== null && plugins.includes(chosen) ? chosen : plugins[0];
  const needsPurpose = kind === 'audience' && purpose === '';
  const feed = { kind, plugin: plugin ?? '', purpose, segment: first?.value ?? '' };
  return (
    <NewFile
      title={words.newFeed}
      isReady={isReady && plugin !== undefined && !needsPurpose}
      isChange
      isNameless
      files={({ key }) => ({
        [settingsPath]: setIn({ text, path: ['feeds', key], value: firstFeed(feed) }),
      })}
      to={(key) => `/feeds/${key}/edit`}
    >
      <Select
        label={words.rows}
        allowDeselect={false}
        data={feedRows.map((value) => ({ value, label: kinds.kindOf(value) }))}
        value={kind}
        onChange={(next) => {
          if (isFeedRows(next)) setKind(next);
        }}
      />
      <Select
        label={words.plugin}
        description={plugin === undefined ? words.noPlugin : words.pluginText}
        allowDeselect={false}
        data={[...plugins]}
        value={plugin ?? null}
        onChange={setChosen}
      />
      {kind === 'erasures' ? null : (
        <Select
          label={words.purpose}
          description={kind === 'audience' ? words.purposeNeeded : words.purposeText}
          clearable
          withAsterisk={kind === 'audience'}
          placeholder={words.noPurpose}
          data={['marketing', ...namesIn(text, 'consentPurposes')]}
          value={purpose === '' ? null : purpose}
          onChange={(next) => setPurpose(next ?? '')}
        />
      )}
    </NewFile>
  );
};
