import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';

import { useWords } from '../../../words/language.tsx';
import classes from './blocks.module.css';
import { fromBrowser, toBrowser } from './rich.ts';
import { blockWords } from './words.ts';

/** Keeps the selection of a text while something beside it has the focus. */
const useSelection = (place: { readonly current: HTMLDivElement | null }) => {
  const kept = useRef<Range | undefined>(undefined);
  const keep = (): void => {
    const selection = globalThis.getSelection();
    const range = selection === null || selection.rangeCount === 0 ? undefined : selection.getRangeAt(0);
    if (range !== undefined && place.current?.contains(range.commonAncestorContainer) === true)
      kept.current = range.cloneRange();
  };
  const restore = (): void => {
    place.current?.focus();
    const selection = globalThis.getSelection();
    if (kept.current === undefined || selection === null) return;
    selection.removeAllRanges();
    selection.addRange(kept.current);
  };
  return { keep, restore };
};

type Command = 'bold' | 'italic' | 'formatBlock' | 'createLink' | 'insertText';
type Run = (command: Command, argument?: string) => void;

/** A button that takes the focus from nothing. */
const Act = ({ label, isOff = false, onAct }: { label: string; isOff?: boolean; onAct: () => void }) => (
  <Button
    size="xs"
    variant="default"
    disabled={isOff}
    onMouseDown={(event) => event.preventDefault()}
    onClick={onAct}
  >
    {label}
  </Button>
);

/** What can be put into a text: variables and links. */
const Inserts = ({ names, run }: { names: readonly string[]; run: Run }) => {
  const words = useWords(blockWords);
  const [link, setLink] = useState('');
  return (
    <Group gap="xs" align="flex-end">
      <Select
        flex="1 1 12rem"
        size="xs"
        label={words.variable}
        searchable
        data={[...names]}
        value={null}
        onChange={(name) => {
          if (name !== null) run('insertText', `{{${name}}}`);
        }}
      />
      <TextInput
        flex="1 1 10rem"
        size="xs"
        label={words.linkTo}
        value={link}
        onChange={({ currentTarget }) => setLink(currentTarget.value)}
      />
      <Act
        label={words.link}
        isOff={link === ''}
        onAct={() => {
          run('createLink', link);
          setLink('');
        }}
      />
    </Group>
  );
};

/** The text in the page, kept as it is written until somebody changes it. */
const useWritten = (value: string, onChange: (value: string) => void) => {
  const place = useRef<HTMLDivElement>(null);
  const written = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (place.current === null || written.current === value) return;
    written.current = value;
    place.current.innerHTML = toBrowser(value);
  }, [value]);
  const read = (): void => {
    if (place.current === null) return;
    const next = fromBrowser(place.current.innerHTML);
    written.current = next;
    onChange(next);
  };
  return { place, read };
};

/** A text that is written as it looks: bold, italic, headings, links, variables. */
export const RichText = (props: {
  value: string;
  names: readonly string[];
  onChange: (value: string) => void;
}) => {
  const { value, names, onChange } = props;
  const words = useWords(blockWords);
  const { place, read } = useWritten(value, onChange);
  const { keep, restore } = useSelection(place);
  const run: Run = (command, argument) => {
    restore();
    // What browsers have for formatting: there is nothing else without a library of its own.
    document.execCommand(command, false, argument);
    keep();
    read();
  };
  return (
    <Stack gap="xs">
      <Text size="sm" fw={500} id="rich-text">
        {words.write}
      </Text>
      <Group gap="xs" role="toolbar" aria-labelledby="rich-text">
        <Act label={words.bold} onAct={() => run('bold')} />
        <Act label={words.italic} onAct={() => run('italic')} />
        <Act label={words.heading} onAct={() => run('formatBlock', 'h1')} />
        <Act label={words.plain} onAct={() => run('formatBlock', 'p')} />
      </Group>
      <div
        ref={place}
        className={classes['rich']}
        contentEditable
        suppressContentEditableWarning
        role="textbox"
        tabIndex={0}
        aria-multiline="true"
        aria-labelledby="rich-text"
        onInput={read}
        onKeyUp={keep}
        onMouseUp={keep}
        onBlur={keep}
      />
      <Inserts names={names} run={run} />
    </Stack>
  );
};
