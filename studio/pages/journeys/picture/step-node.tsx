import { Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import type { ReactNode } from 'react';

import { useWords } from '../../../words/language.tsx';
import type { Line } from '../outline.ts';
import { useTypeName } from '../use-step-names.ts';
import { startId } from './graph.ts';
import classes from './picture.module.css';
import { pictureWords } from './words.ts';

/** What a node shows beside the step: figures, or how it is chosen. */
export type StepData = {
  readonly line: Line | undefined;
  readonly foot: ReactNode;
  readonly mark: 'added' | 'changed' | 'removed' | 'here' | 'passed' | undefined;
  readonly isChosen: boolean;
  readonly onChoose: (() => void) | undefined;
};

export type StepNode = Node<StepData, 'step'>;

const Inside = ({ line, foot }: { line: Line; foot: ReactNode }) => {
  const typeName = useTypeName();
  return (
    <>
      <Text component="span" size="sm" fw={600} className={classes['line'] ?? ''}>
        {typeName(line.type)}{' '}
        <Text span size="sm" fw={400}>
          {line.detail.join(' · ')}
        </Text>
      </Text>
      <Text component="span" size="xs" c="dimmed" className={classes['line'] ?? ''}>
        {line.id}
      </Text>
      {foot}
    </>
  );
};

/** A step in the picture, or the start or the end. */
export const StepNodeView = ({ id, data }: NodeProps<StepNode>) => {
  const words = useWords(pictureWords);
  const { line, foot, mark, isChosen, onChoose } = data;
  const handle = { className: classes['handle'] ?? '', isConnectable: false };
  const look = [
    classes['step'],
    isChosen ? classes['chosen'] : undefined,
    mark === undefined ? undefined : classes[mark],
  ]
    .filter((one) => one !== undefined)
    .join(' ');
  return (
    <>
      {id === startId ? null : <Handle type="target" position={Position.Top} {...handle} />}
      {line === undefined ? (
        <div className={classes['end']}>{id === startId ? words.start : words.end}</div>
      ) : onChoose === undefined ? (
        <div className={look}>
          <Inside line={line} foot={foot} />
        </div>
      ) : (
        <UnstyledButton className={`nopan ${look}`} aria-pressed={isChosen} onClick={onChoose}>
          <VisuallyHidden>{words.editStep(line.id)} </VisuallyHidden>
          <Inside line={line} foot={foot} />
        </UnstyledButton>
      )}
      <Handle type="source" position={Position.Bottom} {...handle} />
    </>
  );
};
