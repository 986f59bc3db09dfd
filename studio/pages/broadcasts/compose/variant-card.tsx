import { Button, Card, Group, NumberInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';

import { PageLink } from '../../../parts/page/page-link.tsx';
import { useWords } from '../../../words/language.tsx';
import { plainSubject } from '../../messages/plain-subject.ts';
import { SendTest } from '../../messages/send-test.tsx';
import { Thumbnail } from '../../messages/thumbnail.tsx';
import { usePictures } from '../../messages/use-pictures.ts';
import { composeWords } from './compose-words.ts';
import { MessageGallery, useTemplates } from './message-gallery.tsx';
import { type Plan, type Variant, withMessage, withoutVariant } from './plan.ts';

type Change = (plan: Plan) => void;

const nameLength = 40;
const weightMost = 1000;

/** The name of a variant in reports: what is typed is made to fit. */
const plainName = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, nameLength);

const NameAndWeight = (props: { variant: Variant; onChange: (variant: Variant) => void }) => {
  const { variant, onChange } = props;
  const words = useWords(composeWords);
  return (
    <Group gap="xs" grow align="flex-start">
      <TextInput
        label={words.variantName}
        maxLength={nameLength}
        value={variant.name}
        onChange={({ currentTarget }) => {
          const name = plainName(currentTarget.value);
          if (name !== '') onChange({ ...variant, name });
        }}
      />
      <NumberInput
        label={words.weight}
        min={1}
        max={weightMost}
        allowNegative={false}
        value={variant.weight ?? 1}
        onChange={(weight) => {
          if (typeof weight === 'number' && weight > 0) onChange({ ...variant, weight });
        }}
      />
    </Group>
  );
};

const Acts = (props: { plan: Plan; at: number; change: Change }) => {
  const { plan, at, change } = props;
  const words = useWords(composeWords);
  const [isChoosing, setChoosing] = useState(false);
  const message = plan.variants[at]?.message;
  return (
    <Group gap="xs">
      <Button variant="default" onClick={() => setChoosing(true)}>
        {words.chooseAnother}
      </Button>
      {message === undefined ? null : (
        <SendTest of={message} place={{ person: undefined, locale: undefined }} />
      )}
      {plan.variants.length < 2 ? null : (
        <Button variant="subtle" color="red" onClick={() => change(withoutVariant(plan, at))}>
          {words.leaveOut}
        </Button>
      )}
      {isChoosing ? (
        <MessageGallery
          channel={plan.variants.length < 2 ? undefined : plan.channel}
          onClose={() => setChoosing(false)}
          onChoose={(template) => {
            change(withMessage({ plan, at, message: template }));
            setChoosing(false);
          }}
        />
      ) : null}
    </Group>
  );
};

/** One message of the broadcast, as it looks. */
export const VariantCard = (props: { plan: Plan; at: number; variant: Variant; change: Change }) => {
  const { plan, at, variant, change } = props;
  const words = useWords(composeWords);
  const { withPictures } = usePictures();
  const template = (useTemplates().data?.templates ?? []).find(({ key }) => key === variant.message);
  const isOne = plan.variants.length < 2;
  const title = isOne ? words.message : words.variant(variant.name);
  return (
    <Card withBorder padding="md" component="section" aria-label={title}>
      <Stack gap="sm">
        <Title order={3} size="h5">
          {title}
        </Title>
        <Card withBorder padding={0}>
          {template === undefined ? null : <Thumbnail message={template} withPictures={withPictures} />}
          <Stack gap={4} p="sm">
            <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
              <PageLink page="/messages/$key" value={variant.message}>
                {template?.name ?? variant.message}
              </PageLink>
            </Text>
            <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {template === undefined ? words.notPublished : plainSubject(template.subject)}
            </Text>
          </Stack>
        </Card>
        {isOne ? null : (
          <NameAndWeight
            variant={variant}
            onChange={(next) => change({ ...plan, variants: plan.variants.toSpliced(at, 1, next) })}
          />
        )}
        <Acts plan={plan} at={at} change={change} />
      </Stack>
    </Card>
  );
};
