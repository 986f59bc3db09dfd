import { ColorInput, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';

import { useWords } from '../../../words/language.tsx';
import { setAttribute, setInside } from './change-mjml.ts';
import { attributeOf, type Element, holdsText, insideOf, type Path } from './mjml-tree.ts';
import { isSimple } from './rich.ts';
import { RichText } from './rich-text.tsx';
import { blockWords } from './words.ts';

/** The attributes that are offered, by element; the others stay as they are written. */
const fields: ReadonlyMap<string, readonly string[]> = new Map([
  ['mj-text', ['align', 'color', 'font-size', 'padding']],
  ['mj-button', ['href', 'background-color', 'color', 'align']],
  ['mj-image', ['src', 'alt', 'href', 'width', 'align']],
  ['mj-divider', ['border-color', 'padding']],
  ['mj-spacer', ['height']],
  ['mj-section', ['background-color', 'padding']],
  ['mj-wrapper', ['background-color', 'padding']],
  ['mj-column', ['width', 'background-color']],
  ['mj-hero', ['background-color', 'height']],
]);

/** Elements whose text is one line, without formatting. */
const lines: ReadonlySet<string> = new Set(['mj-button']);

type Edited = {
  readonly source: string;
  readonly path: Path;
  readonly element: Element;
  readonly onChange: (source: string) => void;
};

const Attribute = ({ source, path, element, name, onChange }: Edited & { name: string }) => {
  const words = useWords(blockWords);
  const value = attributeOf(source, element, name) ?? '';
  const set = (next: string): void =>
    onChange(setAttribute({ source, path, name, value: next === '' && name !== 'alt' ? undefined : next }));
  if (name === 'align') {
    return (
      <Select
        label={words.nameOf(name)}
        placeholder={words.inherited}
        clearable
        data={(['left', 'center', 'right'] as const).map((one) => ({ value: one, label: words[one] }))}
        value={value === '' ? null : value}
        onChange={(next) => set(next ?? '')}
      />
    );
  }
  const placeholder = ['href', 'src', 'alt'].includes(name) ? {} : { placeholder: words.inherited };
  if (name.endsWith('color')) {
    return (
      <ColorInput
        label={words.nameOf(name)}
        {...placeholder}
        value={value}
        onChange={set}
        fixOnBlur={false}
        withEyeDropper={false}
      />
    );
  }
  return (
    <TextInput
      label={words.nameOf(name)}
      {...placeholder}
      value={value}
      onChange={({ currentTarget }) => set(currentTarget.value)}
    />
  );
};

const Inside = ({ source, path, element, names, onChange }: Edited & { names: readonly string[] }) => {
  const words = useWords(blockWords);
  const inside = insideOf(source, element);
  const set = (next: string): void => onChange(setInside({ source, path, inside: next }));
  if (lines.has(element.name) && isSimple(inside)) {
    return (
      <TextInput
        label={words.write}
        value={inside}
        onChange={({ currentTarget }) => set(currentTarget.value)}
      />
    );
  }
  if (element.name === 'mj-text' && isSimple(inside)) {
    return <RichText value={inside} names={names} onChange={set} />;
  }
  return (
    <Textarea
      label={words.nameOf(element.name)}
      description={words.html}
      autosize
      maxRows={14}
      value={inside}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      onChange={({ currentTarget }) => set(currentTarget.value)}
    />
  );
};

/** What can be changed of a block; everything else of it stays as it is written. */
export const BlockForm = (props: Edited & { names: readonly string[] }) => {
  const { element } = props;
  const words = useWords(blockWords);
  return (
    <Stack gap="xs" p="sm" role="group" aria-label={words.nameOf(element.name)}>
      {holdsText(element.name) ? <Inside {...props} /> : null}
      {(fields.get(element.name) ?? []).map((name) => (
        <Attribute key={name} {...props} name={name} />
      ))}
      {!holdsText(element.name) && !fields.has(element.name) ? <Text size="sm">{words.code}</Text> : null}
    </Stack>
  );
};
