import { Button, Select, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';

import { useMay } from '../../../app/session.tsx';
import { EmptyState } from '../../../parts/page/empty-state.tsx';
import { ReferenceInput } from '../../../parts/reference-input.tsx';
import { useWords } from '../../../words/language.tsx';
import { nameMost } from '../new-broadcast.tsx';
import { composeWords } from './compose-words.ts';
import { MessageGallery, useTemplates } from './message-gallery.tsx';
import { type Plan, withMessage } from './plan.ts';
import { TestFields } from './test-fields.tsx';
import { VariantCard } from './variant-card.tsx';

const variantsMost = 5;
const textMost = 1000;

type Props = { plan: Plan; change: (plan: Plan) => void };

/** What the team calls it, and what it belongs to. */
const About = ({ plan, change }: Props) => {
  const words = useWords(composeWords);
  const may = useMay();
  return (
    <Stack gap="sm">
      <TextInput
        label={words.name}
        maxLength={nameMost}
        required
        error={plan.name === '' ? words.nameMissing : undefined}
        value={plan.name}
        onChange={({ currentTarget }) => change({ ...plan, name: currentTarget.value })}
      />
      <Textarea
        label={words.note}
        autosize
        maxRows={6}
        maxLength={textMost}
        value={plan.description ?? ''}
        onChange={({ currentTarget: { value } }) => {
          const { description: _before, ...rest } = plan;
          change(value === '' ? rest : { ...rest, description: value });
        }}
      />
      {may('records:read') ? (
        <ReferenceInput
          label={words.campaign}
          description={words.campaignText}
          kind="campaign"
          value={plan.campaign ?? ''}
          onChange={(id) => {
            const { campaign: _before, ...rest } = plan;
            change(id === '' ? rest : { ...rest, campaign: id });
          }}
        />
      ) : null}
    </Stack>
  );
};

const TopicInput = ({ plan, change }: Props) => {
  const words = useWords(composeWords);
  const topics = new Set((useTemplates().data?.templates ?? []).map(({ topic }) => topic));
  if (plan.topic !== undefined) topics.add(plan.topic);
  return (
    <Select
      label={words.topic}
      description={words.topicText}
      placeholder={words.ownTopic}
      maw="24rem"
      clearable
      data={[...topics].toSorted()}
      value={plan.topic ?? null}
      onChange={(topic) => {
        const { topic: _before, ...rest } = plan;
        change(topic === null ? rest : { ...rest, topic });
      }}
    />
  );
};

/** What is sent: one message, or several that are tried against each other. */
export const MessagePart = ({ plan, change }: Props) => {
  const words = useWords(composeWords);
  const [isChoosing, setChoosing] = useState(false);
  const { variants } = plan;
  return (
    <Stack>
      <About plan={plan} change={change} />
      {variants.length === 0 ? (
        <EmptyState title={words.noVariant} text={words.noVariantText}>
          <Button variant="default" onClick={() => setChoosing(true)}>
            {words.choose}
          </Button>
        </EmptyState>
      ) : (
        <>
          <SimpleGrid cols={{ base: 1, sm: variants.length < 2 ? 1 : 2 }}>
            {variants.map((variant, at) => (
              <VariantCard
                key={`${at} of ${variants.length}`}
                plan={plan}
                at={at}
                variant={variant}
                change={change}
              />
            ))}
          </SimpleGrid>
          {variants.length >= variantsMost ? null : (
            <Stack gap={4} align="flex-start">
              <Button variant="default" onClick={() => setChoosing(true)}>
                {words.addVariant}
              </Button>
              <Text size="sm" c="dimmed">
                {words.addVariantText}
              </Text>
            </Stack>
          )}
          {variants.length < 2 ? null : <TestFields plan={plan} change={change} />}
          <TopicInput plan={plan} change={change} />
        </>
      )}
      {isChoosing ? (
        <MessageGallery
          channel={variants.length === 0 ? undefined : plan.channel}
          onClose={() => setChoosing(false)}
          onChoose={(template) => {
            change(withMessage({ plan, at: variants.length, message: template }));
            setChoosing(false);
          }}
        />
      ) : null}
    </Stack>
  );
};
