import { Button, Group, Select } from '@mantine/core';
import { useState } from 'react';

import type { Schema } from '../../../parts/editor/schema-at.ts';
import { useWords } from '../../../words/language.tsx';
import { useTypeName } from '../use-step-names.ts';
import { freeId, insertStep, placesOf } from './change-text.ts';
import type { Path } from '../../../parts/editor/splice-json.ts';
import { newStep, stepTypes } from './step-fields.ts';
import { editWords } from './words.ts';

/** Adds a step of a chosen type at a place: behind a step, or first in a list. */
export const AddStep = (props: {
  label: string;
  text: string;
  value: unknown;
  path: Path;
  root: Schema;
  onAdded: (text: string, id: string) => void;
}) => {
  const { label, text, value, path, root, onAdded } = props;
  const words = useWords(editWords);
  const typeName = useTypeName();
  const [type, setType] = useState<string | null>(null);
  const add = (wanted: string): void => {
    const id = freeId(wanted, placesOf(value));
    onAdded(insertStep({ text, path, step: newStep({ root, type: wanted, id }) }), id);
    setType(null);
  };
  return (
    <Group gap="xs" align="flex-end">
      <Select
        size="xs"
        label={label}
        placeholder={words.type}
        searchable
        data={stepTypes(root).map((one) => ({ value: one, label: typeName(one) }))}
        value={type}
        onChange={setType}
      />
      <Button
        size="xs"
        variant="default"
        disabled={type === null}
        aria-label={`${words.add}: ${label}`}
        onClick={() => {
          if (type !== null) add(type);
        }}
      >
        {words.add}
      </Button>
    </Group>
  );
};
