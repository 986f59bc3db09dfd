import { VisuallyHidden } from '@mantine/core';

import { useWords } from '../../words/language.tsx';
import { partWords } from '../text/part-words.ts';
import classes from './changed-lines.module.css';

/** Lines of two texts where they differ, as the API compares them. */
export type ChangedHunk = {
  readonly before: number;
  readonly after: number;
  readonly lines: readonly { readonly kind: 'same' | 'removed' | 'added'; readonly text: string }[];
};

const signs = { same: ' ', added: '+', removed: '-' } as const;

/** The lines that changed, with some around them; they scroll by themselves, also with the keyboard. */
export const ChangedLines = (props: { label: string; hunks: readonly ChangedHunk[] }) => {
  const { label, hunks } = props;
  const words = useWords(partWords);
  const spoken = { same: '', added: words.wasAdded, removed: words.wasRemoved } as const;
  return (
    <pre className={classes['lines']} tabIndex={0} role="region" aria-label={label}>
      {hunks.map((hunk) => (
        <code key={`${hunk.before} ${hunk.after}`} className={classes['hunk']} style={{ display: 'block' }}>
          {hunk.lines.map(({ kind, text }, n) => (
            <span key={`${n} ${kind}`} className={classes['line']} data-kind={kind}>
              {spoken[kind] === '' ? null : <VisuallyHidden>{spoken[kind]} </VisuallyHidden>}
              <span aria-hidden="true">{signs[kind]}</span> {text}
            </span>
          ))}
        </code>
      ))}
    </pre>
  );
};
