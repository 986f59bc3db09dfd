import {
  Alert,
  Anchor,
  Box,
  Code,
  Group,
  Select,
  SegmentedControl,
  Stack,
  Switch,
  Text,
} from '@mantine/core';

import type { components } from '../../api/schema.ts';
import { useMay } from '../../app/session.tsx';
import { Icon, icons } from '../../parts/icon.tsx';
import { ReferenceInput } from '../../parts/reference-input.tsx';
import { personKind } from '../../parts/page/use-title-of.ts';
import { useLanguage, useWords } from '../../words/language.tsx';
import { MailFrame } from './mail-frame.tsx';
import classes from './messages.module.css';
import { type MessagePlace, type View, views } from './place.ts';
import { usePictures } from './use-pictures.ts';
import { messageWords } from './words.ts';

/** What the preview has to know of a message. */
export type Previewed = {
  readonly key: string;
  readonly name: string;
  readonly channel: string;
  readonly locales: readonly string[];
  /** Which state of your draft is shown, instead of what is published. */
  readonly draft?: string | undefined;
};
type Preview = components['schemas']['TemplatePreview'];
type Change = (next: Partial<MessagePlace>) => void;

const frameHeight = 720;

/** As whom, in which language and how the message is looked at. */
export const PreviewChoices = (props: { template: Previewed; place: MessagePlace; change: Change }) => {
  const { template, place, change } = props;
  const words = useWords(messageWords);
  const { language } = useLanguage();
  const may = useMay();
  const pictures = usePictures();
  const names = new Intl.DisplayNames([language], { type: 'language' });
  const isMail = template.channel === 'email';
  return (
    <Stack gap="sm" mb="md">
      <Group gap="sm" align="flex-end">
        {may('personal-data', 'records:read') ? (
          <Box flex="1 1 14rem">
            <ReferenceInput
              label={words.person}
              placeholder={words.sample}
              kind={personKind}
              value={place.person ?? ''}
              onChange={(person) => change({ person: person === '' ? undefined : person })}
            />
          </Box>
        ) : null}
        <Select
          label={words.locale}
          placeholder={words.own}
          clearable
          flex="1 1 10rem"
          data={template.locales.map((locale) => ({ value: locale, label: names.of(locale) ?? locale }))}
          value={place.locale ?? null}
          onChange={(locale) => change({ locale: locale ?? undefined })}
        />
      </Group>
      {isMail ? (
        <Group gap="sm">
          <SegmentedControl
            aria-label={words.view}
            data={views.map((value) => ({ value, label: words.nameOf(value) }))}
            value={place.view}
            onChange={(view) => {
              const chosen = views.find((one) => one === view);
              if (chosen !== undefined) change({ view: chosen });
            }}
          />
          <Switch
            label={words.pictures}
            checked={pictures.withPictures}
            onChange={({ currentTarget }) => pictures.set(currentTarget.checked)}
          />
        </Group>
      ) : null}
    </Stack>
  );
};

const Head = ({ preview }: { preview: Preview }) => {
  const words = useWords(messageWords);
  const lines = [
    [words.from, preview.from],
    [words.to, preview.to],
    [words.subject, preview.subject],
    [words.preheader, preview.preheader],
  ].filter(([, value]) => value !== undefined && value !== '');
  if (lines.length === 0) return null;
  return (
    <Box component="dl" p="md" m={0} bg="var(--mantine-color-body)">
      {lines.map(([name, value]) => (
        <Group key={name} gap="xs" wrap="nowrap" align="baseline">
          <Text component="dt" size="sm" c="dimmed" miw="5.5rem">
            {name}
          </Text>
          <Text component="dd" size="sm" m={0} style={{ overflowWrap: 'anywhere' }}>
            {value}
          </Text>
        </Group>
      ))}
    </Box>
  );
};

const Frame = (props: { template: Previewed; place: MessagePlace; view: Exclude<View, 'text'> }) => {
  const { template, place, view } = props;
  const words = useWords(messageWords);
  const { withPictures } = usePictures();
  const { person, locale } = place;
  const frame = (
    <MailFrame
      of={{
        message: template.key,
        draft: template.draft,
        person,
        locale,
        isDark: view === 'dark',
        withPictures,
      }}
      title={words.previewOf(template.name)}
      width={undefined}
      height={frameHeight}
    />
  );
  return view === 'phone' ? <div className={classes['phone']}>{frame}</div> : frame;
};

/** The message as it would arrive, or why it would not. */
export const PreviewPane = (props: { template: Previewed; place: MessagePlace; preview: Preview }) => {
  const { template, place, preview } = props;
  const words = useWords(messageWords);
  if (preview.outcome === 'not-sent') {
    return (
      <Alert color="red" title={words.notSent} icon={<Icon path={icons.warning} />}>
        {words.notSentText(preview.missing.join(', '))}
      </Alert>
    );
  }
  const view = template.channel === 'email' ? place.view : template.channel === 'post' ? 'desktop' : 'text';
  return (
    <div className={classes['stage']} role="region" aria-label={words.preview}>
      <Head preview={preview} />
      {view === 'text' ? (
        <pre className={classes['text']}>{preview.text}</pre>
      ) : (
        <Frame template={template} place={place} view={view} />
      )}
    </div>
  );
};

/** Where the links of the message lead. */
export const Links = ({ links }: { links: readonly string[] }) => {
  const words = useWords(messageWords);
  if (links.length === 0) return <Text size="sm">{words.noLinks}</Text>;
  return (
    <Stack gap={4}>
      {links.map((link) => (
        <Anchor
          key={link}
          href={/^https?:/i.test(link) ? link : undefined}
          target="_blank"
          rel="noreferrer"
          size="sm"
          underline="always"
          style={{ overflowWrap: 'anywhere' }}
        >
          {link}
        </Anchor>
      ))}
    </Stack>
  );
};

/** Names of variables, as they are written. */
export const Names = ({ names }: { names: readonly string[] }) => (
  <Group gap={6}>
    {names.map((name) => (
      <Code key={name} style={{ overflowWrap: 'anywhere' }}>
        {name}
      </Code>
    ))}
  </Group>
);
