import { Text } from '@mantine/core';
import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import type { ReactNode } from 'react';

import { useWords } from '../../../words/language.tsx';
import type { Line } from '../outline.ts';
import { useTypeName } from '../use-step-names.ts';
import { startId } from './graph.ts';
import classes from './picture.module.css';
import { pictureWords } from './words.ts';

/** What a node shows: a step, and what stands below it. */
export type StepData = {
  readonly line: Line | undefined;
  readonly foot: ReactNode;
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
  const { line, foot } = data;
  const handle = { className: classes['handle'] ?? '', isConnectable: false };
  return (
    <>
      {id === startId ? null : <Handle type="target" position={Position.Top} {...handle} />}
      {line === undefined ? (
        <div className={classes['end']}>{id === startId ? words.start : words.end}</div>
      ) : (
        <div className={classes['step']}>
          <Inside line={line} foot={foot} />
        </div>
      )}
      <Handle type="source" position={Position.Bottom} {...handle} />
    </>
  );
};
