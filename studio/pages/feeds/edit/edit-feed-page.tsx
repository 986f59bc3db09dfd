import { Button, Stack, Text } from '@mantine/core';

import { EditedFile, type Written } from '../../../parts/drafts/edited-file.tsx';
import { fileForm } from '../../../parts/drafts/fields/file-form.ts';
import { FormOrJson, Section } from '../../../parts/drafts/fields/form-or-json.tsx';
import { settingsPath } from '../../../parts/drafts/settings-file.ts';
import { useWords } from '../../../words/language.tsx';
import { useFeedName } from '../use-feeds.ts';
import { AudienceFields, FileFields, PrivacyFields, TimeFields, WhatAndWhere } from './feed-fields.tsx';
import { isFeedRows, useDestinations } from './fit.ts';
import { editFeedWords } from './words.ts';

const Parts = ({ written, of: name }: { written: Written; of: string }) => {
  const words = useWords(editFeedWords);
  const form = fileForm(written);
  const at = ['feeds', name];
  const { wayOf } = useDestinations(written.text);
  if (form.valueAt(at) === undefined) return <Text>{words.gone}</Text>;
  const rows = form.textAt([...at, 'rows']);
  const kind = isFeedRows(rows) ? rows : 'events';
  const isAudience = kind === 'audience';
  const way = wayOf(kind, form.textAt([...at, 'plugin']));
  return (
    <Stack>
      <Section legend={words.what}>
        <WhatAndWhere form={form} at={at} kind={kind} />
      </Section>
      {isAudience ? (
        <Section legend={words.who}>
          <AudienceFields form={form} at={at} />
        </Section>
      ) : null}
      {kind === 'erasures' ? null : (
        <Section legend={words.consent}>
          <PrivacyFields form={form} at={at} isAudience={isAudience} />
        </Section>
      )}
      <Section legend={words.times}>
        <TimeFields form={form} at={at} />
      </Section>
      {isAudience || way === 'events' ? null : (
        <Section legend={words.files}>
          <FileFields form={form} at={at} />
        </Section>
      )}
      <Button variant="default" style={{ alignSelf: 'flex-start' }} onClick={() => form.set(at, undefined)}>
        {words.removeFeed}
      </Button>
    </Stack>
  );
};

/** Changes one feed, by fields or as JSON, in the draft of `ciclo.json`. */
export const Content = () => {
  const words = useWords(editFeedWords);
  const name = useFeedName();
  return (
    <EditedFile
      key={name}
      path={settingsPath}
      of="ciclo"
      title={() => name}
      text={words.draftText}
      list="/feeds"
    >
      {(written) => (
        <FormOrJson written={written}>
          <Parts written={written} of={name} />
        </FormOrJson>
      )}
    </EditedFile>
  );
};
